import { expect, it } from "vitest";
import { readCSV } from "./csv";

it("reads quotes, line ends within them and empty cells", () => {
  expect(readCSV('\ufeffa,b\r\n"x, ""y""\nz",\r\n', 9)).toEqual({
    rows: [
      ["a", "b"],
      ['x, "y"\nz', ""],
    ],
    all: 2,
  });
  expect(readCSV("a\nb\nc", 2)).toEqual({ rows: [["a"], ["b"]], all: 3 });
  expect(readCSV("", 2)).toEqual({ rows: [], all: 0 });
});
