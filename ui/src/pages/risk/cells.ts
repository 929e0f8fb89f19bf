// Which findings stand where in the risk matrix, and the filter that leads to them.
import type { Finding } from "@/api/types";

export type Stage = "before" | "residual";

const at = (f: Finding, stage: Stage) => (stage === "before" ? f.exploitability : f.residualExploitability);
const levelOf = (f: Finding, stage: Stage) => (stage === "before" ? f.risk : f.residual);

/** Where each finding stands: "5,4" to the ids there. What is not rated, or has nothing left, stands nowhere. */
export function cellsOf(findings: readonly Finding[], stage: Stage): Map<string, Finding[]> {
  const out = new Map<string, Finding[]>();
  for (const f of findings) {
    if (!levelOf(f, stage)) continue;
    const key = `${f.severity},${at(f, stage)}`;
    const list = out.get(key);
    if (list) list.push(f);
    else out.set(key, [f]);
  }
  return out;
}

/**
 * The filter of the page of threats that leaves the rows of a cell; without severity or exploitability those of a column,
 * of a row, or all that stand in the matrix.
 */
export function cellFilter(stage: Stage, severity?: number, exploitability?: number): string {
  const [level, ease] = stage === "before" ? ["risk", "exploitability"] : ["left", "exploitability-left"];
  const tokens = [
    severity ? `severity:S${severity}` : "",
    exploitability ? `${ease}:E${exploitability}` : "",
    `!${level}:none`,
  ];
  return tokens.filter(Boolean).join(" ");
}
