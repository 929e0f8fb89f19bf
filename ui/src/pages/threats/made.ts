// Findings made up for tests and for measuring.
import type { Finding, ScaleWords } from "@/api/types";
import { type Names, type Row, rowMaker } from "./rows";

const level = (id: string) => ({ id, name: id, text: "", accept: "justify", authority: [], controlled: false });
export const scales: ScaleWords = {
  after: "verified",
  severity: [],
  exploitability: [],
  matrix: [],
  risks: ["low", "medium", "high", "extreme"].map(level),
};
export const names: Names = {
  target: (id) => (id === "wbm" ? "Wireless module" : id),
  clinical: (t) => (t === "flood" ? "The pump says that it has lost the network." : ""),
  hazard: (h) => (h === "H1" ? "Too much of the drug" : ""),
  scales,
};

export function finding(over: Partial<Finding>): Finding {
  return {
    id: "flood@wbm",
    threat: "flood",
    target: "wbm",
    title: "Flood stops it",
    rank: 1,
    severity: 4,
    certainty: "confirmed",
    state: "open",
    risk: "high",
    residual: "medium",
    exploitability: 3,
    residualExploitability: 2,
    many: false,
    hazards: ["H1"],
    categories: ["denial-of-service"],
    exposure: ["visitor"],
    suggested: [],
    controls: [],
    ...over,
  };
}

/** Rows with the words of a real model, mixed by a small generator that always gives the same. */
export function madeUp(n: number): Row[] {
  let seed = 7;
  const pick = <T>(list: readonly T[]): T => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return list[Math.floor((seed / 2147483648) * list.length)]!;
  };
  const nouns = ["firmware", "pump", "log", "library", "session", "radio", "bus", "server", "password", "order"];
  const out: Finding[] = [];
  for (let i = 0; i < n; i++) {
    const [a, b] = [pick(nouns), pick(nouns)];
    out.push(
      finding({
        id: `${a}-${b}@e${i}`,
        threat: `${a}-${b}`,
        target: `e${i}`,
        title: `An attacker on the ward network changes ${a} so that ${b} of unit ${i} is not what it was`,
        severity: pick([0, 1, 2, 3, 4, 5]),
        risk: pick(["low", "medium", "high", "extreme"]),
        state: pick(["open", "planned", "controlled", "accepted"] as const),
      }),
    );
  }
  return rowMaker()(out, names);
}
