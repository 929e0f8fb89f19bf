// Bends that lie in a box: someone led the line there while it was free, and a box came to stand there since. What is written
// stays as it is; the line bends at the nearest free place. The pictures that the server draws follow the same rule.
import { overlaps, type Rect } from "./place";
import type { Point } from "./route";

/** Nothing runs nearer to a box than this. */
export const close = 5;

const step = 10;
const rings = 60; // how many steps away a free place is looked for

/** Where a line bends for each of its points. One that an end of the flow covers is left out, and so is one without room. */
export function bendsOf(
  w: { from: Rect; to: Rect; via: readonly Point[] },
  boxes: readonly Rect[],
): (Point | undefined)[] {
  return w.via.map((p) => (covers(w.from, p) || covers(w.to, p) ? undefined : beside(p, boxes)));
}

const covers = (r: Rect, p: Point) => overlaps(r, { ...p, w: 0, h: 0 }, close);

function beside(p: Point, boxes: readonly Rect[]): Point | undefined {
  for (let ring = 0; ring <= rings; ring++) {
    for (const [i, j] of nearestFirst(ring)) {
      const q = { x: p.x + i * step, y: p.y + j * step };
      if (!boxes.some((b) => covers(b, q))) return q;
    }
  }
  return undefined;
}

function* nearestFirst(ring: number): Generator<[number, number]> {
  for (let k = 0; k <= ring; k++)
    for (const s of k ? [k, -k] : [0])
      yield* [
        [ring, s],
        [s, ring],
        [-ring, s],
        [s, -ring],
      ] as [number, number][];
}
