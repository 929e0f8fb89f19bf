import { describe, expect, test } from "vitest";
import type { ForeignLoss } from "@/api/schema";
import { readCSV } from "../reports/csv";
import { all, countLosses, filterLosses, groupLosses, reportCSV, reportText, wholeFile } from "./losses";

const losses: ForeignLoss[] = [
  { where: "summary/owner", what: "changed", text: "kept as a comment" },
  { where: "flow Login", what: "asked", text: "say what is encrypted", kind: "flows", path: "flows/login" },
  { where: 'text "Hello, you"', what: "lost", text: "=1+1", kind: "notes" },
  { where: "flow Logout", what: "lost", text: "it has no end", kind: "flows" },
];
const count = (theirs: string) => ({ theirs, ours: theirs, found: 2, taken: 1, changed: 0, lost: 1 });
const counts = [count("flows"), count("notes")];

describe("losses", () => {
  const where = (w: Partial<typeof all>) => filterLosses(losses, { ...all, ...w }).map((l) => l.where);
  test("of one sort", () => expect(where({ what: "lost" })).toEqual(['text "Hello, you"', "flow Logout"]));
  test("of one kind", () => expect(where({ kind: "flows", what: "lost" })).toEqual(["flow Logout"]));
  test("of the file as a whole", () => expect(where({ kind: wholeFile })).toEqual(["summary/owner"]));
  test("with words", () => expect(where({ text: "FLOW encrypted" })).toEqual(["flow Login"]));
  test("in groups, in the order of the counts", () =>
    expect(groupLosses(losses, counts).map((g) => [g.kind, g.losses.length])).toEqual([
      [wholeFile, 1],
      ["flows", 2],
      ["notes", 1],
    ]));
  test("counted", () => {
    expect(countLosses(losses)).toEqual({ lost: 2, changed: 1, asked: 1 });
    expect(countLosses(losses, "flows")).toEqual({ lost: 1, changed: 0, asked: 1 });
  });
});

test("the report as CSV holds every loss, and no formula", () => {
  const { rows, all: n } = readCSV(reportCSV(losses), 100);
  expect(n).toBe(losses.length + 1);
  expect(rows[3]).toEqual(["lost", "notes", 'text "Hello, you"', "'=1+1", ""]);
});

test("the report as text names the file, the counts and the losses", () => {
  const format = { id: "x", title: "X", endings: [".x"], threats: true, layout: true, takes: "" };
  const text = reportText("a.json", { format, title: "A", model: "", taken: counts, losses });
  expect(text).toContain("a.json, read as X");
  expect(text).toContain("flows: 2 found, 1 taken, 0 changed, 1 lost");
  expect(text).toContain("asked: flow Login\n  say what is encrypted (flows/login)");
});
