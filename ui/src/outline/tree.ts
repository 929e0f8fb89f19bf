// The outline as a flat list of the rows that are open: zone, element, under an element its flows in and out, and last the notes.
import type { GraphElement, GraphFlow } from "@/canvas/graph";
import { shortOf } from "@/canvas/notes";
import type { Scene } from "@/canvas/scene";
import type { Thing } from "@/canvas/state";

export interface Row {
  key: string; // where it stands in the tree: the same flow stands at both of its ends
  thing?: Thing; // absent for the head of the notes
  level: number; // from 1
  name: string;
  parent?: string; // key
  open?: boolean; // absent where nothing lies below
  below?: number; // how many notes
  size: number; // how many stand beside it
  at: number; // its place among them, from 1
  way?: "in" | "out" | "both";
  other?: string; // name of the other end of a flow
}

/** Makes the rows. With a filter, everything that matches is there with what stands above it, and all of it is open. */
export function rowsOf(s: Scene, open: Set<string>, filter: string): Row[] {
  const q = filter.trim().toLowerCase();
  const inner = new Map<string, { zones: string[]; elements: GraphElement[] }>();
  const of = (id: string) => {
    let list = inner.get(id);
    if (!list) {
      list = { zones: [], elements: [] };
      inner.set(id, list);
    }
    return list;
  };
  for (const z of s.graph.zones) of(z.in ?? "").zones.push(z.id);
  for (const e of s.graph.elements) of(e.zone ?? "").elements.push(e);
  const flows = new Map<string, GraphFlow[]>();
  for (const f of s.graph.flows) {
    for (const end of new Set([f.from, f.to])) {
      const list = flows.get(end);
      if (list) list.push(f);
      else flows.set(end, [f]);
    }
  }
  const hit = (name: string, id: string) => q === "" || name.toLowerCase().includes(q) || id.toLowerCase().includes(q);
  const wanted = new Set<string>();
  const wants = (zone: string): boolean => {
    let any = false;
    for (const z of of(zone).zones) {
      const own = hit(s.zone.get(z)?.name ?? "", z);
      if (wants(z) || own) {
        wanted.add(z);
        any = true;
      }
    }
    for (const e of of(zone).elements) {
      const below = (flows.get(e.id) ?? []).some((f) => hit(f.name, f.id));
      if (hit(e.name, e.id) || below) {
        wanted.add(e.id);
        any = true;
      }
    }
    return any;
  };
  wants("");
  const out: Row[] = [];
  const isOpen = (key: string) => q !== "" || open.has(key);
  const walk = (zone: string, level: number, parent?: string) => {
    const zones = of(zone).zones.filter((z) => wanted.has(z));
    const elements = of(zone).elements.filter((e) => wanted.has(e.id));
    const size = zones.length + elements.length;
    let at = 0;
    for (const id of zones) {
      const key = `z/${id}`;
      const below = of(id).zones.length + of(id).elements.length > 0;
      out.push({
        key,
        thing: { kind: "zones", id },
        level,
        name: s.zone.get(id)?.name ?? id,
        size,
        at: ++at,
        ...(parent ? { parent } : {}),
        ...(below ? { open: isOpen(key) } : {}),
      });
      if (below && isOpen(key)) walk(id, level + 1, key);
    }
    for (const e of elements) {
      const key = `e/${e.id}`;
      const own = (flows.get(e.id) ?? []).filter((f) => q === "" || hit(f.name, f.id) || hit(e.name, e.id));
      const shows = q === "" ? open.has(key) : own.some((f) => hit(f.name, f.id)) && !hit(e.name, e.id);
      out.push({
        key,
        thing: { kind: "elements", id: e.id },
        level,
        name: e.name,
        size,
        at: ++at,
        ...(parent ? { parent } : {}),
        ...(own.length ? { open: shows } : {}),
      });
      if (!shows) continue;
      own.forEach((f, i) => {
        const away = f.from === e.id;
        const other = s.element.get(away ? f.to : f.from)?.name ?? "";
        out.push({
          key: `${key}/${f.id}`,
          thing: { kind: "flows", id: f.id },
          level: level + 1,
          name: f.name,
          parent: key,
          size: own.length,
          at: i + 1,
          way: f.twoWay ? "both" : away ? "out" : "in",
          other,
        });
      });
    }
  };
  walk("", 1);
  const notes = [...s.note.values()].filter((n) => hit(n.text, n.id));
  const top = out.filter((r) => r.level === 1);
  if (notes.length) for (const r of top) r.size++;
  if (notes.length)
    out.push({
      key: notesKey,
      level: 1,
      name: "",
      below: notes.length,
      size: top.length + 1,
      at: top.length + 1,
      open: isOpen(notesKey),
    });
  if (isOpen(notesKey))
    notes.forEach((n, i) => {
      const thing: Thing = { kind: "notes", id: n.id };
      out.push({
        key: `n/${n.id}`,
        thing,
        level: 2,
        name: shortOf(n.text, 80),
        parent: notesKey,
        size: notes.length,
        at: i + 1,
      });
    });
  return out;
}

const notesKey = "notes";

/** The keys of all zones and of the notes, which are open at first. */
export const allZones = (s: Scene): Set<string> => new Set([notesKey, ...s.graph.zones.map((z) => `z/${z.id}`)]);

/** The keys that must be open so that a thing has a row. */
export function above(s: Scene, x: Thing): string[] {
  if (x.kind === "notes") return [notesKey];
  const out: string[] = [];
  let zone =
    x.kind === "zones"
      ? s.zone.get(x.id)?.in
      : s.element.get(x.kind === "flows" ? (s.flow.get(x.id)?.from ?? "") : x.id)?.zone;
  if (x.kind === "flows") out.push(`e/${s.flow.get(x.id)?.from ?? ""}`);
  for (; zone; zone = s.zone.get(zone)?.in) out.push(`z/${zone}`);
  return out;
}
