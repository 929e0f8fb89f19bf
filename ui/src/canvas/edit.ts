// Edits of the diagram as commands. Nothing here touches the page: each function looks at the model and returns what to
// send, so that canvas, outline and inspector edit alike and the tests need no browser.
import type { Command, Entry, Fields, Model, Section, Value } from "@/api/types";
import { entriesOf, words } from "./graph";
import { homeOf } from "./notes";
import { inside, type Places, type Rect } from "./place";
import type { Ways } from "./route";
import type { Thing } from "./state";

const targets: Section[] = ["zones", "elements", "data", "flows", "notes"];

/** Is an id taken among things that a finding can be about? They share their ids. */
export function taken(m: Model): Set<string> {
  const out = new Set(["device", "unknown"]);
  for (const s of targets) for (const e of entriesOf(m, s)) out.add(e.id);
  // A new thing must not inherit the decisions on one that is gone.
  for (const t of entriesOf(m, "threats")) {
    const at = t.id.indexOf("@");
    if (at > 0) out.add(t.id.slice(at + 1));
  }
  return out;
}

/** An id made of a name that nothing else has. */
export function freshId(name: string, used: Set<string>, fallback = "e"): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/ß/g, "ss");
  let id = plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  if (!id) id = fallback;
  let out = id;
  for (let n = 2; used.has(out); n++) out = `${id}-${n}`;
  used.add(out);
  return out;
}

/** The next number of a letter that is free: f1, f2 and so on. */
export function nextId(letter: string, used: Set<string>): string {
  let top = 0;
  for (const id of used) {
    const n = id.startsWith(letter) ? Number(id.slice(letter.length)) : Number.NaN;
    if (Number.isInteger(n)) top = Math.max(top, n);
  }
  const out = `${letter}${top + 1}`;
  used.add(out);
  return out;
}

export const place = (view: string, id: string, r: { x: number; y: number; w?: number; h?: number }): Command => ({
  verb: "place",
  view,
  target: id,
  x: Math.round(r.x),
  y: Math.round(r.y),
  ...(r.w && r.h ? { w: Math.round(r.w), h: Math.round(r.h) } : {}),
});

/** Leads a flow through points; through none, it finds its way by itself. */
export const lead = (view: string, flow: string, via: readonly { x: number; y: number }[]): Command => ({
  verb: "place",
  view,
  target: flow,
  via: via.map((p) => [Math.round(p.x), Math.round(p.y)]),
});

export const moveTo = (id: string, zone: string): Command => ({ verb: "move", id, zone });

export const remove = (section: Section, id: string): Command => ({ verb: "remove", section, id, cascade: true });

const filled = (fields: Record<string, Value | undefined>): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined && v !== "")) as Fields;

/** A new element, in a zone where one is given. */
export function addElement(
  m: Model,
  name: string,
  o: { kind?: string; type?: string; zone?: string },
  used = taken(m),
): { id: string; commands: Command[] } {
  const id = freshId(name, used, "element");
  const kind = o.type ? undefined : o.kind; // a type of the library brings its kind
  return {
    id,
    commands: [{ verb: "add", section: "elements", id, fields: filled({ name, kind, type: o.type, zone: o.zone }) }],
  };
}

export function addZone(
  m: Model,
  name: string,
  o: { in?: string },
  used = taken(m),
): { id: string; commands: Command[] } {
  const id = freshId(name, used, "zone");
  return { id, commands: [{ verb: "add", section: "zones", id, fields: filled({ name, in: o.in }) }] };
}

export function connect(
  m: Model,
  from: string,
  to: string,
  name?: string,
  used = taken(m),
): { id: string; commands: Command[] } {
  const id = nextId("f", used);
  return { id, commands: [{ verb: "connect", id, from, to, fields: filled({ name }) }] };
}

/** A note, seen in the view that it is made in. */
export function addNote(
  m: Model,
  text: string,
  o: { view: string; about: string[]; shown: (id: string) => boolean },
  used = taken(m),
): { id: string; commands: Command[] } {
  const id = freshId(text.split(/\s+/).slice(0, 4).join(" "), used, "note");
  const fields = { text, ...homeOf(m, o.view, o.about, o.shown) };
  return { id, commands: [{ verb: "add", section: "notes", id, fields }] };
}

