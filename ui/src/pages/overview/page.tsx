// The overview of a project: where the risks stand before and after controls, what matters now, which questions would
// settle most, and what has changed since this person last looked. Every number leads to what it counts.
import { Text, Title } from "@mantine/core";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Diagnostic, Finding } from "@/api/types";
import { Loading, Risk, Severity } from "@/parts";
import { words as partWords } from "@/parts/words";
import { byWhom, named, useEntries, useFindings, useProject, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { PageLink } from "@/shell/router";
import { date, dateTime, useWords } from "@/words/catalogue";
import { type Question, type Revision, useAsk } from "../risk/api";
import { allStates, FindingLink, idFilter, mostIds, Part, Rows, useTargetName, Wide } from "../risk/common";
import { Matrix } from "../risk/Matrix";
import { shared } from "../risk/words";
import { words } from "./words";
import "./overview.css";

export default function Overview() {
  const t = useWords(words);
  const name = useView((s) => s.project.name) ?? "";
  const elements = useEntries("elements").length;
  const flows = useEntries("flows").length;
  const hazards = useEntries("hazards").length;
  return (
    <div className="t-page ov">
      <div className="t-page-head">
        <div>
          <Title order={1}>{t("title")}</Title>
          <Text c="dimmed" size="sm">
            {name}
            {" · "}
            <PageLink page="flows" className="r-link">
              {t("elements", { n: elements })}, {t("flows", { n: flows })}
            </PageLink>
            {" · "}
            <PageLink page="risk" search={{ tab: "safety" }} className="r-link">
              {t("hazards", { n: hazards })}
            </PageLink>
          </Text>
        </div>
      </div>
      <Matrices />
      <Now />
      <div className="ov-two">
        <Questions />
        <Fresh />
      </div>
      <Counts />
    </div>
  );
}

function Matrices() {
  const t = useWords(words);
  const s = useWords(shared);
  const findings = useFindings();
  const after = useView((x) => x.scales.after) ?? "implemented";
  const rated = findings.filter((f) => f.risk).length;
  const left = findings.filter((f) => f.residual).length;
  return (
    <Part title={t("matrix")} note={t("matrixNote")}>
      <div className="ov-matrices">
        <Wide label={t("before", { n: rated })}>
          <Matrix stage="before" caption={t("before", { n: rated })} />
        </Wide>
        <Wide label={t("left", { after: s(after as "planned").toLowerCase(), n: left })}>
          <Matrix stage="residual" caption={t("left", { after: s(after as "planned").toLowerCase(), n: left })} />
        </Wide>
      </div>
      <p className="r-note ov-foot">
        <PageLink page="threats" search={{ q: "left:none !severity:none" }} className="r-link">
          {t("gone", { n: rated - left })}
        </PageLink>
        {" · "}
        <PageLink page="threats" search={{ q: "severity:none" }} className="r-link">
          {t("unrated", { n: findings.length - rated })}
        </PageLink>
      </p>
    </Part>
  );
}

const today = () => new Date().toISOString().slice(0, 10);
const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

function Now() {
  const t = useWords(words);
  const findings = useFindings();
  const open = findings.filter((f) => f.state === "open");
  const review = findings.filter((f) => f.state === "review" || (f.changed?.length ?? 0) > 0);
  const end = inDays(90);
  const soon = findings
    .filter((f) => f.state === "accepted" && f.until !== undefined && f.until <= end)
    .sort((a, b) => String(a.until).localeCompare(String(b.until)));
  return (
    <Part title={t("now")}>
      <div className="ov-now">
        <div className="t-card">
          <ListHead title={t("worst")} n={open.length} q="state:open" />
          {open.length === 0 ? <Nothing text={t("worstNone")} /> : null}
          <ul className="ov-list">
            {open.slice(0, 6).map((f) => (
              <Line key={f.id} f={f} />
            ))}
          </ul>
        </div>
        <div className="ov-stack">
          <div className="t-card">
            <ListHead title={t("review")} n={review.length} q="state:review" />
            {review.length === 0 ? <Nothing text={t("reviewNone")} /> : null}
            <ul className="ov-list">
              {review.slice(0, 4).map((f) => (
                <Line key={f.id} f={f} note={f.changed ? t("changed", { what: f.changed.join(", ") }) : undefined} />
              ))}
            </ul>
          </div>
          <div className="t-card">
            <ListHead title={t("soon")} n={soon.length} q={`state:accepted due:<${inDays(91)}`} />
            {soon.length === 0 ? <Nothing text={t("soonNone")} /> : null}
            <ul className="ov-list">
              {soon.slice(0, 4).map((f) => (
                <Line
                  key={f.id}
                  f={f}
                  note={t(String(f.until) < today() ? "over" : "until", { date: date(f.until) })}
                />
              ))}
            </ul>
          </div>
          <Problems />
        </div>
      </div>
    </Part>
  );
}

function ListHead({ title, n, q }: { title: string; n: number; q: string }) {
  return (
    <h3 className="ov-head">
      {title}
      {n > 0 ? (
        <PageLink page="threats" search={{ q }} className="r-link">
          {n}
        </PageLink>
      ) : null}
    </h3>
  );
}

function Nothing({ text }: { text: string }) {
  return (
    <p className="ov-nothing">
      <Icon name="check" size={15} />
      {text}
    </p>
  );
}

function Line({ f, note }: { f: Finding; note?: string | undefined }) {
  const name = useTargetName();
  return (
    <li>
      <Severity level={f.severity} short />
      <div>
        <FindingLink id={f.id}>{f.title}</FindingLink>
        <span className="r-sub">{note ?? name(f.target)}</span>
      </div>
      <Risk id={f.residual || f.risk} />
    </li>
  );
}

function Problems() {
  const t = useWords(words);
  const counts = useView((s) => s.counts);
  const diagnostics = useView((s) => s.diagnostics);
  if (!counts) return null;
  const all = counts.errors + counts.warnings + counts.notes;
  // A number leads to the first of its problems; the editor there lists the others.
  const lead = (severity: Diagnostic["severity"], text: string, className?: string) => {
    const d = diagnostics?.find((x) => x.severity === severity);
    const search = d ? { file: d.file, line: String(d.line), column: String(d.column) } : {};
    return (
      <PageLink page="text" search={search} className={className ?? "r-link"}>
        {text}
      </PageLink>
    );
  };
  return (
    <div className="t-card">
      <h3 className="ov-head">{t("text")}</h3>
      {all === 0 ? (
        <Nothing text={t("clean")} />
      ) : (
        <p className="ov-problems">
          {counts.errors > 0 ? lead("error", t("errors", { n: counts.errors }), "r-link ov-error") : null}
          {counts.warnings > 0 ? lead("warning", t("warnings", { n: counts.warnings })) : null}
          {counts.notes > 0 ? lead("note", t("notes", { n: counts.notes })) : null}
        </p>
      )}
    </div>
  );
}

function Questions() {
  const t = useWords(words);
  const { data } = useAsk<Question[]>("/questions?top=5");
  const all = useView((s) => s.counts.questions) ?? 0;
  return (
    <Part
      title={t("questions")}
      side={
        all > 0 ? (
          <PageLink page="questions" className="r-link">
            {t("questionsAll", { n: all })}
          </PageLink>
        ) : null
      }
    >
      <ol className="t-card ov-list">
        {data === undefined ? (
          <li>
            <Loading />
          </li>
        ) : null}
        {data?.length === 0 ? <Nothing text={t("questionsNone")} /> : null}
        {data?.map((q) => (
          <li key={`${q.target}/${q.field}`}>
            <Severity level={q.severity} short />
            <div>
              <PageLink page="questions" search={{ target: q.target, field: q.field }} className="r-link">
                {q.text}
              </PageLink>
              <span className="r-sub">
                <Rows ids={q.settles}>{t("settles", { n: q.settles.length })}</Rows>
              </span>
            </div>
          </li>
        ))}
      </ol>
    </Part>
  );
}

// The revision at which this browser last showed the overview, and the one before that visit.
function useSeen(): number | undefined {
  const id = useProject((p) => p.id);
  const revision = useView((s) => s.revision);
  const [seen, setSeen] = useState<number>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was seen before this visit stays for the visit
  useEffect(() => {
    const key = `theriac.seen.${id}`;
    try {
      const was = Number(localStorage.getItem(key));
      if (was > 0 && was <= (revision ?? 0)) setSeen(was);
      if (revision) localStorage.setItem(key, String(revision));
    } catch {
      // A browser without storage counts from the first revision.
    }
  }, [id]);
  return seen;
}

interface Diff {
  entries: { section: string; id: string; kind: string; name?: string }[];
  findings: { came: Finding[]; went: Finding[]; changed: Finding[] };
}

function Fresh() {
  const t = useWords(words);
  const revision = useView((s) => s.revision) ?? 0;
  const { data: history } = useAsk<Revision[]>("/history?limit=5");
  const seen = useSeen();
  const from = seen && seen < revision ? seen : 1;
  const { data: diff } = useAsk<Diff>(revision > from ? `/diff?from=${from}&to=${revision}` : undefined);
  const last = history?.[0];
  const turns = diff?.findings;
  const none = turns && turns.came.length + turns.went.length + turns.changed.length === 0;
  return (
    <Part
      title={t("fresh")}
      side={
        <PageLink page="history" className="r-link">
          {t("history")}
        </PageLink>
      }
    >
      <div className="t-card">
        {last ? (
          <p>{t("lastChange", { when: dateTime(last.time), who: byWhom(last.author), title: named(last) })}</p>
        ) : (
          <p className="t-dim">{t("noChange")}</p>
        )}
        {turns ? (
          <>
            <h3 className="ov-head ov-since">{from > 1 ? t("since", { n: from }) : t("sinceFirst")}</h3>
            {none ? <p className="t-dim">{t("same")}</p> : null}
            <ul className="ov-turns">
              <Turn icon="plus" text={t("came", { n: turns.came.length })} list={turns.came} />
              <Turn icon="redo" text={t("turned", { n: turns.changed.length })} list={turns.changed} />
              <Turn icon="minus" text={t("went", { n: turns.went.length })} list={turns.went} gone />
            </ul>
          </>
        ) : null}
        {history && history.length > 1 ? (
          <ol className="ov-log">
            {history.slice(1).map((r) => (
              <li key={r.number}>
                <span>{named(r)}</span>
                <span className="r-sub">
                  {byWhom(r.author)}, {dateTime(r.time)}
                </span>
              </li>
            ))}
          </ol>
        ) : null}
      </div>
    </Part>
  );
}

function Turn({
  icon,
  text,
  list,
  gone,
}: {
  icon: "plus" | "minus" | "redo";
  text: string;
  list: Finding[];
  gone?: boolean;
}) {
  if (list.length === 0) return null;
  const names = list.slice(0, 3).map((f) => f.title);
  return (
    <li>
      <Icon name={icon} size={14} />
      <div>
        {gone || list.length > mostIds ? (
          text
        ) : (
          <PageLink page="threats" search={{ q: idFilter(list.map((f) => f.id)) }} className="r-link">
            {text}
          </PageLink>
        )}
        <span className="r-sub">{names.join("; ") + (list.length > 3 ? " …" : "")}</span>
      </div>
    </li>
  );
}

/** Levels of the risk that is left by states: each number is a link, and rows and columns add up. */
function Counts() {
  const t = useWords(words);
  const s = useWords(shared);
  const p = useWords(partWords);
  const findings = useFindings();
  const risks = useView((x) => x.scales.risks);
  const levels = useMemo(() => [...(risks ?? []).map((r) => r.id).reverse(), ""], [risks]);
  const table = useMemo(() => {
    const m = new Map<string, number>();
    for (const f of findings) m.set(`${f.residual}|${f.state}`, (m.get(`${f.residual}|${f.state}`) ?? 0) + 1);
    return m;
  }, [findings]);
  const states = allStates.filter((x) => findings.some((f) => f.state === x));
  const cell = (level: string, state: string) => table.get(`${level}|${state}`) ?? 0;
  const link = (n: number, q: string): ReactNode =>
    n === 0 ? (
      <span className="t-dim">0</span>
    ) : (
      <PageLink page="threats" search={{ q }} className="r-link">
        {n}
      </PageLink>
    );
  return (
    <Part title={t("counts")}>
      <Wide label={t("counts")}>
        <table className="t-sheet ov-counts">
          <thead>
            <tr>
              <th scope="col">{t("leftLevel")}</th>
              {states.map((x) => (
                <th key={x} scope="col" data-end>
                  {p(`state.${x}`)}
                </th>
              ))}
              <th scope="col" data-end>
                {s("total")}
              </th>
            </tr>
          </thead>
          <tbody>
            {levels.map((level) => (
              <tr key={level}>
                <th scope="row">{level ? <Risk id={level} /> : t("none")}</th>
                {states.map((x) => (
                  <td key={x} data-end>
                    {link(cell(level, x), `left:${level || "none"} state:${x}`)}
                  </td>
                ))}
                <td data-end>
                  {link(
                    states.reduce((n, x) => n + cell(level, x), 0),
                    `left:${level || "none"}`,
                  )}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{s("total")}</th>
              {states.map((x) => (
                <td key={x} data-end>
                  {link(
                    levels.reduce((n, l) => n + cell(l, x), 0),
                    `state:${x}`,
                  )}
                </td>
              ))}
              <td data-end>{link(findings.length, "")}</td>
            </tr>
          </tfoot>
        </table>
      </Wide>
    </Part>
  );
}
