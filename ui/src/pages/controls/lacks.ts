// What controls, requirements and tests lack: pure functions over the entries of the model.
import type { Entry, Finding } from "@/api/types";
import { wordOf, wordsOf } from "../risk/common";

export interface GapOf {
  kind:
    | "nothingAnswered"
    | "noRequirement"
    | "noTest"
    | "failed"
    | "notProven"
    | "depends"
    | "unknownIntroduced"
    | "noBecause"
    | "notTested"
    | "notUsed"
    | "failedTest"
    | "openTest"
    | "unused"
    | "noEvidence";
  /** The test or control that it is about. */
  about?: string;
}

export interface Known {
  controls: readonly Entry[];
  requirements: readonly Entry[];
  tests: readonly Entry[];
  findings: readonly Finding[];
}

const ranks = ["gap", "waived", "planned", "implemented", "inherited", "verified"];
export const statusOf = (c: Entry | undefined): string => wordOf(c?.status) || "planned";
const done = (c: Entry | undefined): boolean => ranks.indexOf(statusOf(c)) >= ranks.indexOf("implemented");

/** The tests that prove a control: its own, and those of the requirements that it meets. */
export function testsOf(c: Entry, requirements: ReadonlyMap<string, Entry>): string[] {
  const out = new Set(wordsOf(c.tests));
  for (const r of wordsOf(c.requirements)) for (const t of wordsOf(requirements.get(r)?.tests)) out.add(t);
  return [...out];
}

const byId = (list: readonly Entry[]) => new Map(list.map((e) => [e.id, e]));

export function controlGaps(c: Entry, k: Known): GapOf[] {
  const out: GapOf[] = [];
  const status = statusOf(c);
  if (status === "waived") return c.because ? [] : [{ kind: "noBecause" }];
  if (!k.findings.some((f) => f.controls.includes(c.id))) out.push({ kind: "nothingAnswered" });
  const tests = byId(k.tests);
  const mine = testsOf(c, byId(k.requirements));
  if (done(c) && status !== "inherited") {
    if (wordsOf(c.requirements).length === 0) out.push({ kind: "noRequirement" });
    if (mine.length === 0) out.push({ kind: "noTest" });
  }
  for (const t of mine) if (tests.get(t)?.result === "failed") out.push({ kind: "failed", about: t });
  if (status === "verified" && mine.length > 0 && !mine.some((t) => tests.get(t)?.result === "passed"))
    out.push({ kind: "notProven" });
  const controls = byId(k.controls);
  if (done(c))
    for (const d of wordsOf(c["depends-on"])) if (!done(controls.get(d))) out.push({ kind: "depends", about: d });
  if (done(c) && c.introduces === undefined) out.push({ kind: "unknownIntroduced" });
  return out;
}

export function requirementGaps(r: Entry, k: Known): GapOf[] {
  const out: GapOf[] = [];
  if (!k.controls.some((c) => wordsOf(c.requirements).includes(r.id))) out.push({ kind: "notUsed" });
  if (wordsOf(r.tests).length === 0) out.push({ kind: "notTested" });
  return out;
}

export function testGaps(t: Entry, k: Known): GapOf[] {
  const out: GapOf[] = [];
  const used = [...k.controls, ...k.requirements].some((e) => wordsOf(e.tests).includes(t.id));
  if (!used) out.push({ kind: "unused" });
  if (t.result === "failed") out.push({ kind: "failedTest" });
  if (!t.result || t.result === "open") out.push({ kind: "openTest" });
  if (t.result === "passed" && !t.evidence) out.push({ kind: "noEvidence" });
  return out;
}