/** What goes with a thing when it is removed: flows of an element, what lies in a zone moves out of it. */
export function fallout(m: Model, things: Thing[]): { flows: string[] } {
  const elements = new Set(things.filter((t) => t.kind === "elements").map((t) => t.id));
  const own = new Set(things.filter((t) => t.kind === "flows").map((t) => t.id));
  const flows = entriesOf(m, "flows").filter(
    (f) => !own.has(f.id) && (elements.has(String(f.from)) || elements.has(String(f.to))),
  );
  return { flows: flows.map((f) => f.id) };
}

/** Removes things. What lies in a zone that goes is put into the zone around it, so that nothing else is lost. */
export function removeThings(m: Model, things: Thing[]): Command[] {
  const out: Command[] = [];
  const gone = new Set(things.map((t) => `${t.kind}/${t.id}`));
  const zones = new Map(entriesOf(m, "zones").map((z) => [z.id, z]));
  const left = (zone: string): string => {
    for (let z = zones.get(zone); z; z = zones.get(String(z.in ?? ""))) if (!gone.has(`zones/${z.id}`)) return z.id;
    return "";
  };
  for (const t of things.filter((x) => x.kind === "zones")) {
    for (const e of entriesOf(m, "elements"))
      if (e.zone === t.id && !gone.has(`elements/${e.id}`)) out.push(moveTo(e.id, left(t.id)));
    for (const z of zones.values()) if (z.in === t.id && !gone.has(`zones/${z.id}`)) out.push(moveTo(z.id, left(t.id)));
  }
  const going = new Set(fallout(m, things).flows);
  const order: Thing["kind"][] = ["notes", "flows", "elements", "zones"];
  for (const kind of order)
    for (const t of things) if (t.kind === kind && !(kind === "flows" && going.has(t.id))) out.push(remove(kind, t.id));
  return out;
}

/** The zone that a box lies in: the innermost one that holds its middle, and that is not itself or within it. */
export function zoneAt(m: Model, places: Places, r: Rect, self?: string): string {
  const x = r.x + r.w / 2;
  const y = r.y + r.h / 2;
  let best = "";
  let least = Number.POSITIVE_INFINITY;
  for (const z of entriesOf(m, "zones")) {
    const p = places.get(z.id);
    if (!p || (self && liesIn(m, z.id, self))) continue;
    if (x >= p.x && x <= p.x + p.w && y >= p.y && y <= p.y + p.h && p.w * p.h < least) {
      best = z.id;
      least = p.w * p.h;
    }
  }
  return best;
}

/** Is a zone the same as, or within, another? */
export function liesIn(m: Model, zone: string, outer: string): boolean {
  const zones = new Map(entriesOf(m, "zones").map((z) => [z.id, z]));
  for (let i = 0; i <= zones.size; i++) {
    if (zone === outer) return true;
    const next = zones.get(zone)?.in;
    if (typeof next !== "string") return false;
    zone = next;
  }
  return false;
}

export type Alignment = "left" | "center" | "right" | "top" | "middle" | "bottom" | "across" | "down";

/** Aligns boxes, or spreads them evenly. Returns only those that move. */
export function align(boxes: [string, Rect][], how: Alignment): [string, Rect][] {
  const rects = boxes.map(([, r]) => r);
  const x0 = Math.min(...rects.map((r) => r.x));
  const y0 = Math.min(...rects.map((r) => r.y));
  const x1 = Math.max(...rects.map((r) => r.x + r.w));
  const y1 = Math.max(...rects.map((r) => r.y + r.h));
  const to = (r: Rect): Partial<Rect> => {
    switch (how) {
      case "left":
        return { x: x0 };
      case "center":
        return { x: (x0 + x1 - r.w) / 2 };
      case "right":
        return { x: x1 - r.w };
      case "top":
        return { y: y0 };
      case "middle":
        return { y: (y0 + y1 - r.h) / 2 };
      case "bottom":
        return { y: y1 - r.h };
      default:
        return {};
    }
  };
  const out =
    how === "across" || how === "down"
      ? spread(boxes, how)
      : boxes.map(([id, r]): [string, Rect] => [id, { ...r, ...to(r) }]);
  const was = new Map(boxes);
  return out.filter(([id, r]) => Math.round(r.x) !== was.get(id)?.x || Math.round(r.y) !== was.get(id)?.y);
}

