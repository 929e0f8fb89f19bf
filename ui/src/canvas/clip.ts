// What the clipboard carries: copying from one model and pasting into the same or another one.
import type { Command, Entry, Fields, Model, Section, Value } from "@/api/types";
import { addNote, filled, freshId, lead, liesIn, nextId, place, taken } from "./edit";
import { entriesOf, words } from "./graph";
import { bounds, findPlace, freePlace, inside, overlaps, type Places, type Rect, zonePad, zoneTitle } from "./place";
import type { Point, Ways } from "./route";
import type { Thing } from "./state";

/** Entries as they stand in the text, with their boxes. It can be pasted into any project. */
export interface Clip {
  theriac: "clip";
  project?: string; // where it was copied; absent in what older pages copied, as are the next two
  view?: string;
  notes?: Entry[];
  zones: Entry[];
  elements: Entry[];
  flows: Entry[];
  data: Entry[];
  boxes: Record<string, Rect>;
  ways?: Ways; // the bends of flows
}

/** Copies things, the flows between the elements that are copied, what lies in the zones, and the data of all that. */
export function copy(
  m: Model,
  things: Thing[],
  places: Places,
  ways: Ways = {},
  from: { project?: string; view?: string } = {},
): Clip {
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
    ...from,
    zones: entriesOf(m, "zones").filter((z) => zoneIds.has(z.id)),
    elements: elements,
    flows: flows,
    data: entriesOf(m, "data").filter((d) => used.has(d.id)),
    notes: entriesOf(m, "notes").filter((n) => noted.has(n.id)),
    boxes,
    ways: Object.fromEntries(flows.flatMap((f) => (ways[f.id] ? [[f.id, ways[f.id] ?? []]] : []))),
  };
}

/** How many things it holds that can stand on a diagram by themselves. */
export const held = (c: Clip): number => c.elements.length + c.zones.length + (c.notes?.length ?? 0);

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
    const boxes = Object.fromEntries(Object.entries(c.boxes ?? {}).filter(([, r]) => isRect(r)));
    const ways = Object.fromEntries(Object.entries(c.ways ?? {}).filter(([, via]) => points(via)));
    return { ...(c as Clip), boxes, ways };
  } catch {
    return undefined;
  }
}

const isRect = (r: unknown) =>
  typeof r === "object" && r !== null && ["x", "y", "w", "h"].every((k) => Number.isFinite((r as never)[k]));

const points = (via: unknown) =>
  Array.isArray(via) && via.length > 0 && via.every((p) => Number.isFinite(p?.x) && Number.isFinite(p?.y));

/** The zones of its project in which what was copied stood, as far as they are not copied themselves. */
function homes(clip: Clip): string[] {
  const along = new Set(clip.zones.map((z) => z.id));
  const around = [...clip.elements.map((e) => e.zone), ...clip.zones.map((z) => z.in)].map((z) => String(z ?? ""));
  return [...new Set(around.filter((z) => !along.has(z)))];
}

/**
 * How far a clip is moved to a free place: beside what it was copied from where that is seen, else in the zone that it
 * goes into, else in the middle of what is seen. Nothing that is pasted covers anything, or stands in a zone by chance.
 */
export function landing(
  m: Model,
  clip: Clip,
  places: Places,
  to: { view: string; own: boolean; zone?: string | undefined; middle: Point },
): Point {
  const b = bounds(Object.values(clip.boxes));
  const home = to.own ? homes(clip) : [to.zone ?? ""];
  const beside = to.own && clip.view === to.view;
  if (beside && home.length > 1) return { x: 40, y: 40 }; // what stood in several zones stays in them
  const zone = home.length === 1 ? (home[0] ?? "") : "";
  const around = places.get(zone);
  const want = beside
    ? { ...b, x: b.x + 40, y: b.y + 40 }
    : around
      ? { ...b, x: around.x + zonePad, y: around.y + zonePad + zoneTitle }
      : { ...b, x: to.middle.x - b.w / 2, y: to.middle.y - b.h / 2 };
  const holds = (id: string) => zone !== "" && entriesOf(m, "zones").some((z) => z.id === id) && liesIn(m, zone, id);
  const filled = [...places].filter(([id]) => !holds(id)).map(([, r]) => r);
  const calm = findPlace(want, filled, 24, (r) => !growsOver(m, places, zone, r));
  // Where there is no such place, the zone grows over its neighbours, and yet no box over another.
  const at = calm ?? freePlace(want, filled);
  return { x: at.x - b.x, y: at.y - b.y };
}

// Zones grow around what is put into them. Does one then cover what it did not cover before?
function growsOver(m: Model, places: Places, zone: string, r: Rect): boolean {
  const zones = new Map(entriesOf(m, "zones").map((z) => [z.id, z]));
  const lies = (id: string, outer: string) => {
    const e = entriesOf(m, "elements").find((x) => x.id === id);
    return liesIn(m, e ? String(e.zone ?? "") : id, outer);
  };
  let grown = r;
  for (let z = zones.get(zone); z; z = zones.get(String(z.in ?? ""))) {
    const own = z.id;
    const was = places.get(own);
    if (!was) return false;
    const need = {
      x: grown.x - zonePad,
      y: grown.y - zonePad - zoneTitle,
      w: grown.w + 2 * zonePad,
      h: grown.h + 2 * zonePad + zoneTitle,
    };
    grown = bounds([was, need]);
    for (const [id, other] of places)
      if (overlaps(other, grown, 12) && !overlaps(other, was, 12) && !lies(id, own) && !lies(own, id)) return true;
  }
  return false;
}

