// Where everything stands: positions that people gave, positions that a layout worked out, and for the rest a place of
// our own, so that the canvas never waits and nothing lies at the origin in a heap.
import type { Box } from "@/api/types";
import type { Graph, GraphElement, GraphZone } from "./graph";
import type { Point } from "./route";

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

export type Places = Map<string, Rect>;

export const elementHeight = 64;
export const zoneTitle = 30; // room of the title of a zone
export const zonePad = 22;
const gapX = 64;
const gapY = 52;

/** A name on one or two lines, broken at the space where both are shortest. */
export function twoLines(name: string): string[] {
  let at = -1;
  const longer = (i: number) => (i < 0 ? name.length : Math.max(i, name.length - i - 1));
  for (let i = name.indexOf(" "); i >= 0; i = name.indexOf(" ", i + 1)) if (longer(i) < longer(at)) at = i;
  return at < 0 ? [name] : [name.slice(0, at), name.slice(at + 1)];
}

/** The width of an element whose width nobody set, from the length of its name. */
export function elementWidth(name: string): number {
  const longest = Math.max(...twoLines(name).map((l) => l.length));
  return Math.min(220, Math.max(140, Math.round((longest * 7.6 + 44) / 10) * 10));
}

/** The place of everything in a graph, absolute. Stored boxes count first, then auto ones, then places of our own. */
export function placeAll(g: Graph, stored: Record<string, Box>, auto: Record<string, Box> = {}): Places {
  const out: Places = new Map();
  const boxOf = (id: string) => stored[id] ?? auto[id];
  const loose: GraphElement[] = [];
  for (const e of g.elements) {
    const b = boxOf(e.id);
    if (b) out.set(e.id, { x: b.x, y: b.y, w: b.w || elementWidth(e.name), h: b.h || elementHeight });
    else loose.push(e);
  }
  if (out.size === 0 && loose.length > 0 && !g.zones.some((z) => boxOf(z.id))) return packAll(g);
  const empty = g.zones.filter((z) => !boxOf(z.id));
  for (const z of g.zones) {
    const b = boxOf(z.id);
    if (b) out.set(z.id, { x: b.x, y: b.y, w: b.w || 0, h: b.h || 0 });
  }
  growZones(g, out);
  for (const e of loose) placeLoose(g, out, e);
  growZones(g, out);
  for (const z of empty) if (!out.has(z.id)) placeEmptyZone(g, out, z);
  growZones(g, out);
  return out;
}

/** Makes each zone hold what is in it. A zone that someone sized is never smaller than that. */
export function growZones(g: Graph, places: Places) {
  for (const z of [...g.zones].reverse()) {
    const inner: Rect[] = [];
    for (const e of g.elements) if (e.zone === z.id) push(inner, places.get(e.id));
    for (const y of g.zones) if (y.in === z.id) push(inner, places.get(y.id));
    const own = places.get(z.id);
    if (inner.length === 0) {
      if (own) places.set(z.id, { ...own, w: own.w || 240, h: own.h || 140 });
      continue;
    }
    const b = bounds(inner);
    const need = {
      x: b.x - zonePad,
      y: b.y - zonePad - zoneTitle,
      w: b.w + 2 * zonePad,
      h: b.h + 2 * zonePad + zoneTitle,
    };
    places.set(z.id, own?.w && own.h ? bounds([own, need]) : need);
  }
}

const push = (list: Rect[], r: Rect | undefined) => {
  if (r) list.push(r);
};

