// The risk matrix as a table: severity down, exploitability across. Each cell says its level by word, shape and colour, and
// its number leads to the threats that stand there.
import { useMemo } from "react";
import type { Finding } from "@/api/types";
import { Exploitability, Risk, riskLevel, Severity } from "@/parts";
import { useFindings, useView } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { Rows } from "./common";
import { shared } from "./words";
import "./matrix.css";

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

export function Matrix({ stage, caption }: { stage: Stage; caption: string }) {
  const t = useWords(shared);
  const findings = useFindings();
  const scales = useView((s) => s.scales);
  const cells = useMemo(() => cellsOf(findings, stage), [findings, stage]);
  const levels = [1, 2, 3, 4, 5];
  const filter = (s: number, e: number, level: string) => {
    if (stage === "before") return `severity:S${s} exploitability:E${e}`;
    // What is left is filtered by level; that is this cell alone where no other cell of the row has the level.
    const others = levels.some((x) => x !== e && scales?.matrix[s - 1]?.[x - 1] === level && cells.has(`${s},${x}`));
    return others ? undefined : `severity:S${s} left:${level}`;
  };
  return (
    <table className="r-matrix">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <td />
          {levels.map((e) => (
            <th key={e} scope="col">
              <Exploitability level={e} short />
              <span className="r-matrix-word">{scales?.exploitability[e - 1]?.name}</span>
            </th>
          ))}
          <th scope="col" className="r-matrix-sum">
            {t("total")}
          </th>
        </tr>
      </thead>
      <tbody>
        {[...levels].reverse().map((s) => {
          const row = levels.flatMap((e) => cells.get(`${s},${e}`) ?? []);
          return (
            <tr key={s}>
              <th scope="row">
                <Severity level={s} short />
                <span className="r-matrix-word">{scales?.severity[s - 1]?.name}</span>
              </th>
              {levels.map((e) => {
                const level = scales?.matrix[s - 1]?.[e - 1] ?? "";
                const here = cells.get(`${s},${e}`) ?? [];
                return (
                  <td key={e} data-level={riskLevel(level, scales)} data-empty={here.length === 0 || undefined}>
                    <Rows ids={here.map((f) => f.id)} wide={filter(s, e, level) as string} />
                    <Risk id={level} short />
                    <span className="r-matrix-level" aria-hidden="true">
                      {scales?.risks.find((r) => r.id === level)?.name ?? level}
                    </span>
                  </td>
                );
              })}
              <td className="r-matrix-sum">{row.length}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("total")}</th>
          {levels.map((e) => (
            <td key={e} className="r-matrix-sum">
              {levels.reduce((n, s) => n + (cells.get(`${s},${e}`)?.length ?? 0), 0)}
            </td>
          ))}
          <td className="r-matrix-sum">{[...cells.values()].reduce((n, c) => n + c.length, 0)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
