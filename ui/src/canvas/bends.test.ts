// Where a line can be taken hold of, and what its bends become.
import { describe, expect, test } from "vitest";
import { bentTo, gripsOf, mostBends, without } from "./bends";
import { copy, paste, readClip } from "./clip";
import { along, type Course, lineNow, lineOf, near, pathOf, shifted } from "./line";

const from = { x: 0, y: 0, w: 140, h: 64 };
const to = { x: 500, y: 300, w: 140, h: 64 };
const course = (via: { x: number; y: number }[], square: boolean): Course => ({
  ends: { from: "right", to: "left", fromShift: 0, toShift: 0 },
  from,
  to,
  via,
  ...(square ? { ground: { boxes: [from, to], zones: [], notes: [] } } : {}),
});

describe.each([
  ["at right angles", true],
  ["as a curve", false],
])("a line %s", (_, square) => {
  const via = [
    { x: 300, y: -60 },
    { x: 300, y: 500 },
  ];
  const line = lineNow(course(via, square), from, to, via);

  test("goes through its bends", () => {
    for (const p of via) expect(near(line, p, 1)).toBe(true);
  });

  test("can be held at each bend and between them, in order", () => {
    const grips = gripsOf(line, via);
    expect(grips.filter((g) => g.made).map((g) => g.p)).toEqual(via);
    expect(grips.map((g) => g.at)).toEqual([...grips.map((g) => g.at)].sort());
    expect(grips.some((g) => !g.made && g.at === 0)).toBe(true);
    expect(grips.some((g) => !g.made && g.at === 2)).toBe(true);
    for (const g of grips) expect(near(line, g.p, 1)).toBe(true);
  });

  test("goes through a new bend where it was dragged to", () => {
    const grip = gripsOf(line, via).find((g) => !g.made && g.at === 1);
    const bent = bentTo(via, grip ?? { at: 1, made: false }, { x: 420.4, y: 230 });
    expect(bent).toEqual([via[0], { x: 420, y: 230 }, via[1]]);
    expect(near(lineNow(course(bent, square), from, to, bent), { x: 420, y: 230 }, 1)).toBe(true);
  });

  test("moves as a whole with both its ends", () => {
    const p = along(line, 0.4);
    const q = along(shifted(line, 30, -20), 0.4);
    expect([q.x - p.x, q.y - p.y].map(Math.round)).toEqual([30, -20]);
  });
});

test("a bend in a box is held where the line bends, and one under an end beside that end", () => {
  const box = { x: 250, y: 100, w: 100, h: 100 };
  const via = [
    { x: 290, y: 120 },
    { x: 550, y: 330 },
  ];
  const c: Course = { ...course(via, true), ground: { boxes: [from, to, box], zones: [], notes: [] } };
  const line = lineNow(c, from, to, via);
  const grips = gripsOf(line, via).filter((g) => g.made);
  expect(grips.map((g) => g.at)).toEqual([0, 1]);
  expect(grips[0]?.p).toEqual({ x: 290, y: 90 });
  for (const g of grips) expect(near(line, g.p, 1)).toBe(true);
  // What is stored stays until someone moves it.
  expect(bentTo(via, grips[0]!, { x: 300, y: 60 })).toEqual([{ x: 300, y: 60 }, via[1]]);
});

test("a bend is moved and removed by its number", () => {
  const via = [
    { x: 1, y: 1 },
    { x: 2, y: 2 },
  ];
  expect(bentTo(via, { at: 1, made: true }, { x: 9, y: 9 })).toEqual([
    { x: 1, y: 1 },
    { x: 9, y: 9 },
  ]);
  expect(without(via, 0)).toEqual([{ x: 2, y: 2 }]);
});

test("no more bends are offered than a flow may have", () => {
  const via = Array.from({ length: mostBends }, (_, i) => ({ x: 160 + i * 15, y: 32 }));
  expect(gripsOf(lineNow(course(via, true), from, to, via), via).every((g) => g.made)).toBe(true);
});

test("a curve without bends is the one curve that it was", () => {
  expect(pathOf(lineOf(course([], false)))).toMatch(/^M140 32C[\d. -]+500 332$/);
});

test("copied flows keep their bends, beside those of the original", () => {
  const model = {
    head: {},
    layout: {},
    sections: { elements: [{ id: "a" }, { id: "b" }], flows: [{ id: "f1", from: "a", to: "b" }] },
  };
  const things = ["a", "b"].map((id) => ({ kind: "elements" as const, id }));
  const clip = copy(model, things, new Map(), { f1: [{ x: 10, y: 20 }] });
  const read = readClip(JSON.stringify(clip));
  const { commands } = paste(model, read ?? clip, {
    view: "default",
    own: true,
    shift: { x: 40, y: 40 },
    shown: () => true,
  });
  expect(commands).toContainEqual({ verb: "place", view: "default", target: "f2", via: [[50, 60]] });
  expect(readClip(JSON.stringify({ ...clip, ways: { f1: [{ x: "far" }] } }))?.ways).toEqual({});
});
