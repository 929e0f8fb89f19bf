import { describe, expect, it } from "vitest";
import type { Entry, Value } from "@/api/types";
import { addCounter, addUnder, linkUnder, moveRow, removeRow, rowsOf, setNode } from "./tree";

const tree = (nodes: Entry[], root = "top"): Entry => ({ id: "t", root, nodes: nodes as unknown as Value });

// top: enter (in, over), then take; over stands under both; lock counters in; pick counters lock.
const example = tree([
  { id: "top", gate: "ordered", of: ["enter", "take"] },
  { id: "enter", gate: "or", of: ["in", "over"] },
  { id: "in", text: "Through the door" },
  { id: "over", text: "Over the wall" },
  { id: "take", of: ["over"] },
  { id: "lock", control: "c1", counters: ["in"] },
  { id: "pick", text: "Pick the lock", side: "attack", counters: ["lock"] },
]);
const none = new Set<string>();
const row = (key: string, t = example) => {
  const r = rowsOf(t, none).find((x) => x.key === key);
  if (!r) throw new Error(`no row ${key} in ${rowsOf(t, none).map((x) => x.key)}`);
  return r;
};

describe("the outline of a tree", () => {
  it("shows each place of a node, its own nodes once, and what counters it", () => {
    expect(
      rowsOf(example, none).map((r) => `${"  ".repeat(r.depth)}${r.id} ${r.as}${r.again ? " again" : ""}`),
    ).toEqual([
      "top root",
      "  enter of",
      "    in of",
      "      lock counter",
      "        pick counter",
      "    over of",
      "  take of",
      "    over of again",
    ]);
  });
  it("hides what is under a folded row, and shows what nothing leads to", () => {
    expect(rowsOf(example, new Set(["top/enter"])).map((r) => r.key)).toEqual([
      "top",
      "top/enter",
      "top/take",
      "top/take/over",
    ]);
    const loose = tree([{ id: "top", of: [] }, { id: "x", of: ["y"] }, { id: "y" }]);
    expect(rowsOf(loose, none).map((r) => `${r.key} ${r.as}`)).toEqual(["top root", "?/x loose", "?/x/y of"]);
  });
  it("ends on a circle", () => {
    const circle = tree([
      { id: "top", of: ["a"] },
      { id: "a", of: ["top"] },
    ]);
    expect(rowsOf(circle, none).map((r) => r.id)).toEqual(["top", "a", "top"]);
    const apart = tree([{ id: "top" }, { id: "a", of: ["b"] }, { id: "b", of: ["a"] }]);
    expect(rowsOf(apart, none).map((r) => r.id)).toEqual(["top", "a", "b", "a"]);
  });
});

describe("changes of a tree", () => {
  it("adds under a fresh id", () => {
    expect(addUnder(example, "take", "Run").commands).toEqual([
      { verb: "set", path: "trees/t/nodes/step", value: { text: "Run" } },
      { verb: "append", path: "trees/t/nodes/take/of", value: "step" },
    ]);
    expect(addCounter(example, "lock", "Saw").commands[0]).toMatchObject({
      value: { side: "attack", counters: ["lock"] },
    });
    expect(addCounter(example, "in", "Guard").commands[0]).toMatchObject({ value: { side: "defence" } });
  });
  it("cuts one link of a node that stands elsewhere as well", () => {
    expect(removeRow(example, row("top/take/over"))).toEqual([
      { verb: "drop", path: "trees/t/nodes/take/of", value: "over" },
    ]);
  });
  it("takes a node away with all that only it held, references first", () => {
    expect(removeRow(example, row("top/enter"))).toEqual([
      { verb: "drop", path: "trees/t/nodes/top/of", value: "enter" },
      { verb: "unset", path: "trees/t/nodes/enter" },
      { verb: "unset", path: "trees/t/nodes/in" },
      { verb: "unset", path: "trees/t/nodes/lock" },
      { verb: "unset", path: "trees/t/nodes/pick" },
    ]);
  });
  it("moves within the list and not beyond", () => {
    expect(moveRow(example, row("top/take"), -1)).toEqual([
      { verb: "set", path: "trees/t/nodes/top/of", value: ["take", "enter"] },
    ]);
    expect(moveRow(example, row("top/take"), 1)).toBeUndefined();
  });
  it("makes no circle", () => {
    expect(linkUnder(example, "in", "enter")).toBeUndefined();
    expect(linkUnder(example, "enter", "take")).toHaveLength(1);
  });
  it("gives a gate of some its number", () => {
    expect(setNode(example, "top", "gate", "at-least")).toHaveLength(2);
    expect(setNode(example, "in", "text", "")).toEqual([{ verb: "unset", path: "trees/t/nodes/in/text" }]);
  });
});
