// The risk matrix as a table: severity down, exploitability across. Each cell says its level by word, shape and colour, and
// its number leads to the threats that stand there.
import { useMemo } from "react";
import { Exploitability, Risk, riskLevel, Severity } from "@/parts";
import { useFindings, useView } from "@/project/use";
import { PageLink } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { cellFilter, cellsOf, type Stage } from "./cells";
import { shared } from "./words";
import "./matrix.css";

/** A number of threats that leads to them. */
function Count({ n, q }: { n: number; q: string }) {
  const t = useWords(shared);
  if (n === 0) return <span className="t-dim">0</span>;
  return (
    <PageLink page="threats" search={{ q }} className="r-link" title={t("toRows", { n })}>
      {n}
    </PageLink>
  );
}

export function Matrix({ stage, caption }: { stage: Stage; caption: string }) {
  const t = useWords(shared);
  const findings = useFindings();
  const scales = useView((s) => s.scales);
  const cells = useMemo(() => cellsOf(findings, stage), [findings, stage]);
  const levels = [1, 2, 3, 4, 5];
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
                    <Count n={here.length} q={cellFilter(stage, s, e)} />
                    <Risk id={level} short />
                    <span className="r-matrix-level" aria-hidden="true">
                      {scales?.risks.find((r) => r.id === level)?.name ?? level}
                    </span>
                  </td>
                );
              })}
              <td className="r-matrix-sum">
                <Count n={row.length} q={cellFilter(stage, s)} />
              </td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("total")}</th>
          {levels.map((e) => (
            <td key={e} className="r-matrix-sum">
              <Count
                n={levels.reduce((n, s) => n + (cells.get(`${s},${e}`)?.length ?? 0), 0)}
                q={cellFilter(stage, undefined, e)}
              />
            </td>
          ))}
          <td className="r-matrix-sum">
            <Count n={[...cells.values()].reduce((n, c) => n + c.length, 0)} q={cellFilter(stage)} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