function spread(boxes: [string, Rect][], how: "across" | "down"): [string, Rect][] {
  const [at, size] = how === "across" ? (["x", "w"] as const) : (["y", "h"] as const);
  const sorted = [...boxes].sort((a, b) => a[1][at] - b[1][at]);
  const first = sorted[0]?.[1];
  const last = sorted.at(-1)?.[1];
  if (!first || !last || sorted.length < 3) return boxes;
  const free = last[at] + last[size] - first[at] - sorted.reduce((sum, [, r]) => sum + r[size], 0);
  let next = first[at];
  return sorted.map(([id, r]) => {
    const moved = { ...r, [at]: Math.round(next) };
    next += r[size] + free / (sorted.length - 1);
    return [id, moved];
  });
}

/** What the clipboard carries: entries as they stand in the text, with their boxes. It can be pasted into any project. */
export interface Clip {
  theriac: "clip";
  zones: Entry[];
  elements: Entry[];
  flows: Entry[];
  data: Entry[];
  notes?: Entry[]; // absent in what older pages copied
  boxes: Record<string, Rect>;
  ways?: Ways; // the bends of flows
}

/** Copies things, the flows between the elements that are copied, what lies in the zones, and the data of those flows. */
export function copy(m: Model, things: Thing[], places: Places, ways: Ways = {}): Clip {
  const zoneIds = new Set<string>();
  for (const t of things)
    if (t.kind === "zones") for (const z of entriesOf(m, "zones")) if (liesIn(m, z.id, t.id)) zoneIds.add(z.id);
  const picked = new Set(things.filter((t) => t.kind === "elements").map((t) => t.id));
  const elements = entriesOf(m, "elements").filter((e) => picked.has(e.id) || zoneIds.has(String(e.zone ?? "")));
  const ids = new Set(elements.map((e) => e.id));
  const flows = entriesOf(m, "flows").filter((f) => ids.has(String(f.from)) && ids.has(String(f.to)));
  const used = new Set([...flows.flatMap((f) => words(f.carries)), ...elements.flatMap((e) => words(e.stores))]);
  const noted = new Set(things.filter((t) => t.kind === "notes").map((t) => t.id));
  for (const n of entriesOf(m, "notes")) if (liesOn(places, n.id, zoneIds)) noted.add(n.id);
  const boxes: Record<string, Rect> = {};
  for (const id of [...zoneIds, ...ids, ...noted]) {
    const r = places.get(id);
    if (r) boxes[id] = r;
  }
  return {
    theriac: "clip",
    zones: entriesOf(m, "zones").filter((z) => zoneIds.has(z.id)),
    elements: elements,
    flows: flows,
    data: entriesOf(m, "data").filter((d) => used.has(d.id)),
    notes: entriesOf(m, "notes").filter((n) => noted.has(n.id)),
    boxes,
    ways: Object.fromEntries(flows.flatMap((f) => (ways[f.id] ? [[f.id, ways[f.id] ?? []]] : []))),
  };
}

// Does a note lie in one of these zones?
function liesOn(places: Places, note: string, zones: Set<string>): boolean {
  const r = places.get(note);
  return r !== undefined && [...zones].some((z) => inside(r, places.get(z) ?? { x: 0, y: 0, w: 0, h: 0 }));
}

export function readClip(text: string): Clip | undefined {
  try {
    const c = JSON.parse(text) as Partial<Clip>;
    const lists = [c.zones, c.elements, c.flows, c.data, c.notes ?? []];
    if (c.theriac !== "clip" || !lists.every((l) => Array.isArray(l) && l.every((e) => typeof e?.id === "string")))
      return undefined;
    const ways = Object.fromEntries(Object.entries(c.ways ?? {}).filter(([, via]) => points(via)));
    return { ...(c as Clip), boxes: c.boxes ?? {}, ways };
  } catch {
    return undefined;
  }
}

const points = (via: unknown) =>
  Array.isArray(via) && via.length > 0 && via.every((p) => Number.isFinite(p?.x) && Number.isFinite(p?.y));

