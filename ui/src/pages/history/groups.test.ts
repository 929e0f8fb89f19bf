import { describe, expect, it } from "vitest";
import type { Revision } from "@/api/schema";
import { groups, rows } from "./groups";

const rev = (number: number, minute: number, more: Partial<Revision> = {}): Revision => ({
  number,
  author: "ada",
  time: new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString(),
  title: `Edit ${number}`,
  hash: "",
  content: "",
  files: [],
  wrote: [],
  text: true,
  ...more,
});

const numbers = (list: Revision[]) => groups(list).map((g) => g.list.map((r) => r.number));

describe("revisions that were typed", () => {
  it("are one entry while the pauses are short", () => {
    expect(numbers([rev(4, 12), rev(3, 10), rev(2, 6), rev(1, 0)])).toEqual([[4, 3, 2], [1]]);
  });
  it("stay apart from other authors, other commands, undos and other editors", () => {
    expect(numbers([rev(3, 2), rev(2, 1, { author: "ben" }), rev(1, 0)])).toEqual([[3], [2], [1]]);
    expect(numbers([rev(3, 2), rev(2, 1, { text: false }), rev(1, 0)])).toEqual([[3], [2], [1]]);
    expect(numbers([rev(3, 2), rev(2, 1, { undo: 1 }), rev(1, 0)])).toEqual([[3], [2], [1]]);
    expect(numbers([rev(2, 1), rev(1, 0, { outside: true })])).toEqual([[2], [1]]);
  });
  it("show their revisions when opened, or when one of them is looked at", () => {
    const list = groups([rev(3, 2), rev(2, 1), rev(1, 0, { text: false })]);
    const closed = rows(list, new Set(), { from: 1, to: 3 });
    expect(closed.map((r) => r.key)).toEqual(["g3", "g1"]);
    expect(closed[0]?.range).toEqual({ from: 1, to: 3 });
    expect(rows(list, new Set([3]), { from: 0, to: 1 }).map((r) => r.key)).toEqual(["g3", "r3", "r2", "g1"]);
    expect(rows(list, new Set(), { from: 1, to: 2 }).map((r) => r.key)).toEqual(["g3", "r3", "r2", "g1"]);
  });
});
