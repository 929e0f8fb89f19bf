// Ways that run on each other are spread apart: in the order in which they turn off, so that spreading crosses none, and no
// farther than boxes and the sides of their ends allow.
import type { Rect } from "./place";
import type { Point } from "./route";

/** A way with its ends; its points are moved in place. */
export interface Track {
  from: Rect;
  to: Rect;
  via: readonly Point[];
  points: Point[];
}

const apart = { x: 15, y: 21 }; // between those that run down, and those that run across with their labels
const close = 6;
const stub = 14; // the last piece of a way holds the head of the arrow
const inset = 8;

/** A straight piece of a way: where it stands, from where to where it runs, and how far it may be moved. */
interface Piece {
  way: number;
  at: number; // which point of the way it starts at
  p: number;
  low: number;
  high: number;
  min: number;
  max: number;
  lowTurn: number; // -1 where it turns to smaller places at its low end, 1 to larger ones, 0 where it ends
  highTurn: number;
}

export function spread(ways: Track[], boxes: readonly Rect[]) {
  for (const [turn, axis] of (["x", "y", "x", "y"] as const).entries()) {
    const pieces = ways.flatMap((w, i) => piecesOf(w, i, axis, boxes, turn < 2));
    settle(pieces, apart[axis]);
    for (const s of pieces) {
      const points = ways[s.way]?.points;
      const a = points?.[s.at];
      const b = points?.[s.at + 1];
      if (a) a[axis] = s.p;
      if (b) b[axis] = s.p;
    }
  }
  for (const w of ways) for (const p of w.points) Object.assign(p, { x: r1(p.x), y: r1(p.y) });
}

const r1 = (n: number) => Math.round(n * 10) / 10;

// The pieces of a way that can be moved along an axis: those that run across it.
function piecesOf(w: Track, way: number, axis: "x" | "y", boxes: readonly Rect[], first: boolean): Piece[] {
  const run = axis === "x" ? "y" : "x";
  const size = axis === "x" ? "w" : "h";
  const out: Piece[] = [];
  const last = w.points.length - 2;
  for (let at = 0; at <= last; at++) {
    const a = w.points[at];
    const b = w.points[at + 1];
    if (!a || !b || Math.abs(a[axis] - b[axis]) > 0.01) continue;
    let p = a[axis];
    const low = Math.min(a[run], b[run]);
    const high = Math.max(a[run], b[run]);
    let [min, max] = room(axis, p, low, high, boxes);
    const hold = (r: Rect) => {
      min = Math.max(min, r[axis] + inset);
      max = Math.min(max, r[axis] + r[size] - inset);
    };
    if (at === 0) hold(w.from);
    if (at === last) hold(w.to);
    // The piece before or after it ends at a box and keeps a length.
    if (at === 1) [min, max] = short(w.points[0], p, axis, min, max);
    if (at === last - 1) [min, max] = short(w.points.at(-1), p, axis, min, max);
    for (const [from, to] of [
      [w.points[at - 1], a],
      [w.points[at + 2], b],
    ])
      if (from && to) [min, max] = keeping(w.via, from, to, axis, min, max);
    if (w.via.some((v) => Math.abs(v[axis] - p) < 0.01 && v[run] >= low - 0.01 && v[run] <= high + 0.01)) min = max = p;
    if (min > max) min = max = p;
    const turn = (from: Point, next: Point | undefined) => (next ? Math.sign(next[axis] - from[axis]) : 0);
    const before = turn(a, w.points[at - 1]);
    const after = turn(b, w.points[at + 2]);
    const [lowTurn, highTurn] = a[run] <= b[run] ? [before, after] : [after, before];
    // A step between two ends is as long wherever it is; it looks best in the middle.
    const prior = w.points[at - 1];
    const next = w.points[at + 2];
    if (first && prior && next && before === -after) p = Math.max(min, Math.min(max, (prior[axis] + next[axis]) / 2));
    out.push({ way, at, p, low, high, min, max, lowTurn, highTurn });
  }
  return out;
}

function short(end: Point | undefined, p: number, axis: "x" | "y", min: number, max: number): [number, number] {
  if (!end) return [min, max];
  return p >= end[axis] ? [Math.max(min, end[axis] + stub), max] : [min, Math.min(max, end[axis] - stub)];
}

