// The number in each cell of the matrices is that of the rows which its link shows, however many there are.
import { expect, test } from "vitest";
import type { Finding } from "@/api/types";
import { finding, names, scales } from "../threats/made";
import { compile, rowMaker } from "../threats/rows";
import { cellFilter, cellsOf, type Stage } from "./cells";

// Every place before and after, most of them more than once; what is not rated, and what has nothing left.
function everywhere(): Finding[] {
  const out: Finding[] = [];
  for (let s = 0; s <= 5; s++)
    for (let e = 1; e <= 5; e++)
      for (let left = 0; left <= e; left++)
        for (let copy = 0; copy < 1 + ((s * 7 + e * 3 + left) % 40); copy++)
          out.push(
            finding({
              id: `t${copy}@s${s}e${e}l${left}`,
              severity: s,
              exploitability: e,
              residualExploitability: s === 0 ? 0 : left,
              risk: s === 0 ? "" : "high",
              residual: s === 0 || left === 0 ? "" : "medium",
            }),
          );
  return out;
}

const all = everywhere();
const rows = rowMaker()(all, names);
const shown = (q: string) => rows.filter(compile(q, scales, "2026-11-22")).map((r) => r.id);
const levels = [1, 2, 3, 4, 5];

for (const stage of ["before", "residual"] as Stage[]) {
  const cells = cellsOf(all, stage);
  const ids = (s: number, e: number) => (cells.get(`${s},${e}`) ?? []).map((f) => f.id);
  test(`${stage}: each cell`, () => {
    for (const s of levels) for (const e of levels) expect(shown(cellFilter(stage, s, e))).toEqual(ids(s, e));
  });
  test(`${stage}: rows, columns and all`, () => {
    for (const s of levels)
      expect(shown(cellFilter(stage, s)).length).toBe(levels.reduce((n, e) => n + ids(s, e).length, 0));
    for (const e of levels)
      expect(shown(cellFilter(stage, undefined, e)).length).toBe(levels.reduce((n, s) => n + ids(s, e).length, 0));
    expect(shown(cellFilter(stage)).length).toBe([...cells.values()].flat().length);
  });
}

test("some cell holds more than an address could name one by one", () => {
  expect(Math.max(...[...cellsOf(all, "residual").values()].map((c) => c.length))).toBeGreaterThan(60);
});
