// Ways at right angles: held to what every way must keep, on the layouts of many made-up views.
import { describe, expect, test } from "vitest";
import { bendsOf } from "./beside";
import { box, dice, madeUp, wire } from "./madeup";
import { overlaps, type Rect } from "./place";
import type { Point } from "./route";
import { sidesOf, squareWay, squareWays, type Wire } from "./square";

const way = (w: Wire, ...others: Rect[]) =>
  squareWays([w], { boxes: [...new Set([w.from, w.to, ...others])], zones: [], notes: [] }).get(w.id) ?? [];

const pieces = (points: Point[]) => points.slice(1).map((b, i): [Point, Point] => [points[i] as Point, b]);
const rectOf = ([a, b]: [Point, Point]): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
});
const passes = (points: Point[], p: Point) =>
  pieces(points).some((s) => overlaps(rectOf(s), { ...p, w: 0, h: 0 }, 0.6));

const through = (points: Point[], b: Rect) => pieces(points).some((s) => overlaps(rectOf(s), b, -0.5));

test("boxes that face each other are joined by one straight piece", () => {
  expect(way(wire("f", box(0, 0), box(300, 0)))).toEqual([
    { x: 140, y: 32 },
    { x: 300, y: 32 },
  ]);
  expect(way(wire("f", box(0, 0), box(300, 30)))).toHaveLength(2);
});

test("a box between them is gone around", () => {
  const points = way(wire("f", box(0, 0), box(600, 0)), box(300, 0));
  expect(points.length).toBeGreaterThan(2);
  for (const s of pieces(points)) expect(overlaps(rectOf(s), box(300, 0))).toBe(false);
});

test("a note between them is gone around where that can be, and else run under", () => {
  const [a, b, note] = [box(0, 0), box(600, 0), box(260, -30, 200, 110)];
  const wires = [wire("f", a, b)];
  const points = squareWays(wires, { boxes: [a, b], zones: [], notes: [note] }).get("f") ?? [];
  expect(through(points, note)).toBe(false);
  const wall = { ...note, y: -4000, h: 8000 };
  expect(squareWays(wires, { boxes: [a, b], zones: [], notes: [wall] }).get("f")).toHaveLength(2);
});

test("a flow from a box to itself leaves it and comes back", () => {
  const b = box(0, 0);
  const points = way(wire("f", b, b));
  expect(points.length).toBeGreaterThan(3);
  for (const s of pieces(points)) expect(overlaps(rectOf(s), b, -1)).toBe(false);
});

test("two flows between the same boxes run beside each other", () => {
  const [a, b] = [box(0, 0), box(400, 0)];
  const ways = squareWays([wire("f1", a, b), wire("f2", b, a)], { boxes: [a, b], zones: [], notes: [] });
  expect(Math.abs((ways.get("f1")?.[0]?.y ?? 0) - (ways.get("f2")?.[0]?.y ?? 0))).toBeGreaterThan(14);
});

test("boxes that lie on each other still get a line from one to the other", () => {
  const points = way(wire("f", box(0, 0), box(40, 20)));
  expect(points.length).toBeGreaterThan(1);
});

test("a way goes through its bends, in their order, also while it is dragged", () => {
  const [a, b] = [box(0, 0), box(500, 300)];
  const via = [
    { x: 300, y: -80 },
    { x: 240, y: 420 },
  ];
  for (const points of [
    way(wire("f", a, b, via)),
    squareWay(wire("f", a, b, via), { boxes: [a, b], zones: [], notes: [] }),
  ]) {
    for (const p of via) expect(passes(points, p)).toBe(true);
    const at = via.map((p) => pieces(points).findIndex((s) => overlaps(rectOf(s), { ...p, w: 0, h: 0 }, 0.6)));
    expect(at[0]).toBeLessThan(at[1] ?? 0);
  }
});

test("a bend inside a box is drawn at the nearest free place, and the box is gone around", () => {
  const [a, b, between] = [box(0, 0), box(600, 0), box(300, 0)];
  const points = way(wire("f", a, b, [{ x: 370, y: 20 }]), between);
  expect(passes(points, { x: 370, y: -10 })).toBe(true);
  expect(through(points, between)).toBe(false);
});

test("a bend that an end covers is left out", () => {
  const [a, b] = [box(0, 0), box(600, 200)];
  expect(way(wire("f", a, b, [{ x: 70, y: 30 }]))).toEqual(way(wire("f", a, b)));
});

