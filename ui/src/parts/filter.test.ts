import { describe, expect, it } from "vitest";
import { formatFilter, matcher, parseFilter, toggleToken } from "./filter";

interface Row {
  id: string;
  severity: string;
  tags: string[];
  text: string;
}
const rows: Row[] = [
  { id: "a", severity: "S5", tags: ["spoofing", "safety"], text: "forged drug library" },
  { id: "b", severity: "S4", tags: ["tampering"], text: "replayed command" },
  { id: "c", severity: "S2", tags: [], text: "drug names read by strangers" },
];
const ids = (text: string) =>
  rows
    .filter(
      matcher<Row>(
        text,
        { severity: (r) => r.severity, category: (r) => r.tags, owner: () => undefined },
        (r) => r.text,
      ),
    )
    .map((r) => r.id)
    .join("");

describe("filters", () => {
  it.each([
    ["", "abc"],
    ["drug", "ac"],
    ["DRUG library", "a"],
    ["!drug", "b"],
    ["severity:S5", "a"],
    ["severity:s5 severity:S4", "ab"],
    ["!severity:S5", "bc"],
    ["category:safety", "a"],
    ["!category:safety drug", "c"],
    ["owner:jane", ""],
    ["nokey:x", ""],
    ["   ", "abc"],
    ['"drug names"', "c"],
  ])("%s gives %s", (text, want) => expect(ids(text)).toBe(want));

  it("go from text to tokens and back", () => {
    for (const text of ["a b", "severity:s5 !owner:x", 'owner:"jane doe" lib']) {
      expect(parseFilter(formatFilter(parseFilter(text)))).toEqual(parseFilter(text));
    }
  });

  it("toggle a token", () => {
    const on = toggleToken("drug", "severity", "S5");
    expect(on).toBe("drug severity:s5");
    expect(toggleToken(on, "severity", "S5")).toBe("drug");
    expect(toggleToken("!severity:s5", "severity", "S5")).toBe("!severity:s5 severity:s5");
  });
});
