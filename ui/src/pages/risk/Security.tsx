// The security register: one row for each threat that leads to a hazard, and what the chosen one hangs together with.
import { type KeyboardEvent, type ReactNode, useDeferredValue, useMemo, useState } from "react";
import type { Entry } from "@/api/types";
import {
  type Column,
  cardHeight,
  DataTable,
  Exploitability,
  FilterBar,
  matcher,
  Risk,
  RowCard,
  Severity,
  type Sort,
  StateOf,
} from "@/parts";
import { riskLevel } from "@/parts/Badges";
import { nameOf, select, useEntries, useIndex, useSelection, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { go, PageLink, useProjectId, useSearchText } from "@/shell/router";
import { useNarrow } from "@/shell/settings";
import { useWords } from "@/words/catalogue";
import type { Register, SecurityRow } from "./api";
import { EntryLink, FindingLink, idFilter, Some, Target, useTargetName, wordOf, wordsOf } from "./common";
import type { Counted } from "./page";
import { shared, words } from "./words";

export function Security({ data, counted }: { data: Register; counted: Counted }) {
  const t = useWords(words);
  const s = useWords(shared);
  const project = useProjectId();
  const name = useTargetName();
  const scales = useView((x) => x.scales);
  const selection = useSelection();
  const [q, setQ] = useSearchText("q");
  const [sort, setSort] = useState<Sort>();
  const filter = useDeferredValue(q);
  const rows = useMemo(() => {
    const keys = {
      severity: (r: SecurityRow) => r.severity,
      hazard: (r: SecurityRow) => r.hazards,
      state: (r: SecurityRow) => r.state,
      risk: (r: SecurityRow) => r.risk.before,
      left: (r: SecurityRow) => r.risk[counted] || "none",
      target: (r: SecurityRow) => r.target,
      control: (r: SecurityRow) => r.controls.map((c) => c.id),
      id: (r: SecurityRow) => r.finding,
    };
    const test = matcher<SecurityRow>(filter, keys, (r) =>
      `${r.finding} ${r.title} ${r.controls.map((c) => c.title).join(" ")}`.toLowerCase(),
    );
    const out = data.security.filter(test);
    if (!sort) return out;
    const by: Record<string, (r: SecurityRow) => string | number> = {
      severity: (r) => r.severity,
      exploitability: (r) => r.risk.exploitability,
      before: (r) => riskLevel(r.risk.before, scales),
      left: (r) => riskLevel(r.risk[counted], scales),
      state: (r) => r.state,
      title: (r) => r.title,
      controls: (r) => r.controls.length,
    };
    const key = by[sort.by] ?? by.title;
    return [...out].sort((a, b) => {
      const x = key?.(a) ?? "";
      const y = key?.(b) ?? "";
      return (x < y ? -1 : x > y ? 1 : 0) * (sort.down ? -1 : 1);
    });
  }, [data, filter, sort, counted, scales]);
  const current = selection.find((x) => x.kind === "findings")?.id;
  const row = data.security.find((r) => r.finding === current);
  const narrow = useNarrow();
  const card: Column<SecurityRow>[] = [
    {
      id: "title",
      title: t("threat"),
      width: "minmax(240px, 1fr)",
      cell: (r) => (
        <RowCard name={r.title}>
          <Severity level={levelOf(r.severity)} short />
          <Exploitability level={levelOf(r.risk.exploitability)} short />
          {r.risk[counted] ? <Risk id={r.risk[counted]} /> : <span className="r-good">{s("nothing")}</span>}
          <span className="t-dim">{r.hazards.join(" ")}</span>
        </RowCard>
      ),
    },
  ];
  const columns: Column<SecurityRow>[] = [
    {
      id: "title",
      title: t("threat"),
      width: "minmax(280px, 3fr)",
      sortable: true,
      cell: (r) => <span title={`${r.title}, ${name(r.target)}`}>{r.title}</span>,
    },
    {
      id: "severity",
      title: t("severity"),
      width: "96px",
      sortable: true,
      cell: (r) => <Severity level={levelOf(r.severity)} short />,
    },
    {
      id: "exploitability",
      title: "E",
      width: "66px",
      sortable: true,
      cell: (r) => <Exploitability level={levelOf(r.risk.exploitability)} short />,
    },
    { id: "before", title: s("beforeShort"), width: "108px", sortable: true, cell: (r) => <Risk id={r.risk.before} /> },
    {
      id: "left",
      title: counted === "before" ? s("beforeShort") : s(counted),
      width: "108px",
      sortable: true,
      cell: (r) =>
        r.risk[counted] ? (
          <Risk id={r.risk[counted]} />
        ) : (
          <span className="r-good">
            <Icon name="check" size={14} />
            {s("nothing")}
          </span>
        ),
    },
    {
      id: "hazards",
      title: t("hazards"),
      width: "96px",
      cell: (r) => <span title={r.hazards.join(", ")}>{r.hazards.join(" ")}</span>,
    },
    {
      id: "controls",
      title: t("controls"),
      width: "minmax(160px, 2fr)",
      sortable: true,
      cell: (r) =>
        r.controls.length > 0 ? (
          <span title={r.controls.map((c) => c.title).join("; ")}>{r.controls.map((c) => c.title).join("; ")}</span>
        ) : (
          <span className="t-dim">{t("noControls")}</span>
        ),
    },
    { id: "state", title: t("state"), width: "92px", sortable: true, cell: (r) => <StateOf state={r.state} /> },
  ];
  const key = (e: KeyboardEvent, r: SecurityRow | undefined) => {
    if (e.key !== "t" || !r) return false;
    go("threats", project, { q: idFilter([r.finding]) });
    return true;
  };
  return (
    <>
      <p className="r-note risk-note">
        {t("securityNote")}
        {data.unrated.length > 0 ? (
          <>
            {" "}
            <PageLink page="threats" search={{ q: "severity:none" }} className="r-link">
              {t("unrated", { n: data.unrated.length })}
            </PageLink>
          </>
        ) : null}
      </p>
      <FilterBar value={q} onChange={setQ} shown={rows.length} all={data.security.length} />
      <div className="risk-grid">
        <DataTable
          label={t("security")}
          rows={rows}
          columns={narrow ? card : columns}
          {...(narrow ? { rowHeight: cardHeight } : {})}
          idOf={(r) => r.finding}
          nameOf={(r) => r.title}
          current={current}
          onCurrent={(r) => select([{ kind: "findings", id: r.finding }])}
          onOpen={(r) => go("threats", project, { q: idFilter([r.finding]) })}
          onKey={key}
          {...(sort ? { sort } : {})}
          onSort={setSort}
        />
      </div>
      <Chain row={row} />
    </>
  );
}

const levelOf = (id: string) => Number(id.slice(1)) || 0;

/** What one security risk is linked to: controls, threat, situations, hazard, harm, from left to right. */
function Chain({ row }: { row: SecurityRow | undefined }) {
  const t = useWords(words);
  const s = useWords(shared);
  const situations = useEntries("situations");
  const hazards = useIndex("hazards");
  const harms = useIndex("harms");
  if (!row) return <p className="r-note risk-chain-none">{t("chainNone")}</p>;
  const mine = situations.filter((x) => {
    const named = wordsOf(x.threats);
    return row.hazards.includes(wordOf(x.hazard)) && (named.length === 0 || named.includes(row.finding));
  });
  const harmOf = (e: Entry | undefined) => {
    const id = wordOf(e?.harm);
    return harms.has(id) ? <EntryLink section="harms" id={id} /> : id;
  };
  const links: { title: string; items: ReactNode[] }[] = [
    {
      title: t("controls"),
      items: row.controls.map((c) => (
        <>
          <EntryLink section="controls" id={c.id}>
            {c.title}
          </EntryLink>
          <span className="r-sub">{s(c.status as "planned")}</span>
        </>
      )),
    },
    {
      title: t("threat"),
      items: [
        <>
          <FindingLink id={row.finding}>{row.title}</FindingLink>
          <span className="r-sub">
            <Target id={row.target} />
          </span>
        </>,
      ],
    },
    {
      title: t("situations"),
      items: mine.map((x) => <EntryLink key={x.id} section="situations" id={x.id} />),
    },
    {
      title: t("hazard"),
      items: row.hazards.map((h) => (
        <span key={h}>
          <b className="r-id">{h}</b>{" "}
          <EntryLink section="hazards" id={h}>
            {nameOf(hazards.get(h), h)}
          </EntryLink>
        </span>
      )),
    },
    {
      title: t("harm"),
      items: unique(
        [...mine.map((x) => x as Entry | undefined), ...row.hazards.map((h) => hazards.get(h))].filter((e) => e?.harm),
      ).map((e) => <span key={e?.id}>{harmOf(e)}</span>),
    },
  ];
  return (
    <section className="r-part" aria-label={t("chain")}>
      <div className="r-part-head">
        <h2>{t("chain")}</h2>
      </div>
      <ol className="risk-chain">
        {links.map((l) => (
          <li key={l.title}>
            <h3>{l.title}</h3>
            {l.items.length === 0 ? <span className="t-dim">{s("none")}</span> : null}
            <ul>
              {l.items.slice(0, 8).map((x, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: shown as given
                <li key={i}>{x}</li>
              ))}
            </ul>
            {l.items.length > 8 ? <Some items={l.items.slice(8)} most={0} /> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

// One entry for each harm that it names.
function unique(list: (Entry | undefined)[]): (Entry | undefined)[] {
  const seen = new Set<string>();
  return list.filter((e) => {
    const harm = wordOf(e?.harm);
    if (seen.has(harm)) return false;
    seen.add(harm);
    return true;
  });
}
