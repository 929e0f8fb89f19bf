// The line of a flow as it is drawn: a curve, in pieces where people led it through bends, or a way at right angles.
import { bendsOf } from "./beside";
import type { Rect } from "./place";
import { alongCurve, type Curve, type Ends, type Point, portOf, type Side, throughBends, toSegment } from "./route";
import { type Ground, sidesOf, squareWay } from "./square";

/** Bends are where it turns for each point that people set, or nothing where it does not. */
export type Line =
  | { is: "curve"; pieces: Curve[] }
  | { is: "square"; corners: readonly Point[]; bends: readonly (Point | undefined)[] };

/** What a line is made of. Without ground it is a curve. */
export interface Course {
  ends: Ends;
  from: Rect;
  to: Rect;
  via: readonly Point[];
  corners?: readonly Point[] | undefined; // found already, among all others
  ground?: Ground | undefined;
}

export function lineOf(c: Course): Line {
  if (c.corners) return { is: "square", corners: c.corners, bends: bendsOf(c, c.ground?.boxes ?? []) };
  return { is: "curve", pieces: throughBends(c.ends, c.from, c.to, c.via) };
}

/** The line while its ends or its bends are dragged: it finds its way by itself, among boxes that stay. */
export function lineNow(c: Course, from: Rect, to: Rect, via: readonly Point[]): Line {
  if (!c.ground) return { is: "curve", pieces: throughBends(c.ends, from, to, via) };
  const boxes = c.ground.boxes.map((b) => (b === c.from ? from : b === c.to ? to : b));
  const wire = { id: "", from, to: c.from === c.to ? from : to, via };
  return { is: "square", corners: squareWay(wire, { ...c.ground, boxes }), bends: bendsOf(wire, boxes) };
}

export function shifted(line: Line, x: number, y: number): Line {
  const by = (p: Point) => ({ x: p.x + x, y: p.y + y });
  if (line.is === "square")
    return { is: "square", corners: line.corners.map(by), bends: line.bends.map((p) => p && by(p)) };
  return { is: "curve", pieces: line.pieces.map((c) => ({ a: by(c.a), c1: by(c.c1), c2: by(c.c2), b: by(c.b) })) };
}

const nowhere: Point = { x: 0, y: 0 };

export function endsOn(line: Line): [Point, Point] {
  if (line.is === "square") return [line.corners[0] ?? nowhere, line.corners.at(-1) ?? nowhere];
  return [line.pieces[0]?.a ?? nowhere, line.pieces.at(-1)?.b ?? nowhere];
}

/** The sides on which its arrows point. */
export function arrowsOf(line: Line, ends: Ends): [Side, Side] {
  return line.is === "square" ? sidesOf(line.corners) : [ends.from, ends.to];
}

/** Where the ends of a way stand on their boxes. */
export function endsOfWay(corners: readonly Point[], from: Rect, to: Rect): Ends {
  const [a, b] = sidesOf(corners);
  const [p, q] = [corners[0] ?? nowhere, corners.at(-1) ?? nowhere];
  const off = (at: Point, side: Side, r: Rect) => {
    const m = portOf(r, side, 0);
    return side === "left" || side === "right" ? at.y - m.y : at.x - m.x;
  };
  return { from: a, to: b, fromShift: off(p, a, from), toShift: off(q, b, to) };
}

const r1 = (n: number) => Math.round(n * 10) / 10;
const corner = 7; // how round the corners of a way are

export function pathOf(line: Line): string {
  if (line.is === "square") return roundedPath(line.corners);
  const [a] = endsOn(line);
  return `M${r1(a.x)} ${r1(a.y)}${line.pieces
    .map((c) => `C${r1(c.c1.x)} ${r1(c.c1.y)} ${r1(c.c2.x)} ${r1(c.c2.y)} ${r1(c.b.x)} ${r1(c.b.y)}`)
    .join("")}`;
}

function roundedPath(points: readonly Point[]): string {
  const at = (p: Point) => `${r1(p.x)} ${r1(p.y)}`;
  let out = "";
  for (let i = 0; i < points.length; i++) {
    const p = points[i] ?? nowhere;
    const was = points[i - 1];
    const next = points[i + 1];
    if (!was) out += `M${at(p)}`;
    else if (!next) out += `L${at(p)}`;
    else out += `L${at(toward(p, was))}Q${at(p)} ${at(toward(p, next))}`;
  }
  return out;
}

function toward(p: Point, q: Point): Point {
  const length = Math.hypot(q.x - p.x, q.y - p.y) || 1;
  const by = Math.min(corner, length / 2) / length;
  return { x: p.x + (q.x - p.x) * by, y: p.y + (q.y - p.y) * by };
}

export function lengthOf(line: Line): number {
  if (line.is === "square") return length(line.corners);
  return line.pieces.reduce((sum, c) => sum + Math.hypot(c.b.x - c.a.x, c.b.y - c.a.y), 0);
}

const length = (points: readonly Point[]) =>
  points.reduce((sum, p, i) => sum + Math.hypot(p.x - (points[i - 1] ?? p).x, p.y - (points[i - 1] ?? p).y), 0);

/** A point of the line; 0 is its start, 1 its end. */
export function along(line: Line, t: number): Point {
  if (line.is === "curve") {
    const n = line.pieces.length;
    const i = Math.min(n - 1, Math.floor(t * n));
    const piece = line.pieces[i];
    return piece ? alongCurve(piece, t * n - i) : nowhere;
  }
  let left = length(line.corners) * t;
  for (let i = 1; i < line.corners.length; i++) {
    const a = line.corners[i - 1] ?? nowhere;
    const b = line.corners[i] ?? nowhere;
    const d = Math.hypot(b.x - a.x, b.y - a.y);
    if (left <= d && d > 0) return { x: a.x + ((b.x - a.x) * left) / d, y: a.y + ((b.y - a.y) * left) / d };
    left -= d;
  }
  return line.corners.at(-1) ?? nowhere;
}

/** The line as short straight pieces. */
export function straight(line: Line): readonly Point[] {
  if (line.is === "square") return line.corners;
  const [a] = endsOn(line);
  return [a, ...line.pieces.flatMap((c) => Array.from({ length: 16 }, (_, i) => alongCurve(c, (i + 1) / 16)))];
}

/** Is a point within some distance of the line? */
export function near(line: Line, p: Point, distance: number): boolean {
  const points = straight(line);
  return points.some((b, i) => i > 0 && toSegment(p, points[i - 1] ?? b, b) <= distance);
}

/** What holds the whole line. */
export function frame(line: Line): Rect {
  const points = line.is === "square" ? line.corners : line.pieces.flatMap((c) => [c.a, c.c1, c.c2, c.b]);
  const x = Math.min(...points.map((p) => p.x));
  const y = Math.min(...points.map((p) => p.y));
  return { x, y, w: Math.max(...points.map((p) => p.x)) - x, h: Math.max(...points.map((p) => p.y)) - y };
}
