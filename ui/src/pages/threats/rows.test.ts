import { describe, expect, test } from "vitest";
import type { Finding } from "@/api/types";
import { finding, madeUp, names, scales } from "./made";
import { compile, groupRows, narrows, type Row, rowMaker, sortRows } from "./rows";

const some: Finding[] = [
  finding({}),
  finding({ id: "forged@f1", threat: "forged", target: "f1", title: "Forged command", severity: 5, many: true }),
  finding({
    id: "flood@pcu.radio",
    target: "pcu.radio",
    severity: 2,
    state: "accepted",
    decision: "accept",
    owner: "Jane Doe",
    until: "2026-01-31",
  }),
  finding({
    id: "leak@db",
    threat: "leak",
    target: "db",
    title: "Leak",
    severity: 0,
    risk: "",
    residual: "",
    hazards: [],
  }),
];
const rows = rowMaker()(some, names);
const found = (q: string) => rows.filter(compile(q, scales, "2026-11-22")).map((r) => r.id);

describe("filter", () => {
  const table: [string, string[]][] = [
    ["", ["flood@wbm", "forged@f1", "flood@pcu.radio", "leak@db"]],
    ["severity:S4", ["flood@wbm"]],
    ["severity:S4+", ["flood@wbm", "forged@f1"]],
    ["severity:S4-", ["flood@wbm", "flood@pcu.radio", "leak@db"]],
    ["severity:none", ["leak@db"]],
    ["severity:S9+", []],
    ["severity:", ["flood@wbm", "forged@f1", "flood@pcu.radio", "leak@db"]],
    ["severity:s", ["flood@wbm", "forged@f1", "flood@pcu.radio"]],
    ["exploitability:E3", ["flood@wbm", "forged@f1", "flood@pcu.radio", "leak@db"]],
    ["exploitability-left:E3", []],
    ["exploitability-left:E2- !left:none", ["flood@wbm", "forged@f1", "flood@pcu.radio"]],
    ["id:flood@wbm id:leak@db", ["flood@wbm", "leak@db"]],
    ["!id:flood@wbm !id:leak@db", ["forged@f1", "flood@pcu.radio"]],
    ["state:acc", ["flood@pcu.radio"]],
    ["threat:floo", []],
    ["risk:high+", ["flood@wbm", "forged@f1", "flood@pcu.radio"]],
    ["left:medium", ["flood@wbm", "forged@f1", "flood@pcu.radio"]],
    ["left:none", ["leak@db"]],
    ["target:wbm", ["flood@wbm"]],
    ["target:pcu", ["flood@pcu.radio"]],
    ["target:p", []],
    ["threat:flood !target:wbm", ["flood@pcu.radio"]],
    ["state:open state:accepted severity:S2", ["flood@pcu.radio"]],
    ['owner:"jane doe"', ["flood@pcu.radio"]],
    ["owner:none", ["flood@wbm", "forged@f1", "leak@db"]],
    ["due:overdue", ["flood@pcu.radio"]],
    ["due:<2026-01-01", []],
    ["due:2026", ["flood@pcu.radio"]],
    ["patients:many", ["forged@f1"]],
    ["hazard:H1 forged", ["forged@f1"]],
    ["too much", ["flood@wbm", "forged@f1", "flood@pcu.radio"]],
    ["lost the network !radio", ["flood@wbm"]],
    ["wireless", ["flood@wbm"]],
    ["nokey:wbm", []],
    ["nothing-like-this", []],
  ];
  for (const [q, want] of table) test(q || "(empty)", () => expect(found(q)).toEqual(want));
});

describe("a filter that narrows another", () => {
  const table: [string, string, boolean][] = [
    ["fi", "fir", true],
    ["fi", "fi re", true],
    ["state:open fi", "state:open fir", true],
    ["fi", "state:open", false],
    ["state:open", "state:open state:review", false],
    ["fi", "fi state:open state:review", false],
    ["!fi", "!fir", false],
    ["fi", "f", false],
    ["severity:", "severity:s4", false],
    ["", "f", false],
    ["fi re", "fi", false],
  ];
  for (const [before, after, want] of table)
    test(`${before || "(empty)"} to ${after}`, () => expect(narrows(before, after)).toBe(want));

  test("finds the same from the rows that were found as from all", () => {
    const many = madeUp(400);
    const parts = ["f", "fi", "fir", "firm pump", "severity:S3+ fi", "!log fi", "severity:", "x12", "state:o"];
    for (const a of parts)
      for (const b of [...parts, `${a}r`, `${a} p`, `${a} state:open`]) {
        if (!narrows(a, b)) continue;
        const all = many.filter(compile(b, scales, "2026-11-22"));
        const some = many.filter(compile(a, scales, "2026-11-22")).filter(compile(b, scales, "2026-11-22"));
        expect(some, `${a} to ${b}`).toEqual(all);
      }
  });
});

describe("sort", () => {
  const ids = (by: string, down = false) => sortRows(rows, { by, down }).map((r) => r.id);
  test("rank is the order that is there", () => expect(sortRows(rows, { by: "rank", down: false })).toBe(rows));
  test("severity, worst first", () =>
    expect(ids("severity")).toEqual(["forged@f1", "flood@wbm", "flood@pcu.radio", "leak@db"]));
  test("equal ones stay in the order of rank, whichever way", () =>
    expect(ids("owner", true)).toEqual(["flood@wbm", "forged@f1", "leak@db", "flood@pcu.radio"]));
  test("a column that is not there changes nothing", () => expect(sortRows(rows, { by: "x", down: true })).toBe(rows));
});

describe("groups", () => {
  test("stand where their first row was, with what they hold", () => {
    const items = groupRows(rows, "threat", new Set(["group:threat:forged"]));
    expect(items.map((i) => i.id)).toEqual([
      "group:threat:flood",
      "flood@wbm",
      "flood@pcu.radio",
      "group:threat:forged",
      "group:threat:leak",
      "leak@db",
    ]);
    expect(items[0]).toMatchObject({ open: 1, worst: 4, shut: false });
    expect(items[3]).toMatchObject({ open: 1, worst: 5, shut: true });
  });
});

test("rows of findings that did not change are the same rows", () => {
  const make = rowMaker();
  const before = make(some, names);
  const next = [some[0]!, { ...some[1]!, owner: "Ann" }, some[3]!];
  const after = make(next, names);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  expect(after[2]).toMatchObject({ id: "leak@db", place: 3, hay: before[3]!.hay });
});

// The oracle: what a token means, written out once more without the engine's short cuts.
test("agrees with a plain reading on made-up rows", () => {
  const many = madeUp(500);
  const plain: [string, (r: Row) => boolean][] = [
    ["severity:S3+ state:open", (r) => r.f.severity >= 3 && r.f.state === "open"],
    ["!state:open risk:medium-", (r) => r.f.state !== "open" && r.risk <= 2],
    ["firmware !pump", (r) => r.hay.includes("firmware") && !r.hay.includes("pump")],
  ];
  for (const [q, want] of plain) {
    const got = many.filter(compile(q, scales, "2026-11-22"));
    expect(got).toEqual(many.filter(want));
    expect(got.length).toBeGreaterThan(0);
    expect(got.length).toBeLessThan(many.length);
  }
});
