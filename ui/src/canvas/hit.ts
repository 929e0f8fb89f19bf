// What lies at a point of the diagram.
import { lineOf, near } from "./line";
import { courseOf } from "./lines";
import { bounds, contains } from "./place";
import { type Point, toSegment } from "./route";
import type { Scene } from "./scene";

const middle = (r: { x: number; y: number; w: number; h: number }): Point => ({ x: r.x + r.w / 2, y: r.y + r.h / 2 });

/** The thing at a point: an element, else a flow within reach, else the innermost zone whose border or title is there. */
export function hit(
  { graph: g, places }: Scene,
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
    if (!a || !b) continue;
    if (toSegment(p, middle(a), middle(b)) <= reach) return { kind: "flows", id: f.id };
  }
  for (let i = g.zones.length - 1; i >= 0; i--) {
    const z = g.zones[i];
    const r = z && places.get(z.id);
    if (z && r && contains(r, p.x, p.y)) return { kind: "zones", id: z.id };
  }
  return undefined;
}

/** The flow whose line runs within reach of a point, the last drawn first. */
export function hitFlow(s: Scene, p: Point, reach: number): string | undefined {
  for (let i = s.graph.flows.length - 1; i >= 0; i--) {
    const f = s.graph.flows[i];
    const c = f && courseOf(s, f);
    if (!f || !c) continue;
    // A line leaves the rectangle of its ends and corners by no more than its reach.
    const around = bounds([c.from, c.to, ...[...c.via, ...(c.corners ?? [])].map((v) => ({ ...v, w: 0, h: 0 }))]);
    const out = reach + 170;
    if (p.x < around.x - out || p.y < around.y - out) continue;
    if (p.x > around.x + around.w + out || p.y > around.y + around.h + out) continue;
    if (near(lineOf(c), p, reach)) return f.id;
  }
  return undefined;
}