/** Pastes a clip. Things get fresh ids; data that the project has already is shared; words that lead nowhere are left out. */
export function paste(
  m: Model,
  clip: Clip,
  view: string,
  shift: { x: number; y: number },
  shown: (id: string) => boolean,
): { things: Thing[]; commands: Command[] } {
  const used = taken(m);
  const names = new Map<string, string>();
  const commands: Command[] = [];
  const things: Thing[] = [];
  const zones = new Set(entriesOf(m, "zones").map((z) => z.id));
  for (const d of clip.data) {
    if (entriesOf(m, "data").some((x) => x.id === d.id)) names.set(d.id, d.id);
    else {
      names.set(d.id, freshId(d.id, used, "data"));
      commands.push({ verb: "add", section: "data", id: names.get(d.id) ?? d.id, fields: fieldsOf(d) });
    }
  }
  for (const e of [...clip.zones, ...clip.elements]) names.set(e.id, freshId(String(e.name ?? e.id), used));
  const known = (id: string) => names.get(id) ?? (zones.has(id) ? id : undefined);
  const outerFirst = [...clip.zones].sort((a, b) => depth(clip, a) - depth(clip, b));
  for (const z of outerFirst) commands.push(added("zones", z, names, things, { in: known(String(z.in ?? "")) }));
  for (const e of clip.elements) {
    commands.push(
      added("elements", e, names, things, {
        zone: known(String(e.zone ?? "")),
        stores: list(e.stores, names),
        role: undefined,
      }),
    );
  }
  for (const f of clip.flows) {
    const id = nextId("f", used);
    const { from, to, ...rest } = fieldsOf(f);
    const fields = filled({ ...rest, carries: list(f.carries, names) });
    commands.push({
      verb: "connect",
      id,
      from: names.get(String(from)) ?? "",
      to: names.get(String(to)) ?? "",
      fields,
    });
    names.set(f.id, id);
    things.push({ kind: "flows", id });
  }
  pasteNotes(m, clip, view, { used, names, commands, things, shown });
  for (const [id, r] of Object.entries(clip.boxes)) {
    const own = names.get(id);
    if (own) commands.push(place(view, own, { ...r, x: r.x + shift.x, y: r.y + shift.y }));
  }
  for (const [id, via] of Object.entries(clip.ways ?? {})) {
    const own = names.get(id);
    const moved = via.map((p) => ({ x: p.x + shift.x, y: p.y + shift.y }));
    if (own) commands.push(lead(view, own, moved));
  }
  return { things, commands };
}

// A note is about the copies of what was copied with it, else about the same as before as far as that is here.
function pasteNotes(
  m: Model,
  clip: Clip,
  view: string,
  to: {
    used: Set<string>;
    names: Map<string, string>;
    commands: Command[];
    things: Thing[];
    shown: (id: string) => boolean;
  },
) {
  const fresh = new Set(to.names.values());
  const here = new Set((["elements", "flows", "zones"] as const).flatMap((s) => entriesOf(m, s).map((e) => e.id)));
  for (const n of clip.notes ?? []) {
    const about = words(n.about).flatMap((id) => to.names.get(id) ?? (here.has(id) ? id : []));
    const made = addNote(
      m,
      String(n.text ?? ""),
      { view, about, shown: (id) => fresh.has(id) || to.shown(id) },
      to.used,
    );
    to.names.set(n.id, made.id);
    to.commands.push(...made.commands);
    to.things.push({ kind: "notes", id: made.id });
  }
}

const fieldsOf = (e: Entry): Fields => {
  const { id: _id, ...rest } = e;
  return rest as Fields;
};

function added(
  section: Section,
  e: Entry,
  names: Map<string, string>,
  things: Thing[],
  own: Record<string, Value | undefined>,
): Command {
  const id = names.get(e.id) ?? e.id;
  things.push({ kind: section as Thing["kind"], id });
  return { verb: "add", section, id, fields: filled({ ...fieldsOf(e), ...own }) };
}

const list = (v: unknown, names: Map<string, string>): string[] | undefined => {
  const out = words(v)
    .map((w) => names.get(w))
    .filter((w): w is string => w !== undefined);
  return out.length ? out : undefined;
};

function depth(clip: Clip, z: Entry): number {
  let n = 0;
  for (
    let at = clip.zones.find((x) => x.id === z.in);
    at && n < clip.zones.length;
    at = clip.zones.find((x) => x.id === at?.in)
  )
    n++;
  return n;
}
