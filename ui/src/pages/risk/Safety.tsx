// The safety register: each hazard with its situations and harm, what leads to it, and how that stands.
import { useState } from "react";
import { Risk, riskLevel, Severity } from "@/parts";
import { useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { PageLink } from "@/shell/router";
import { type Translate, useWords } from "@/words/catalogue";
import type { Register, SafetyRow } from "./api";
import { EntryLink, FindingLink, Gap, Some, Target, Wide } from "./common";
import type { Counted } from "./page";
import { shared, words } from "./words";

export function Safety({ data, counted }: { data: Register; counted: Counted }) {
  const t = useWords(words);
  const s = useWords(shared);
  return (
    <>
      <p className="r-note risk-note">{t("controlledNote")}</p>
      <Wide label={t("safety")}>
        <table className="t-sheet risk-safety" data-stack>
          <thead>
            <tr>
              <th scope="col">{t("hazard")}</th>
              <th scope="col">{t("situationsHarm")}</th>
              <th scope="col">{t("threats")}</th>
              <th scope="col">{headOf(counted, s)}</th>
              <th scope="col">{t("controls")}</th>
            </tr>
          </thead>
          <tbody>
            {data.safety.map((row) => (
              <Hazard key={row.hazard} row={row} data={data} counted={counted} />
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  );
}

const headOf = (counted: Counted, s: Translate<(typeof shared)["en"]>) =>
  counted === "before" ? s("beforeShort") : `${s("beforeShort")} → ${s(counted)}`;

function Hazard({ row, data, counted }: { row: SafetyRow; data: Register; counted: Counted }) {
  const t = useWords(words);
  const s = useWords(shared);
  const scales = useView((x) => x.scales);
  const [open, setOpen] = useState(false);
  const threats = data.security.filter((r) => r.hazards.includes(row.hazard));
  // With another status than that of the scales the worst level is taken from the threats themselves.
  const own =
    counted === scales?.after
      ? row.residual
      : worst(
          threats.map((r) => r.risk[counted]),
          scales,
        );
  const left = counted === "before" ? row.before : capped(own, row, scales);
  const name = row.text;
  return (
    <>
      <tr>
        <th scope="row">
          <div className="risk-hazard">
            <button
              type="button"
              className="risk-twist"
              aria-expanded={open}
              aria-label={open ? t("hideThreats", { name }) : t("showThreats", { name })}
              onClick={() => setOpen(!open)}
            >
              <Icon name={open ? "down" : "right"} size={14} />
            </button>
            <div>
              <b className="r-id">{row.hazard}</b>{" "}
              <EntryLink section="hazards" id={row.hazard}>
                {row.text}
              </EntryLink>
              <span className="risk-tags">
                <Severity level={Number(row.severity.slice(1)) || 0} />
                <span className="r-sub">
                  {row.patients === "many" ? s("many") : row.patients === "one" ? s("one") : t("noHealth")}
                </span>
              </span>
            </div>
          </div>
        </th>
        <td data-label={t("situationsHarm")}>
          {row.situations.length === 0 ? <Gap>{t("noSituations")}</Gap> : null}
          <ul className="r-plain">
            {row.situations.map((x) => (
              <li key={x.id}>
                <EntryLink section="situations" id={x.id}>
                  {x.text}
                </EntryLink>
                <span className="r-sub">→ {x.harm || row.harm}</span>
              </li>
            ))}
            {row.situations.length === 0 ? <li className="r-sub">→ {row.harm}</li> : null}
          </ul>
        </td>
        <td data-label={t("threats")}>
          <PageLink page="threats" search={{ q: `hazard:${row.hazard}` }} className="r-link">
            {t("allThreats", { n: row.threats.length })}
          </PageLink>
          {row.open > 0 ? (
            <span className="r-sub">
              <PageLink
                page="threats"
                search={{ q: `hazard:${row.hazard} state:open state:review state:planned` }}
                className="r-link"
              >
                {t("ofThem", { n: row.open })}
              </PageLink>
            </span>
          ) : null}
        </td>
        <td className="risk-turn" data-label={headOf(counted, s)}>
          {row.before ? <Risk id={row.before} /> : <span className="t-dim">{s("notRated")}</span>}
          {counted === "before" ? null : (
            <span>
              <Icon name="right" size={13} />
              {left ? <Risk id={left} /> : <span className="r-good">{s("nothing")}</span>}
            </span>
          )}
          {counted === scales?.after ? (
            <span className={row.controlled ? "r-good risk-word" : "risk-word risk-bad"}>
              <Icon name={row.controlled ? "check" : "warning"} size={13} />
              {row.controlled ? t("controlled") : t("notControlled")}
            </span>
          ) : null}
        </td>
        <td data-label={t("controls")}>
          {row.mitigated.length === 0 ? (
            <Gap>{t("noControls")}</Gap>
          ) : (
            <button type="button" className="r-link" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t("allControls", { n: row.mitigated.length })}
            </button>
          )}
          {row.introduced.length > 0 ? (
            <span className="r-sub" title={t("introducedNote")}>
              {t("introducedBy", { n: row.introduced.length })}
            </span>
          ) : null}
        </td>
      </tr>
      {open ? (
        <tr className="risk-more">
          <td colSpan={5}>
            {row.functions.length > 0 ? (
              <p>
                {t("functions")}: <Some items={row.functions.map((f) => <Target key={f} id={f} />)} most={6} />
              </p>
            ) : null}
            <Names label={t("mitigated")} ids={row.mitigated} />
            <Names label={t("introduced")} ids={row.introduced} />
            <ul className="risk-threats">
              {threats.slice(0, 40).map((r) => (
                <li key={r.finding}>
                  <Risk id={r.risk[counted] || ""} />
                  <FindingLink id={r.finding}>{r.title}</FindingLink>
                </li>
              ))}
            </ul>
            {threats.length > 40 ? (
              <PageLink page="threats" search={{ q: `hazard:${row.hazard}` }} className="r-link">
                {s("more", { n: threats.length - 40 })}
              </PageLink>
            ) : null}
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Names({ label, ids }: { label: string; ids: string[] }) {
  if (ids.length === 0) return null;
  return (
    <p>
      {label}: <Some items={ids.map((c) => <EntryLink key={c} section="controls" id={c} />)} most={6} />
    </p>
  );
}

type Scales = Parameters<typeof riskLevel>[1];

const worst = (ids: string[], scales: Scales) =>
  ids.reduce((a, b) => (riskLevel(b, scales) > riskLevel(a, scales) ? b : a), "");

// A threat is rated by its worst hazard; this hazard may be milder, and then no threat to it is worse than before.
const capped = (id: string, row: SafetyRow, scales: Scales) =>
  riskLevel(id, scales) > riskLevel(row.before, scales) ? row.before : id;