test("a bend that no way leads to is left out", () => {
  const [a, b] = [box(0, 0), box(900, 0)];
  // A yard of four boxes with a court between them.
  const yard = [box(300, -200, 300, 100), box(300, 100, 300, 100), box(300, -102, 100, 204), box(500, -102, 100, 204)];
  const points = way(wire("f", a, b, [{ x: 450, y: 0 }]), ...yard);
  for (const y of yard) expect(through(points, y)).toBe(false);
});

describe.each(Array.from({ length: 40 }, (_, i) => i + 1))("bends anywhere in a made-up view, number %i", (seed) => {
  const roll = dice(seed * 7919);
  const { wires, boxes } = madeUp(seed, 4 + roll(22), 2 + roll(24));
  const w = Math.max(...boxes.map((b) => b.x + b.w));
  const h = Math.max(...boxes.map((b) => b.y + b.h));
  const anywhere = () => ({ x: roll(w / 10 + 20) * 10 - 100, y: roll(h / 10 + 20) * 10 - 100 });
  const led = wires.map((f) => ({ ...f, via: Array.from({ length: roll(4) }, anywhere) }));
  const ground = { boxes, zones: [], notes: [] };

  test("no line goes through a box, and each bends where it can", () => {
    for (const [id, points] of squareWays(led, ground)) {
      const f = led.find((x) => x.id === id)!;
      for (const b of boxes) expect(through(points, b), `${id} through ${JSON.stringify(b)}`).toBe(false);
      for (const p of bendsOf(f, boxes)) if (p) expect(passes(points, p), `${id} at ${JSON.stringify(p)}`).toBe(true);
    }
  });

  test("nor does one that is dragged", () => {
    for (const f of led.filter((x) => x.via.length > 0)) {
      const points = squareWay(f, ground);
      for (const b of boxes) expect(through(points, b), `${f.id} through ${JSON.stringify(b)}`).toBe(false);
    }
  });
});

test("the sides are those that the first and the last piece stand on", () => {
  expect(sidesOf(way(wire("f", box(0, 0), box(300, 0))))).toEqual(["right", "left"]);
  expect(sidesOf(way(wire("f", box(0, 300), box(0, 0))))).toEqual(["top", "bottom"]);
});

describe.each([1, 2, 3, 4, 5, 6, 7, 8])("a view of 25 boxes and 40 flows, number %i", (seed) => {
  const { wires, boxes } = madeUp(seed);
  const ways = squareWays(wires, { boxes, zones: [], notes: [] });

  test("all pieces run across or down, and no box is crossed", () => {
    for (const w of wires)
      for (const s of pieces(ways.get(w.id) ?? [])) {
        expect(Math.min(Math.abs(s[0].x - s[1].x), Math.abs(s[0].y - s[1].y))).toBeLessThan(0.11);
        for (const b of boxes) expect(overlaps(rectOf(s), b, -0.5), `${w.id} ${JSON.stringify(s)}`).toBe(false);
      }
  });

  test("each way starts and ends on the sides of its boxes", () => {
    const on = (r: Rect, p: Point) =>
      (Math.abs(p.x - r.x) < 0.1 || Math.abs(p.x - r.x - r.w) < 0.1) !==
        (Math.abs(p.y - r.y) < 0.1 || Math.abs(p.y - r.y - r.h) < 0.1) && overlaps(r, { ...p, w: 0, h: 0 }, 0.2);
    for (const w of wires) {
      const points = ways.get(w.id) ?? [];
      expect(on(w.from, points[0] as Point), `${w.id} starts`).toBe(true);
      expect(on(w.to, points.at(-1) as Point), `${w.id} ends`).toBe(true);
    }
  });

  test("the same boxes give the same ways, in whatever order the flows come", () => {
    expect(squareWays(wires, { boxes, zones: [], notes: [] })).toEqual(ways);
  });

  test("no two ways lie on each other over a length that could be read as one", () => {
    const all = wires.flatMap((w) => pieces(ways.get(w.id) ?? []).map((s) => ({ w, r: rectOf(s) })));
    const length = all.reduce((sum, s) => sum + s.r.w + s.r.h, 0);
    let shared = 0;
    all.forEach((p, i) => {
      for (const q of all.slice(i + 1)) {
        if (p.w === q.w) continue;
        const x = Math.min(p.r.x + p.r.w, q.r.x + q.r.w) - Math.max(p.r.x, q.r.x);
        const y = Math.min(p.r.y + p.r.h, q.r.y + q.r.h) - Math.max(p.r.y, q.r.y);
        if (x > 4 && Math.abs(y) < 1.5 && p.r.h < 1 && q.r.h < 1) shared += x;
        if (y > 4 && Math.abs(x) < 1.5 && p.r.w < 1 && q.r.w < 1) shared += y;
      }
    });
    expect(shared / length).toBeLessThan(0.04);
  });
});
