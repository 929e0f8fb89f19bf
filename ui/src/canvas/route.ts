// The way of each flow on the canvas: on which side of its ends it starts and arrives, where on that side, and its curve.
// All of it follows from where things stand and from the bends that people set; only those are kept.
import type { Graph } from "./graph";
import type { Places, Rect } from "./place";

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

/** The points that people led flows through, by flow. */
export type Ways = Record<string, readonly Point[]>;

const spot = (p: Point): Rect => ({ ...p, w: 0, h: 0 });
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
export function endsOf(g: Graph, places: Places, ways: Ways = {}): Map<string, Ends> {
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
    const via = ways[f.id] ?? [];
    const first = via[0] ? spot(via[0]) : b;
    const last = via.at(-1);
    const [from, to]: [Side, Side] = last
      ? [sides(a, first)[0], sides(b, spot(last))[0]]
      : f.from === f.to
        ? ["right", "top"]
        : sides(a, b);
    out.set(f.id, { from, to, fromShift: 0, toShift: 0 });
    slot(f.from, from, f.id, "fromShift", middle(first));
    slot(f.to, to, f.id, "toShift", last ?? middle(a));
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

const directions: Record<Side, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

const outward = (side: Side): Point => directions[side];

/** The curve of a flow between two points, leaving and arriving at right angles to the sides. */
export function curve(a: Point, from: Side, b: Point, to: Side): Curve {
  const reach = Math.min(Math.max(Math.hypot(b.x - a.x, b.y - a.y) * 0.42, 18), 170);
  const u = outward(from);
  const v = outward(to);
  return {
    a,
    b,
    c1: { x: a.x + u.x * reach, y: a.y + u.y * reach },
    c2: { x: b.x + v.x * reach, y: b.y + v.y * reach },
  };
}

/** The curve of a flow between two boxes, in pieces where it is led through bends. */
export function throughBends(ends: Ends, a: Rect, b: Rect, via: readonly Point[]): Curve[] {
  const start = portOf(a, ends.from, ends.fromShift);
  const end = portOf(b, ends.to, ends.toShift);
  const plain = curve(start, ends.from, end, ends.to);
  if (via.length === 0) return [plain];
  const stops = [start, ...via, end];
  const out: Curve[] = [];
  for (let i = 1; i < stops.length; i++) {
    const p = stops[i - 1] ?? start;
    const q = stops[i] ?? end;
    const reach = Math.min(Math.hypot(q.x - p.x, q.y - p.y) * 0.4, 120);
    // At a bend the curve leads the way from the stop before it to the one after it.
    const onward = (at: number, by: number): Point => {
      const m = stops[at] ?? start;
      const dx = (stops[at + 1]?.x ?? m.x) - (stops[at - 1]?.x ?? m.x);
      const dy = (stops[at + 1]?.y ?? m.y) - (stops[at - 1]?.y ?? m.y);
      const d = Math.hypot(dx, dy) || 1;
      return { x: m.x + (dx / d) * by, y: m.y + (dy / d) * by };
    };
    const u = outward(ends.from);
    const v = outward(ends.to);
    const c1 = i === 1 ? { x: p.x + u.x * reach, y: p.y + u.y * reach } : onward(i - 1, reach);
    const c2 = i === stops.length - 1 ? { x: q.x + v.x * reach, y: q.y + v.y * reach } : onward(i, -reach);
    out.push({ a: p, c1, c2, b: q });
  }
  return out;
}

/** A point of a curve; 0 is its start, 1 its end. */
export function alongCurve(c: Curve, t: number): Point {
  const s = 1 - t;
  const mix = (p: "x" | "y") =>
    s * s * s * c.a[p] + 3 * s * s * t * c.c1[p] + 3 * s * t * t * c.c2[p] + t * t * t * c.b[p];
  return { x: mix("x"), y: mix("y") };
}

export function toSegment(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const len = dx * dx + dy * dy;
  const t = len === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / len));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/** The nearest box in a direction: distance along it counts, distance across it counts twice. */
export function nearest(from: Rect, direction: Side, boxes: Iterable<[string, Rect]>): string | undefined {
  const p = middle(from);
  const u = outward(direction);
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