interface Pasting {
  m: Model;
  own: boolean; // into the project that it was copied from
  used: Set<string>;
  names: Map<string, string>; // what each thing of the clip is called here
  commands: Command[];
  things: Thing[];
  shared: string[];
  lost: string[];
}

/** What pasting does: with which data of this project, and without which words that only the other project knows. */
export type Pasted = Pick<Pasting, "commands" | "things" | "shared" | "lost">;

/** Pastes a clip. Things get fresh ids. In another project only data of the same name is the same, and nothing else is. */
export function paste(
  m: Model,
  clip: Clip,
  to: { view: string; own: boolean; zone?: string | undefined; shift: Point; shown: (id: string) => boolean },
): Pasted {
  const p: Pasting = {
    m,
    own: to.own,
    used: taken(m),
    names: new Map(),
    commands: [],
    things: [],
    shared: [],
    lost: [],
  };
  for (const d of clip.data) pasteData(p, d);
  for (const e of [...clip.zones, ...clip.elements]) p.names.set(e.id, freshId(String(e.name ?? e.id), p.used));
  const zones = new Set(entriesOf(m, "zones").map((z) => z.id));
  const zoneOf = (was: unknown) => {
    const id = String(was ?? "");
    return p.names.get(id) ?? (!to.own ? to.zone : zones.has(id) ? id : undefined);
  };
  const outerFirst = [...clip.zones].sort((a, b) => depth(clip, a) - depth(clip, b));
  for (const z of outerFirst) add(p, "zones", z, { in: zoneOf(z.in) });
  for (const e of clip.elements)
    add(p, "elements", e, { zone: zoneOf(e.zone), stores: list(e.stores, p.names), ...people(p, e) });
  for (const f of clip.flows) pasteFlow(p, f);
  pasteNotes(p, clip, to);
  for (const [id, r] of Object.entries(clip.boxes)) {
    const own = p.names.get(id);
    if (own) p.commands.push(place(to.view, own, { ...r, x: r.x + to.shift.x, y: r.y + to.shift.y }));
  }
  for (const [id, via] of Object.entries(clip.ways ?? {})) {
    const own = p.names.get(id);
    const moved = via.map((b) => ({ x: b.x + to.shift.x, y: b.y + to.shift.y }));
    if (own) p.commands.push(lead(to.view, own, moved));
  }
  return p;
}

const called = (e: Entry) => String(e.name ?? e.id);
const sameName = (a: Entry, b: Entry) => called(a).trim().toLowerCase() === called(b).trim().toLowerCase();

function pasteData(p: Pasting, d: Entry) {
  const here = entriesOf(p.m, "data");
  const same = p.own ? here.find((x) => x.id === d.id) : here.find((x) => sameName(x, d));
  if (same) {
    p.names.set(d.id, same.id);
    p.shared.push(called(same));
    return;
  }
  const id = freshId(d.id, p.used, "data");
  p.names.set(d.id, id);
  p.commands.push({ verb: "add", section: "data", id, fields: fieldsOf(d) });
}

// The roles that a person plays, and who uses an interface: both are words of one project.
function people(p: Pasting, e: Entry): Record<string, Value | undefined> {
  if (p.own) return {};
  const out: Record<string, Value | undefined> = {};
  if (e.role !== undefined) {
    p.lost.push(...words(e.role));
    out.role = undefined;
  }
  const given = e.interfaces as unknown;
  if (typeof given !== "object" || given === null) return out;
  const known = (x: unknown): unknown => {
    if (typeof x !== "object" || x === null || !("actor" in x)) return x;
    const { actor, ...rest } = x as { actor: unknown };
    const own = p.names.get(String(actor));
    if (own) return { ...rest, actor: own };
    p.lost.push(String(actor));
    return rest;
  };
  out.interfaces = (
    Array.isArray(given) ? given.map(known) : Object.fromEntries(Object.entries(given).map(([k, x]) => [k, known(x)]))
  ) as Value;
  return out;
}

function pasteFlow(p: Pasting, f: Entry) {
  const id = nextId("f", p.used);
  const { from, to, ...rest } = fieldsOf(f);
  const fields = filled({ ...rest, carries: list(f.carries, p.names) });
  p.commands.push({
    verb: "connect",
    id,
    from: p.names.get(String(from)) ?? "",
    to: p.names.get(String(to)) ?? "",
    fields,
  });
  p.names.set(f.id, id);
  p.things.push({ kind: "flows", id });
}

// A note is about the copies of what was copied with it, else in its own project about the same as before.
function pasteNotes(p: Pasting, clip: Clip, to: { view: string; shown: (id: string) => boolean }) {
  const fresh = new Set(p.names.values());
  const here = new Set((["elements", "flows", "zones"] as const).flatMap((s) => entriesOf(p.m, s).map((e) => e.id)));
  for (const n of clip.notes ?? []) {
    const about = words(n.about).flatMap((id) => p.names.get(id) ?? (p.own && here.has(id) ? id : []));
    const made = addNote(
      p.m,
      String(n.text ?? ""),
      { view: to.view, about, shown: (id) => fresh.has(id) || to.shown(id) },
      p.used,
    );
    p.names.set(n.id, made.id);
    p.commands.push(...made.commands);
    p.things.push({ kind: "notes", id: made.id });
  }
}

const fieldsOf = (e: Entry): Fields => {
  const { id: _id, ...rest } = e;
  return rest as Fields;
};

function add(p: Pasting, section: Section, e: Entry, own: Record<string, Value | undefined>) {
  const id = p.names.get(e.id) ?? e.id;
  p.things.push({ kind: section as Thing["kind"], id });
  p.commands.push({ verb: "add", section, id, fields: filled({ ...fieldsOf(e), ...own }) });
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
