import { expect, it } from "vitest";
import { linesOfClash } from "./clash";

it("shows of a file the lines that are meant", () => {
  const file = (line: string) => `theriac: 1\nelements:\n  a: {name: ${line}}\n  b: {name: B}\n`;
  const c = { path: "file:theriac.yaml", theirs: file("Theirs"), yours: file("Mine"), by: "ben", at: 2 };
  expect(linesOfClash(c)).toEqual({
    ...c,
    path: "theriac.yaml:3",
    theirs: "  a: {name: Theirs}",
    yours: "  a: {name: Mine}",
  });
  const long = linesOfClash({ ...c, theirs: "x\n".repeat(40) });
  expect(String(long.theirs).split("\n")).toHaveLength(11);
  expect(linesOfClash({ ...c, yours: `${c.theirs}more\n` }).theirs).toBe("");
  const key = { path: "elements/a/name", theirs: "A", yours: "B", by: "ben", at: 2 };
  expect(linesOfClash(key)).toBe(key);
});
