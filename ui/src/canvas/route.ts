// The way of each flow on the canvas: on which side of its ends it starts and arrives, where on that side, its curve and
// the place of its label. All of it follows from where things stand, so nothing of it is kept.
import type { Graph, GraphFlow } from "./graph";
import { bounds, contains, overlaps, type Places, type Rect } from "./place";

export type Side = "left" | "right" | "top" | "bottom";

export interface Point {
  x: number;
  y: number;
}

/** The ends of a flow: the side of each element, and how far from its middle, in points. */
export interface Ends {
  from: Side;
  to: Side;
  fromShift: number;
  toShift: number;
}

export interface Curve {
  a: Point;
  c1: Point;
  c2: Point;
  b: Point;
}

const middle = (r: Rect): Point => ({ x: r.x + r.w / 2, y: r.y + r.h / 2 });

/** The sides on which a flow leaves one box and enters another: those that face each other. */
export function sides(a: Rect, b: Rect): [Side, Side] {
  const gapX = Math.max(b.x - (a.x + a.w), a.x - (b.x + b.w));
  const gapY = Math.max(b.y - (a.y + a.h), a.y - (b.y + b.h));
  const p = middle(a);
  const q = middle(b);
  if (gapX >= gapY * 0.8) return q.x >= p.x ? ["right", "left"] : ["left", "right"];
  return q.y >= p.y ? ["bottom", "top"] : ["top", "bottom"];
}

/** Works out the ends of all flows. Flows that share a side of an element are spread along it in the order of where they lead. */
export function endsOf(g: Graph, places: Places): Map<string, Ends> {
  const out = new Map<string, Ends>();
  const slots = new Map<string, { id: string; end: "fromShift" | "toShift"; key: number; other: number }[]>();
  const slot = (element: string, side: Side, id: string, end: "fromShift" | "toShift", other: Point) => {
    const key = `${element}/${side}`;
    const list = slots.get(key) ?? [];
    slots.set(key, list);
    const across = side === "left" || side === "right";
    list.push({ id, end, key: across ? other.y : other.x, other: across ? other.x : other.y });
  };
  for (const f of g.flows) {
    const a = places.get(f.from);
    const b = places.get(f.to);
    if (!a || !b) continue;
    const [from, to]: [Side, Side] = f.from === f.to ? ["right", "top"] : sides(a, b);
    out.set(f.id, { from, to, fromShift: 0, toShift: 0 });
    slot(f.from, from, f.id, "fromShift", middle(b));
    slot(f.to, to, f.id, "toShift", middle(a));
  }
  for (const [key, list] of slots) {
    if (list.length < 2) continue;
    const [element, side] = key.split("/") as [string, Side];
    const r = places.get(element);
    if (!r) continue;
    const length = side === "left" || side === "right" ? r.h : r.w;
    const step = Math.min((length - 16) / list.length, 26);
    list.sort((p, q) => p.key - q.key || (p.id < q.id ? -1 : 1));
    list.forEach((s, i) => {
      const ends = out.get(s.id);
      if (ends) ends[s.end] = Math.round((i - (list.length - 1) / 2) * step * 10) / 10;
    });
  }
  return out;
}

/** The point on a side of a box, shifted along it. */
export function portOf(r: Rect, side: Side, shift: number): Point {
  const m = middle(r);
  switch (side) {
    case "left":
      return { x: r.x, y: m.y + shift };
    case "right":
      return { x: r.x + r.w, y: m.y + shift };
    case "top":
      return { x: m.x + shift, y: r.y };
    default:
      return { x: m.x + shift, y: r.y + r.h };
  }
}

const out: Record<Side, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

/** The curve of a flow between two points, leaving and arriving at right angles to the sides. */
export function curve(a: Point, from: Side, b: Point, to: Side): Curve {
  const reach = Math.min(Math.max(Math.hypot(b.x - a.x, b.y - a.y) * 0.42, 18), 170);
  const u = out[from];
  const v = out[to];
  return {
    a,
    b,
    c1: { x: a.x + u.x * reach, y: a.y + u.y * reach },
    c2: { x: b.x + v.x * reach, y: b.y + v.y * reach },
  };
}

/** The curve of a flow between two boxes. */
export function curveOf(ends: Ends, a: Rect, b: Rect): Curve {
  return curve(portOf(a, ends.from, ends.fromShift), ends.from, portOf(b, ends.to, ends.toShift), ends.to);
}

const r1 = (n: number) => Math.round(n * 10) / 10;

export const pathOf = (c: Curve): string =>
  `M${r1(c.a.x)} ${r1(c.a.y)}C${r1(c.c1.x)} ${r1(c.c1.y)} ${r1(c.c2.x)} ${r1(c.c2.y)} ${r1(c.b.x)} ${r1(c.b.y)}`;

/** A point of the curve; 0 is its start, 1 its end. */
export function along(c: Curve, t: number): Point {
  const s = 1 - t;
  const mix = (p: "x" | "y") =>
    s * s * s * c.a[p] + 3 * s * s * t * c.c1[p] + 3 * s * t * t * c.c2[p] + t * t * t * c.b[p];
  return { x: mix("x"), y: mix("y") };
}

/** Is a point within some distance of the curve? Looked for on short straight pieces. */
export function near(c: Curve, p: Point, distance: number): boolean {
  let was = c.a;
  for (let i = 1; i <= 16; i++) {
    const is = along(c, i / 16);
    if (toSegment(p, was, is) <= distance) return true;
    was = is;
  }
  return false;
}

