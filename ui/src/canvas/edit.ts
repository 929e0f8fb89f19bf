// Edits of the diagram as commands. Nothing here touches the page: each function looks at the model and returns what to
// send, so that canvas, outline and inspector edit alike and the tests need no browser.
import type { Command, Fields, Model, Section, Value } from "@/api/types";
import { entriesOf } from "./graph";
import { homeOf } from "./notes";
import type { Places, Rect } from "./place";
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

export const filled = (fields: Record<string, Value | undefined>): Fields =>
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
