// What a finding leads to: how it is rated, who can reach it, and which harm comes of it.
import { useMemo } from "react";
import type { Finding, State } from "@/api/types";
import { Exploitability, Risk, Severity } from "@/parts";
import { nameOf, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { plain } from "./Decide";
import type { Explained } from "./explained";
import { targetNames, useTerms } from "./library";
import { Part, Place } from "./ReasonPart";
import { words } from "./words";

export function RiskPart({ finding: f, why }: { finding: Finding; why: Explained }) {
  const t = useWords(words);
  const r = why.risk;
  if (!r.before) return null;
  const steps = [
    ["planned", r.planned],
    ["implemented", r.implemented],
    ["verified", r.verified],
  ] as const;
  return (
    <Part title={t("riskTitle")}>
      <div className="threats-risk">
        <span className="threats-fall">
          <Risk id={f.risk} />
          <Icon name="right" size={14} title={t("to")} />
          {f.residual ? <Risk id={f.residual} /> : <span className="t-dim">{t("nothingLeft")}</span>}
        </span>
        <span className="threats-fall t-dim">
          <Exploitability level={f.exploitability} />
          {f.residualExploitability && f.residualExploitability !== f.exploitability ? (
            <>
              <Icon name="right" size={14} title={t("to")} />
              <Exploitability level={f.residualExploitability} />
            </>
          ) : null}
        </span>
      </div>
      <table className="threats-steps">
        <caption className="t-hidden">{t("riskRowsNote")}</caption>
        <thead>
          <tr>
            {steps.map(([key]) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {steps.map(([key, id]) => (
              <td key={key}>{id ? <Risk id={id} /> : t("nothingLeft")}</td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className="t-dim">
        {t("ratedFrom", { from: r.from })}
        {r.points > 0 ? `, ${t("points", { n: r.points })}` : ""}
      </p>
      {r.assumed.length > 0 ? <p className="t-dim">{t("assumed", { list: r.assumed.join(", ") })}</p> : null}
    </Part>
  );
}

export function Reach({ why }: { why: Explained }) {
  const t = useWords(words);
  const terms = useTerms();
  const model = useView((s) => s.model);
  const name = useMemo(() => (model ? targetNames(model) : (id: string) => id), [model]);
  const way = (w: Explained["ways"][number]) =>
    [
      w.flow ? t("wayOver", { flow: name(w.flow) }) : "",
      w.zone ? t("wayFrom", { zone: name(w.zone) }) : w.carrier ? t("wayBy", { carrier: name(w.carrier) }) : "",
      w.usual ? t("wayUsual") : "",
    ]
      .filter(Boolean)
      .join(", ");
  return (
    <Part title={t("reach")}>
      {why.ways.length === 0 ? <p className="t-dim">{t("reachNone")}</p> : null}
      <ul className="threats-plain">
        {why.ways.map((w) => (
          <li key={w.position}>
            <b>{terms?.("position", w.position)?.title ?? plain(w.position)}</b>
            {w.by ? <span className="t-dim">, {way(w)}</span> : null}
          </li>
        ))}
      </ul>
    </Part>
  );
}

export function Leads({ why, model }: { why: Explained; model: State["model"] }) {
  const t = useWords(words);
  const fn = (id: string) =>
    nameOf(
      model.sections.functions?.find((x) => x.id === id),
      id,
    );
  return (
    <Part title={t("leads")}>
      {why.leadsTo.length === 0 ? <p className="t-dim">{t("leadsNone")}</p> : null}
      <ul className="threats-plain">
        {why.leadsTo.map((c) => (
          <li key={`${c.hazard} ${c.function} ${c.path.join(" ")}`}>
            <span className="threats-lead">
              <Severity level={Number(c.severity.slice(1)) || 0} short />
              <b>{c.text || c.hazard}</b>
            </span>
            <span className="threats-path">
              {c.path.map((id, i) => (
                <span key={id}>
                  {i > 0 ? <Icon name="right" size={12} title={t("to")} /> : null}
                  <Place id={id} />
                </span>
              ))}
              {c.function ? <span className="t-dim">{t("fails", { fn: fn(c.function) })}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
