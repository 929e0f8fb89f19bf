// The bends of a flow: where a line can be taken hold of, and what it becomes.
import { along, type Line, lengthOf } from "./line";
import { overlaps, type Rect } from "./place";
import type { Point } from "./route";

/** A place on a line that can be dragged: a bend, or the middle of a piece, which becomes one. */
export interface Grip {
  p: Point;
  at: number; // which bend it is, or would be
  made: boolean;
  nth: number; // in order along the line
}

/** Which place is held: bends are told by their number, for the line runs anew when one moves. */
export const same = (a: Pick<Grip, "at" | "made" | "nth">, b: Pick<Grip, "at" | "made" | "nth">) =>
  a.made === b.made && (a.made ? a.at === b.at : a.nth === b.nth);

export const mostBends = 20;
const shortest = 34; // a piece shorter than this has no middle to hold

/** The places to hold a line at, in order from its start; those of pieces keep off the label. */
export const gripsOf = (line: Line, via: readonly Point[], label?: Rect): Grip[] =>
  places(line, via, label).map((g, nth) => ({ ...g, nth }));

const ringRoom = 8;

// The part of a piece at which its ring stands: its middle, or else where the label leaves room.
function beside(label: Rect | undefined, at: (t: number) => Point): Point {
  const free = (p: Point) => !label || !overlaps(label, { x: p.x, y: p.y, w: 0, h: 0 }, ringRoom);
  return [0.5, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88].map(at).find(free) ?? at(0.5);
}

function places(line: Line, via: readonly Point[], label?: Rect): Omit<Grip, "nth">[] {
  const room = via.length < mostBends;
  if (line.is === "curve") {
    return line.pieces.flatMap((c, i): Omit<Grip, "nth">[] => [
      ...(room ? [{ p: beside(label, (t) => along({ is: "curve", pieces: [c] }, t)), at: i, made: false }] : []),
      ...(via[i] ? [{ p: via[i], at: i, made: true }] : []),
    ]);
  }
  const corners = line.corners as Point[];
  const drawn = line.bends.flatMap((p, at) =>
    p && corners.some((b, i) => on(p, corners[i - 1] ?? b, b)) ? { p, at } : [],
  );
  const out: Omit<Grip, "nth">[] = [];
  let next = 0;
  const middle = (a: Point, b: Point) => {
    if (room && Math.hypot(b.x - a.x, b.y - a.y) >= shortest)
      out.push({
        p: beside(label, (t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t })),
        at: drawn[next]?.at ?? via.length,
        made: false,
      });
  };
  for (let i = 1; i < corners.length; i++) {
    let a = corners[i - 1] as Point;
    const b = corners[i] as Point;
    for (let v = drawn[next]; v && on(v.p, a, b); v = drawn[next]) {
      middle(a, v.p);
      out.push({ ...v, made: true });
      next++;
      a = v.p;
    }
    middle(a, b);
  }
  return [...out, ...leftOut(line, via, new Set(drawn.map((v) => v.at)))];
}

/** Bends that the line does without can still be taken hold of, beside its end. */
function leftOut(line: Line, via: readonly Point[], drawn: Set<number>): Omit<Grip, "nth">[] {
  const end = lengthOf(line);
  let n = 0;
  return via.flatMap((_, at) =>
    drawn.has(at) ? [] : { p: along(line, Math.max(0, 1 - (++n * shortest) / end)), at, made: true },
  );
}

const on = (p: Point, a: Point, b: Point) =>
  p.x >= Math.min(a.x, b.x) - 1 &&
  p.x <= Math.max(a.x, b.x) + 1 &&
  p.y >= Math.min(a.y, b.y) - 1 &&
  p.y <= Math.max(a.y, b.y) + 1;

/** The bends after one was moved, or made, at a place. */
export function bentTo(via: readonly Point[], grip: Pick<Grip, "at" | "made">, p: Point): Point[] {
  const to = { x: Math.round(p.x), y: Math.round(p.y) };
  return [...via.slice(0, grip.at), to, ...via.slice(grip.at + (grip.made ? 1 : 0))];
}

export const without = (via: readonly Point[], at: number): Point[] => via.filter((_, i) => i !== at);