// The piece beside it, from a point to this one, keeps the bends that lie on it.
function keeping(
  via: readonly Point[],
  from: Point,
  to: Point,
  axis: "x" | "y",
  min: number,
  max: number,
): [number, number] {
  const run = axis === "x" ? "y" : "x";
  for (const v of via) {
    if (Math.abs(v[run] - to[run]) > 0.01 || (v[axis] - from[axis]) * (v[axis] - to[axis]) > 0) continue;
    if (to[axis] >= from[axis]) min = Math.max(min, v[axis]);
    else max = Math.min(max, v[axis]);
  }
  return [min, max];
}

// How far a piece can be moved to either side before it comes to a box.
function room(axis: "x" | "y", p: number, low: number, high: number, boxes: readonly Rect[]): [number, number] {
  const [size, run, length] = axis === "x" ? (["w", "y", "h"] as const) : (["h", "x", "w"] as const);
  let min = p - 60;
  let max = p + 60;
  for (const b of boxes) {
    if (b[run] - close >= high - 0.5 || b[run] + b[length] + close <= low + 0.5) continue;
    if (b[axis] + b[size] <= p + 0.5) min = Math.max(min, b[axis] + b[size] + close);
    else if (b[axis] >= p - 0.5) max = Math.min(max, b[axis] - close);
  }
  return [Math.min(min, p), Math.max(max, p)];
}

const meet = (a: Piece, b: Piece) => a.low < b.high + 4 && b.low < a.high + 4;

type Pair = [Piece, Piece];

// Pieces that have to do with each other are spread together, nearer to each other where their room is too small.
function settle(pieces: Piece[], apart: number) {
  const group = new Map<Piece, Pair[]>();
  for (let i = 0; i < pieces.length; i++) {
    for (let j = i + 1; j < pieces.length; j++) {
      const a = pieces[i];
      const b = pieces[j];
      if (!a || !b || a.way === b.way || Math.abs(a.p - b.p) >= apart || !meet(a, b)) continue;
      join(group, ordered(a, b) <= 0 ? [a, b] : [b, a]);
    }
  }
  for (const pairs of new Set(group.values())) {
    const own = [...new Set(pairs.flat())];
    const was = own.map((s) => s.p);
    for (const part of [1, 0.7, 0.45, 0.3]) {
      own.forEach((s, i) => {
        s.p = was[i] ?? s.p;
      });
      if (relaxed(pairs, apart * part)) break;
    }
  }
}

function join(group: Map<Piece, Pair[]>, pair: Pair) {
  const [a, b] = pair;
  const p = group.get(a) ?? [];
  const q = group.get(b) ?? [];
  const all = p === q ? p : [...p, ...q];
  all.push(pair);
  for (const s of [a, b]) group.set(s, all);
  if (p !== q) for (const s of all.flat()) group.set(s, all);
}

/** Pushes pairs apart, each half of what is missing, until all have their distance. Tells whether they have. */
function relaxed(pairs: Pair[], apart: number): boolean {
  for (let turn = 0; turn < 60; turn++) {
    let most = 0;
    for (const [a, b] of pairs) {
      const miss = a.p + apart - b.p;
      if (miss <= 0.5) continue;
      most = Math.max(most, miss);
      const left = Math.min(miss / 2, a.p - a.min);
      const right = Math.min(miss - left, b.max - b.p);
      a.p -= left + Math.max(0, Math.min(miss - left - right, a.p - a.min - left));
      b.p += right;
    }
    if (most === 0) return true;
  }
  return false;
}

/** Which of two pieces that run beside each other stands first: negative for the first one. */
function ordered(a: Piece, b: Piece): number {
  const votes = vote(a, b, a.low - b.low, a.lowTurn, b.lowTurn) + vote(a, b, b.high - a.high, a.highTurn, b.highTurn);
  return votes || a.p - b.p || a.way - b.way || a.at - b.at;
}

// The one that ends within the other turns off on its side; where both end, each turns to its own.
function vote(_a: Piece, _b: Piece, within: number, aTurn: number, bTurn: number): number {
  if (within > 0.5) return aTurn;
  if (within < -0.5) return -bTurn;
  return Math.sign(aTurn - bTurn);
}