export function toSegment(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const len = dx * dx + dy * dy;
  const t = len === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / len));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/** Labels longer than this are cut; the whole name is in the inspector, the outline and the name for screen readers. */
export const longest = 34;
export const cut = (s: string, n = longest) => (s.length <= n ? s : `${s.slice(0, n - 1).trimEnd()}…`);

/** The lines of a label: a long name is broken at the space nearest to its middle. */
export function labelLines(name: string): string[] {
  const s = cut(name, 46);
  if (s.length <= 18) return [s];
  let best = -1;
  for (let i = s.indexOf(" "); i >= 0; i = s.indexOf(" ", i + 1))
    if (best < 0 || Math.abs(i - s.length / 2) < Math.abs(best - s.length / 2)) best = i;
  return best < 0 ? [cut(s)] : [s.slice(0, best), s.slice(best + 1)];
}

const labelWidth = (f: GraphFlow) => Math.max(...labelLines(f.name).map((l) => l.length)) * 6.7 + (f.mark ? 16 : 0) + 8;
const labelHeight = (f: GraphFlow) => 4 + 15 * labelLines(f.name).length;

/** Above this number of flows labels stand in the middle without a look at what is there. */
const manyLabels = 500;

/** Where on its curve each label stands: as near to the middle as it can without covering an element or another label. */
export function labelsOf(g: Graph, places: Places, ends: Map<string, Ends>): Map<string, number> {
  const spots = new Map<string, number>();
  if (g.flows.length > manyLabels) return spots;
  const boxes = g.elements.map((e) => places.get(e.id)).filter((r): r is Rect => r !== undefined);
  const titles = g.zones
    .map((z) => places.get(z.id))
    .filter((r): r is Rect => r !== undefined)
    .map((r) => ({ x: r.x, y: r.y, w: Math.min(r.w, 220), h: 26 }));
  const taken: Rect[] = [];
  for (const f of g.flows) {
    const a = places.get(f.from);
    const b = places.get(f.to);
    const e = ends.get(f.id);
    if (!a || !b || !e) continue;
    const c = curveOf(e, a, b);
    const w = labelWidth(f);
    const h = labelHeight(f);
    let best = 0.5;
    let least = Number.POSITIVE_INFINITY;
    for (const t of [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8]) {
      const p = along(c, t);
      const r = { x: p.x - w / 2, y: p.y - h / 2, w, h };
      const bad =
        3 * boxes.filter((x) => overlaps(x, r, 2)).length +
        3 * taken.filter((x) => overlaps(x, r, 1)).length +
        titles.filter((x) => overlaps(x, r)).length +
        Math.abs(t - 0.5) * 0.5;
      if (bad < least) {
        least = bad;
        best = t;
      }
    }
    spots.set(f.id, best);
    const p = along(c, best);
    taken.push({ x: p.x - w / 2, y: p.y - h / 2, w, h });
  }
  return spots;
}

/** The thing at a point: an element, else a flow within reach, else the innermost zone whose border or title is there. */
export function hit(
  g: Graph,
  places: Places,
  ends: Map<string, Ends>,
  p: Point,
  reach: number,
): { kind: "elements" | "flows" | "zones"; id: string } | undefined {
  for (let i = g.elements.length - 1; i >= 0; i--) {
    const e = g.elements[i];
    const r = e && places.get(e.id);
    if (e && r && contains(r, p.x, p.y)) return { kind: "elements", id: e.id };
  }
  for (const f of g.flows) {
    const a = places.get(f.from);
    const b = places.get(f.to);
    if (!a || !b || !ends.has(f.id)) continue;
    if (toSegment(p, middle(a), middle(b)) <= reach) return { kind: "flows", id: f.id };
  }
  for (let i = g.zones.length - 1; i >= 0; i--) {
    const z = g.zones[i];
    const r = z && places.get(z.id);
    if (z && r && contains(r, p.x, p.y)) return { kind: "zones", id: z.id };
  }
  return undefined;
}

/** The flow whose curve runs within reach of a point, the last drawn first. */
export function hitFlow(
  g: Graph,
  places: Places,
  ends: Map<string, Ends>,
  p: Point,
  reach: number,
): string | undefined {
  for (let i = g.flows.length - 1; i >= 0; i--) {
    const f = g.flows[i];
    const a = f && places.get(f.from);
    const b = f && places.get(f.to);
    const e = f && ends.get(f.id);
    if (!f || !a || !b || !e) continue;
    // A curve leaves the rectangle of its ends by no more than its reach.
    const around = bounds([a, b]);
    const out = reach + 170;
    if (p.x < around.x - out || p.y < around.y - out) continue;
    if (p.x > around.x + around.w + out || p.y > around.y + around.h + out) continue;
    if (near(curveOf(e, a, b), p, reach)) return f.id;
  }
  return undefined;
}

/** The nearest box in a direction: distance along it counts, distance across it counts twice. */
export function nearest(from: Rect, direction: Side, boxes: Iterable<[string, Rect]>): string | undefined {
  const p = middle(from);
  const u = out[direction];
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, r] of boxes) {
    const q = middle(r);
    const ahead = (q.x - p.x) * u.x + (q.y - p.y) * u.y;
    const across = Math.abs((q.x - p.x) * u.y) + Math.abs((q.y - p.y) * u.x);
    if (ahead <= 1 || across > ahead * 2.5) continue;
    const cost = ahead + 2 * across;
    if (cost < least) {
      least = cost;
      best = id;
    }
  }
  return best;
}