export function bounds(rects: Iterable<Rect>): Rect {
  let x0 = Number.POSITIVE_INFINITY;
  let y0 = x0;
  let x1 = -x0;
  let y1 = -x0;
  for (const r of rects) {
    x0 = Math.min(x0, r.x);
    y0 = Math.min(y0, r.y);
    x1 = Math.max(x1, r.x + r.w);
    y1 = Math.max(y1, r.y + r.h);
  }
  return x0 > x1 ? { x: 0, y: 0, w: 0, h: 0 } : { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
}

export const overlaps = (a: Rect, b: Rect, gap = 0) =>
  a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;

export const contains = (r: Rect, x: number, y: number) => x >= r.x && x <= r.x + r.w && y >= r.y && y <= r.y + r.h;

export const inside = (inner: Rect, outer: Rect) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.w <= outer.x + outer.w &&
  inner.y + inner.h <= outer.y + outer.h;

const snap = (n: number) => Math.round(n / 10) * 10;

/** A free place for a box, near where it would best stand; there where everything is full. */
export const freePlace = (want: Rect, taken: Rect[], gap?: number): Point =>
  findPlace(want, taken, gap) ?? { x: snap(want.x), y: snap(want.y) };

/** Looks for a free place in growing rings on a grid, straight ahead first. */
export function findPlace(
  want: Rect,
  taken: Rect[],
  gap = 24,
  fits: (at: Rect) => boolean = () => true,
): Point | undefined {
  for (let ring = 0; ring < 40; ring++) {
    for (let n = 0; n <= 2 * ring; n++) {
      const i = n % 2 ? (n + 1) / 2 : -n / 2;
      const ways =
        ring === 0
          ? [[0, 0]]
          : [
              [ring, i],
              [i, ring],
              [-ring, i],
              [i, -ring],
            ];
      for (const [dx = 0, dy = 0] of ways) {
        const at = { ...want, x: snap(want.x + dx * 60), y: snap(want.y + dy * 50) };
        if (!taken.some((r) => overlaps(r, at, gap)) && fits(at)) return { x: at.x, y: at.y };
      }
    }
  }
  return undefined;
}

function placeLoose(g: Graph, places: Places, e: GraphElement) {
  const w = elementWidth(e.name);
  const zone = e.zone ? places.get(e.zone) : undefined;
  const all = bounds(places.values());
  const want = zone
    ? { x: zone.x + zonePad, y: zone.y + zonePad + zoneTitle, w, h: elementHeight }
    : { x: all.x, y: all.y + all.h + gapY, w, h: elementHeight };
  const taken: Rect[] = [];
  for (const other of g.elements) push(taken, places.get(other.id));
  const outer = new Set<string>();
  for (let z = g.zones.find((x) => x.id === e.zone); z; z = g.zones.find((x) => x.id === z?.in)) outer.add(z.id);
  for (const z of g.zones) if (!outer.has(z.id)) push(taken, places.get(z.id));
  places.set(e.id, { ...freePlace(want, taken), w, h: elementHeight });
}

function placeEmptyZone(g: Graph, places: Places, z: GraphZone) {
  const outer = z.in ? places.get(z.in) : undefined;
  const all = bounds(places.values());
  const want = outer
    ? { x: outer.x + zonePad, y: outer.y + zonePad + zoneTitle, w: 240, h: 140 }
    : { x: all.x + all.w + gapX, y: all.y, w: 240, h: 140 };
  const around = new Set<string>();
  for (let y: GraphZone | undefined = z; y; y = g.zones.find((x) => x.id === y?.in)) around.add(y.id);
  const taken = [...places].filter(([id]) => !around.has(id)).map(([, r]) => r);
  places.set(z.id, { ...freePlace(want, taken), w: 240, h: 140 });
}

/** Packs everything in rows, zones around what they hold. Quick, and good enough until a layout is asked for. */
export function packAll(g: Graph): Places {
  const out: Places = new Map();
  const inner = new Map<string, { id: string; w: number; h: number; parts?: Places }[]>();
  const of = (id: string) => {
    const list = inner.get(id) ?? [];
    inner.set(id, list);
    return list;
  };
  for (const e of g.elements) of(e.zone ?? "").push({ id: e.id, w: elementWidth(e.name), h: elementHeight });
  for (const z of [...g.zones].reverse()) {
    const parts = rows(of(z.id));
    const b = parts.size ? bounds(parts.values()) : { x: 0, y: 0, w: 200, h: 80 };
    of(z.in ?? "").push({ id: z.id, w: b.w + 2 * zonePad, h: b.h + 2 * zonePad + zoneTitle, parts });
  }
  const held = new Map([...inner.values()].flatMap((list) => list.map((p) => [p.id, p.parts] as const)));
  const settle = (parts: Places, dx: number, dy: number) => {
    for (const [id, r] of parts) {
      out.set(id, { ...r, x: r.x + dx, y: r.y + dy });
      const own = held.get(id);
      if (own) settle(own, r.x + dx + zonePad, r.y + dy + zonePad + zoneTitle);
    }
  };
  settle(rows(of("")), 0, 0);
  return out;
}

function rows(parts: { id: string; w: number; h: number }[]): Places {
  const area = parts.reduce((sum, p) => sum + (p.w + gapX) * (p.h + gapY), 0);
  const width = Math.max(Math.sqrt(area * 1.5), ...parts.map((p) => p.w));
  const out: Places = new Map();
  let x = 0;
  let y = 0;
  let high = 0;
  for (const p of parts) {
    if (x > 0 && x + p.w > width) {
      x = 0;
      y += high + gapY;
      high = 0;
    }
    out.set(p.id, { x, y, w: p.w, h: p.h });
    x += p.w + gapX;
    high = Math.max(high, p.h);
  }
  return out;
}

// The server lays out for paper, with boxes as small as their text; on screen they hold marks too, so everything is
// drawn apart by this much, or by more where boxes beside each other would come too near, and boxes keep their middle.
const apart = { x: 1.16, y: 1.24, most: 1.6, gap: 30 };

/** The places of a layout of the server as the canvas draws them. */
export function drawnApart(raw: Record<string, Box>, names: Map<string, string>): Record<string, Box> {
  const list = [...names].flatMap(([id, name]) => {
    const b = raw[id];
    if (!b) return [];
    const w = elementWidth(name);
    return [{ id, w, x: b.x + (b.w ?? w) / 2, y: (b.y + (b.h ?? elementHeight) / 2) * apart.y }];
  });
  const across = acrossBy(list);
  const snap = (n: number) => Math.round(n / 10) * 10;
  return Object.fromEntries(
    list.map((b) => [
      b.id,
      { x: snap(b.x * across - b.w / 2), y: snap(b.y - elementHeight / 2), w: b.w, h: elementHeight },
    ]),
  );
}

function acrossBy(list: { x: number; y: number; w: number }[]): number {
  let most = apart.x;
  for (const a of list) {
    for (const b of list) {
      if (b === a) break;
      if (Math.abs(a.y - b.y) >= elementHeight + apart.gap) continue;
      const need = ((a.w + b.w) / 2 + apart.gap) / Math.max(1, Math.abs(a.x - b.x));
      if (need <= apart.most) most = Math.max(most, need);
    }
  }
  return most;
}
