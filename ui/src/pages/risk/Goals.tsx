// Goals: what shall hold, who would break it, and how that stands.
import { EmptyState, Risk } from "@/parts";
import { Icon } from "@/shell/icons";
import { PageLink } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { type GoalRow, useAsk } from "./api";
import { EntryLink, FindingLink, Gap, mostIds, Rows, Some, Waiting, Wide } from "./common";
import { shared, words } from "./words";

export function Goals() {
  const t = useWords(words);
  const s = useWords(shared);
  const { data, error } = useAsk<GoalRow[]>("/goals");
  if (!data) return <Waiting error={error} />;
  if (data.length === 0) return <EmptyState icon="check" title={t("noGoals")} text={t("noGoalsText")} />;
  return (
    <Wide label={t("goals")}>
      <table className="t-sheet" data-stack>
        <thead>
          <tr>
            <th scope="col">{t("goal")}</th>
            <th scope="col">
              {s("beforeShort")} → {s("after")}
            </th>
            <th scope="col">{t("standing")}</th>
            <th scope="col">{t("against")}</th>
            <th scope="col">{t("trees")}</th>
          </tr>
        </thead>
        <tbody>
          {data.map((g) => (
            <tr key={g.goal}>
              <th scope="row" className="risk-goal">
                <EntryLink section="goals" id={g.goal}>
                  {g.text}
                </EntryLink>
                <span className="r-sub">
                  {g.kind}
                  {g.owner ? ` · ${g.owner}` : ""}
                  {g.serves.length > 0 ? " → " : ""}
                  {g.serves.join(", ")}
                </span>
              </th>
              <td className="risk-turn" data-label={`${s("beforeShort")} → ${s("after")}`}>
                {g.before ? <Risk id={g.before} /> : <span className="t-dim">{s("notRated")}</span>}
                <span>
                  <Icon name="right" size={13} />
                  {g.left ? <Risk id={g.left} /> : <span className="r-good">{s("nothing")}</span>}
                </span>
              </td>
              <td data-label={t("standing")}>
                <span className={g.open ? "risk-bad risk-word" : "r-good risk-word"}>
                  <Icon name={g.open ? "warning" : "check"} size={13} />
                  {g.open ? t("standsOpen") : t("standsDone")}
                </span>
                <span className="r-sub">
                  <Rows
                    ids={g.findings}
                    {...(g.findings.length > mostIds ? { wide: g.hazards.map((h) => `hazard:${h}`).join(" ") } : {})}
                  >
                    {t("allThreats", { n: g.findings.length })}
                  </Rows>
                </span>
                {g.leftFinding ? (
                  <span className="r-sub">
                    <FindingLink id={g.leftFinding} />
                  </span>
                ) : null}
                {g.gaps.map((x) => (
                  <div key={x}>
                    <Gap>{x}</Gap>
                  </div>
                ))}
              </td>
              <td data-label={t("against")}>
                <Some items={g.antiGoals.map((a) => <EntryLink key={a} section="anti-goals" id={a} />)} />
              </td>
              <td data-label={t("trees")}>
                <Some
                  items={g.trees.map((x) => (
                    <PageLink key={x} page="paths" search={{ tab: "trees", tree: x }} className="r-link">
                      {x}
                    </PageLink>
                  ))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
