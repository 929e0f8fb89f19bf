import { describe, expect, it } from "vitest";
import type { Finding } from "@/api/types";
import { controlGaps, type Known, requirementGaps, testGaps, testsOf } from "./lacks";

const known: Known = {
  controls: [
    { id: "c", status: "verified", requirements: ["r"], "depends-on": ["keys"], introduces: [] },
    { id: "keys" },
    { id: "lone", status: "implemented" },
    { id: "off", status: "waived" },
  ],
  requirements: [
    { id: "r", tests: ["t"] },
    { id: "free", tests: [] },
  ],
  tests: [
    { id: "t", result: "failed" },
    { id: "u", result: "passed" },
  ],
  findings: [{ id: "f", controls: ["c", "keys"] } as unknown as Finding],
};
const kinds = (list: { kind: string; about?: string }[]) =>
  list.map((g) => (g.about ? `${g.kind} ${g.about}` : g.kind));
const entry = (list: Known["controls"], id: string) => list.find((e) => e.id === id) ?? { id };

describe("gaps", () => {
  it("holds a control to its status", () => {
    expect(kinds(controlGaps(entry(known.controls, "c"), known))).toEqual(["failed t", "notProven", "depends keys"]);
    expect(kinds(controlGaps(entry(known.controls, "keys"), known))).toEqual([]);
    expect(kinds(controlGaps(entry(known.controls, "lone"), known))).toEqual([
      "nothingAnswered",
      "noRequirement",
      "noTest",
      "unknownIntroduced",
    ]);
    expect(kinds(controlGaps(entry(known.controls, "off"), known))).toEqual(["noBecause"]);
  });
  it("finds tests by way of requirements", () => {
    expect(testsOf(entry(known.controls, "c"), new Map(known.requirements.map((r) => [r.id, r])))).toEqual(["t"]);
  });
  it("holds requirements and tests to what they are for", () => {
    expect(kinds(requirementGaps(entry(known.requirements, "r"), known))).toEqual([]);
    expect(kinds(requirementGaps(entry(known.requirements, "free"), known))).toEqual(["notUsed", "notTested"]);
    expect(kinds(testGaps(entry(known.tests, "t"), known))).toEqual(["failedTest"]);
    expect(kinds(testGaps(entry(known.tests, "u"), known))).toEqual(["unused", "noEvidence"]);
  });
});
