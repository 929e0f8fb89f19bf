// The columns of the threats table.
import { useMemo } from "react";
import { Certainty, type Column, Exploitability, Risk, RowCard, Severity, StateOf } from "@/parts";
import { Icon } from "@/shell/icons";
import { date, type Translate, useLanguage, useWords } from "@/words/catalogue";
import { type Item, overdue, type Row } from "./rows";
import { words } from "./words";

type Words = Translate<(typeof words)["en"]>;

/** Today, as the language writes days. */
export const today = () => new Date().toISOString().slice(0, 10);

function RiskFall({ row, t }: { row: Row; t: Words }) {
  const { risk, residual } = row.f;
  if (!risk) return <Risk id="" />;
  return (
    <span className="threats-fall">
      <Risk id={risk} />
      {residual === risk ? null : (
        <>
          <Icon name="right" size={13} title={t("to")} />
          {residual ? <Risk id={residual} /> : <span className="t-dim">{t("nothingLeft")}</span>}
        </>
      )}
    </span>
  );
}

/** All columns, or one that holds what matters on a narrow page. clinical puts the words of the ward first. */
export function useColumns(clinical: boolean, narrow: boolean): Column<Item>[] {
  const t = useWords(words);
  const lang = useLanguage();
  return useMemo(() => {
    const now = today();
    const cell = (make: (r: Row) => React.ReactNode) => (i: Item) => (i.kind === "row" ? make(i) : null);
    const name = (r: Row) => (clinical && r.clinical) || r.f.title;
    const due = (r: Row) => {
      if (!r.f.until) return null;
      const day = date(r.f.until, lang);
      return overdue(r.f, now) ? (
        <span className="threats-overdue">
          <Icon name="clock" size={14} /> {t("overdue", { date: day })}
        </span>
      ) : (
        day
      );
    };
    if (narrow) {
      return [
        {
          id: "title",
          title: t(clinical ? "clinicalName" : "name"),
          width: "minmax(240px, 1fr)",
          cell: cell((r) => (
            <RowCard name={name(r)}>
              <Severity level={r.f.severity} short />
              <StateOf state={r.f.state} />
              <span className="t-dim">{r.target}</span>
            </RowCard>
          )),
        },
      ];
    }
    return [
      { id: "rank", title: t("rank"), width: "50px", align: "end", sortable: true, cell: cell((r) => r.place) },
      {
        id: "severity",
        title: t("severity"),
        width: "86px",
        sortable: true,
        cell: cell((r) => <Severity level={r.f.severity} short />),
      },
      {
        id: "title",
        title: t(clinical ? "clinicalName" : "name"),
        width: "minmax(390px, 1fr)",
        sortable: true,
        cell: cell((r) => (
          <span className="threats-title" lang="en" title={name(r)}>
            {name(r)}
          </span>
        )),
      },
      {
        id: "state",
        title: t("state"),
        width: "112px",
        sortable: true,
        cell: cell((r) => (
          <span title={r.f.changed?.join("\n")}>
            <StateOf state={r.f.state} />
          </span>
        )),
      },
      {
        id: "risk",
        title: t("risk"),
        width: "190px",
        sortable: true,
        cell: cell((r) => <RiskFall row={r} t={t} />),
      },
      {
        id: "exploitability",
        title: t("exploitability"),
        width: "76px",
        sortable: true,
        cell: cell((r) => <Exploitability level={r.f.exploitability} short />),
      },
      {
        id: "certainty",
        title: t("certainty"),
        width: "112px",
        sortable: true,
        cell: cell((r) => <Certainty certainty={r.f.certainty} />),
      },
      {
        id: "target",
        title: t("target"),
        width: "180px",
        sortable: true,
        cell: cell((r) => <span title={r.target}>{r.target}</span>),
      },
      {
        id: "patients",
        title: t("patients"),
        width: "92px",
        sortable: true,
        cell: cell((r) => (r.f.many ? <b>{t("many")}</b> : r.f.severity > 0 ? t("one") : t("noOne"))),
      },
      {
        id: "decision",
        title: t("decision"),
        width: "122px",
        sortable: true,
        cell: cell((r) => (r.f.decision ? t(`done.${r.f.decision}` as "done.open") : null)),
      },
      { id: "owner", title: t("owner"), width: "150px", sortable: true, cell: cell((r) => r.f.owner) },
      { id: "due", title: t("due"), width: "132px", sortable: true, cell: cell(due) },
      { id: "hazards", title: t("hazards"), width: "132px", sortable: true, cell: cell((r) => r.f.hazards.join(", ")) },
      {
        id: "finding",
        title: t("finding"),
        width: "230px",
        sortable: true,
        cell: cell((r) => <code title={r.id}>{r.f.threat || r.id}</code>),
      },
    ];
  }, [t, lang, clinical, narrow]);
}
