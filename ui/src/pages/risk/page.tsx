// Risk and harm: the security register and the safety register, kept apart and linked; goals with how they stand; the
// scales in force.
import { type ReactNode, useMemo } from "react";
import { EmptyState, Risk } from "@/parts";
import { useView } from "@/project/use";
import { useProjectId, useSearchText } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { fileOf, type Register, useAsk } from "./api";
import { Choice, Download, Waiting } from "./common";
import { Goals } from "./Goals";
import { Safety } from "./Safety";
import { Scales } from "./Scales";
import { Security } from "./Security";
import { TabbedPage } from "./TabbedPage";
import { shared, words } from "./words";
import "./risk.css";

export type Counted = "before" | "planned" | "implemented" | "verified";

export default function RiskPage() {
  const t = useWords(words);
  const project = useProjectId() ?? "";
  const { data, error } = useAsk<Register>("/risk");
  const goals = useView((x) => x.model.sections.goals?.length);
  const file = (path: string) => fileOf(project, path);
  const ready = (show: (data: Register) => ReactNode) => () => (data ? show(data) : <Waiting error={error} />);
  return (
    <TabbedPage
      name="risk"
      title={t("title")}
      lead={t("lead")}
      side={
        <Download
          files={[
            { href: file("/risk/both/xlsx"), text: t("xlsx") },
            { href: file("/risk/security/csv"), text: t("csvSecurity") },
            { href: file("/risk/safety/csv"), text: t("csvSafety") },
            { href: file("/risk/both/svg"), text: t("svg") },
            { href: file("/risk/both/md"), text: t("md") },
            { href: file("/risk/both/json"), text: t("json") },
          ]}
        />
      }
      tabs={[
        {
          id: "security",
          title: t("security"),
          count: data?.counts.security,
          show: ready((x) => <Counting data={x} show={(counted) => <Security data={x} counted={counted} />} />),
        },
        {
          id: "safety",
          title: t("safety"),
          count: data?.counts.hazards,
          show: ready((x) => <Counting data={x} show={(counted) => <Safety data={x} counted={counted} />} />),
        },
        { id: "goals", title: t("goals"), count: goals, show: ready(() => <Goals />) },
        { id: "scales", title: t("scales"), show: ready(() => <Scales />) },
      ]}
    />
  );
}

/** A register under a choice of which controls count, with the levels that follow. */
function Counting({ data, show }: { data: Register; show: (counted: Counted) => ReactNode }) {
  const t = useWords(words);
  const s = useWords(shared);
  const after = useView((x) => x.scales.after) ?? "implemented";
  const [chosen, choose] = useSearchText("after");
  const counted = (["before", "planned", "implemented", "verified"].includes(chosen) ? chosen : after) as Counted;
  if (data.safety.length === 0) return <EmptyState icon="risk" title={t("noHazards")} text={t("noHazardsText")} />;
  return (
    <>
      <div className="r-bar r-noprint">
        <Choice
          label={s("counts")}
          value={counted}
          onChange={(v) => choose(v === after ? undefined : v)}
          options={[
            { value: "before", text: s("countNone") },
            { value: "planned", text: s("planned") },
            { value: "implemented", text: s("implemented") },
            { value: "verified", text: s("verified") },
          ]}
        />
      </div>
      <Levels data={data} counted={counted} />
      {show(counted)}
    </>
  );
}

/** How many security risks stand at each level before controls and with those that are counted. */
function Levels({ data, counted }: { data: Register; counted: Counted }) {
  const t = useWords(words);
  const s = useWords(shared);
  const scales = useView((x) => x.scales);
  const rows = useMemo(() => {
    const ids = [...(scales?.risks ?? []).map((r) => r.id).reverse(), ""];
    return ids.map((id) => ({
      id,
      before: data.security.filter((r) => r.risk.before === id).length,
      after: data.security.filter((r) => r.risk[counted] === id).length,
    }));
  }, [data, counted, scales]);
  const most = Math.max(1, ...rows.flatMap((r) => [r.before, r.after]));
  const word = counted === "before" ? s("before") : s(counted);
  return (
    <table className="risk-levels">
      <caption className="t-hidden">{t("levelsNote")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("level")}</th>
          <th scope="col">{s("before")}</th>
          <th scope="col">{counted === "before" ? s("before") : `${s("after")}: ${word.toLowerCase()}`}</th>
        </tr>
      </thead>
      <tbody>
        {rows
          .filter((r) => r.before > 0 || r.after > 0 || r.id !== "")
          .map((r) => (
            <tr key={r.id}>
              <th scope="row">{r.id ? <Risk id={r.id} /> : s("nothing")}</th>
              <td>
                <Bar n={r.before} most={most} />
              </td>
              <td>
                <Bar n={r.after} most={most} change={r.after - r.before} />
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Bar({ n, most, change }: { n: number; most: number; change?: number }) {
  return (
    <span className="risk-bar">
      <span className="risk-bar-n">{n}</span>
      <span className="risk-bar-line" style={{ width: `${(n / most) * 100}%` }} />
      {change ? <span className="t-dim">{change > 0 ? `+${change}` : `−${-change}`}</span> : null}
    </span>
  );
}
