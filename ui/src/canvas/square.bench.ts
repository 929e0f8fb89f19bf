// How long the ways of all flows of a view take to find. Not a test: run it with `npx vitest bench --run src/canvas`.
import { test } from "vitest";
import { box, madeUp } from "./madeup";
import { squareWays } from "./square";

test.each([
  [25, 40, 0],
  [25, 40, 3],
  [120, 200, 0],
])("ways of %i boxes and %i flows, with %i notes", (boxes, flows, notes) => {
  const views = [1, 2, 3, 4, 5, 6].map((seed) => {
    const v = madeUp(seed, boxes, flows);
    const sheets = Array.from({ length: notes }, (_, i) => box(150 + 300 * i, 90 + 170 * i, 120, 50));
    return { wires: v.wires, ground: { boxes: v.boxes, zones: [], notes: sheets } };
  });
  const took: number[] = [];
  for (let i = 0; i < 60; i++) {
    const v = views[i % views.length];
    const from = performance.now();
    if (v) squareWays(v.wires, v.ground);
    if (i >= 12) took.push(performance.now() - from);
  }
  took.sort((a, b) => a - b);
  const at = (part: number) => (took[Math.floor(took.length * part)] ?? 0).toFixed(1);
  process.stderr.write(`${boxes} boxes, ${flows} flows, ${notes} notes: median ${at(0.5)} ms, most ${at(0.99)} ms\n`);
});
