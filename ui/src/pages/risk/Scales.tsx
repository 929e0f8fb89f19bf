// The scales in force: words of each level, who may accept what, and the level of each cell.
import type { ReactNode } from "react";
import { Exploitability, Risk, riskLevel, Severity } from "@/parts";
import { useView } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { Part, Wide } from "./common";
import { shared, words } from "./words";
import "./matrix.css";

export function Scales() {
  const t = useWords(words);
  const s = useWords(shared);
  const scales = useView((x) => x.scales);
  if (!scales) return null;
  const accept: Record<string, string> = {
    acceptable: t("acceptable"),
    justify: t("justify"),
    unacceptable: t("unacceptable"),
  };
  return (
    <>
      <p className="r-note">{t("scalesNote", { after: s(scales.after as "planned").toLowerCase() })}</p>
      <Part title={t("level")}>
        <Wide label={t("level")}>
          <table className="t-sheet" data-stack>
            <thead>
              <tr>
                <th scope="col">{t("level")}</th>
                <th scope="col">{t("accept")}</th>
                <th scope="col">{t("authority")}</th>
                <th scope="col">{t("controlled")}</th>
                <th scope="col">{t("means")}</th>
              </tr>
            </thead>
            <tbody>
              {[...scales.risks].reverse().map((r) => (
                <tr key={r.id}>
                  <th scope="row">
                    <Risk id={r.id} />
                  </th>
                  <td data-label={t("accept")}>{accept[r.accept] ?? r.accept}</td>
                  <td data-label={t("authority")}>{r.authority.length > 0 ? r.authority.join(", ") : t("anyone")}</td>
                  <td data-label={t("controlled")}>{r.controlled ? t("controlled") : t("notControlled")}</td>
                  <td data-label={t("means")}>{r.text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      </Part>
      <Part title={t("matrix")}>
        <Wide label={t("matrix")}>
          <table className="r-matrix risk-scale-matrix">
            <thead>
              <tr>
                <td />
                {scales.exploitability.map((e, i) => (
                  <th key={e.id} scope="col">
                    <Exploitability level={i + 1} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {scales.severity.map((_, i) => {
                const n = scales.severity.length - i;
                return (
                  <tr key={n}>
                    <th scope="row">
                      <Severity level={n} />
                    </th>
                    {scales.matrix[n - 1]?.map((level, e) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                      <td key={e} data-level={riskLevel(level, scales)}>
                        <Risk id={level} />
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Wide>
      </Part>
      <Part title={t("severity")}>
        <Words levels={scales.severity} badge={(n) => <Severity level={n} />} />
      </Part>
      <Part title={t("exploitability")}>
        <Words levels={scales.exploitability} badge={(n) => <Exploitability level={n} />} />
      </Part>
    </>
  );
}

function Words({ levels, badge }: { levels: { id: string; text: string }[]; badge: (n: number) => ReactNode }) {
  return (
    <dl className="risk-words">
      {levels
        .map((l, i) => ({ l, n: i + 1 }))
        .reverse()
        .map(({ l, n }) => (
          <div key={l.id}>
            <dt>{badge(n)}</dt>
            <dd>{l.text}</dd>
          </div>
        ))}
    </dl>
  );
}
