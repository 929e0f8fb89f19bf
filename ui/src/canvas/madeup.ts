// Views that are made up, for tests and measurements of ways.
import type { Rect } from "./place";
import type { Point } from "./route";
import type { Wire } from "./square";

export const box = (x: number, y: number, w = 140, h = 64): Rect => ({ x, y, w, h });
export const wire = (id: string, from: Rect, to: Rect, via: Point[] = []): Wire => ({ id, from, to, via });

/** Numbers that look random and are the same each time. */
export function dice(seed: number) {
  let s = seed;
  return (n: number) => {
    s = (s * 1103515245 + 12345) % 2147483648;
    return Math.floor((s / 2147483648) * n);
  };
}

/** A view with boxes on a loose grid, and flows between those that are near each other. */
export function madeUp(seed: number, boxes = 25, flows = 40): { wires: Wire[]; boxes: Rect[] } {
  const roll = dice(seed);
  const across = Math.ceil(Math.sqrt(boxes));
  const all = Array.from({ length: boxes }, (_, i) =>
    box((i % across) * 240 + 10 * roll(5), Math.floor(i / across) * 150 + 10 * roll(5), 140 + 10 * roll(6)),
  );
  const wires = Array.from({ length: flows }, (_, i) => {
    const a = roll(boxes);
    const b = Math.min(boxes - 1, Math.max(0, a + roll(5) - 2 + across * (roll(5) - 2)));
    return wire(`f${i}`, all[a] as Rect, all[b === a ? (a + 1) % boxes : b] as Rect);
  });
  return { wires, boxes: all };
}
