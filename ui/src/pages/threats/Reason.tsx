// Why a threat is there, what it means and what can be done about it. The page of threats shows it beside the table; the
// inspector may show it for a finding that is selected elsewhere.
import { ActionIcon, Button, Loader, Menu, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type MouseEvent, type ReactNode, useMemo, useState } from "react";
import { ApiError, request } from "@/api/client";
import type { Finding, State } from "@/api/types";
import { pageOf } from "@/pages/registry";
import { Certainty, Exploitability, Risk, Severity, StateOf } from "@/parts";
import { nameOf, select, useIndex, useMayEdit, useProject, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { go, PageLink } from "@/shell/router";
import { useSettings } from "@/shell/settings";
import { toast } from "@/shell/toast";
import { date, useWords } from "@/words/catalogue";
import { answerCommand, fitting, keyOf, type Question, useQuestions, vocabularyOf } from "../questions/answer";
import { type Asked, Decide, plain } from "./Decide";
import { type Act, controlFields, decisions, freeId, keyOfAct, openCommands, sendAndHear } from "./decide";
import { kindOfTarget, targetNames, useLibraryControls, useTerms } from "./library";
import { words } from "./words";

interface Fact {
  subject: string;
  field: string;
  value: string;
  origin: "stated" | "inherent" | "usual" | "unknown";
  guard?: boolean;
  from?: string;
  at?: string;
}

/** The answer of /findings/{id}/why, as far as it is shown. */
interface Explained {
  text: string;
  clinical: string;
  weaknesses: string[];
  known: { patterns: string[]; techniques: string[]; emb3d: string[]; evidence: string[]; check: string };
  risk: {
    from: string;
    points: number;
    assumed: string[];
    before: string;
    planned: string;
    implemented: string;
    verified: string;
    residual: string;
  };
  decision?: {
    decision: string;
    because: string;
    owner: string;
    authority: string;
    date: string;
    until: string;
    to: string;
    text: string;
    document: string;
    changed: string[];
  };
  controls: { id: string; title: string; status: string }[];
  reason: { because: string; facts: Fact[]; missing: Fact[] };
  ways: { position: string; by: string; usual?: boolean }[];
  leadsTo: { hazard: string; text: string; severity: string; function: string; path: string[] }[];
}

function useExplained(id: string) {
  const project = useProject((p) => p.id);
  const revision = useView((s) => s.revision);
  return useQuery({
    queryKey: [project, "why", id, revision],
    queryFn: ({ signal }) =>
      request<Explained>("GET", `/projects/${project}/findings/${encodeURIComponent(id)}/why`, undefined, { signal }),
    // The same finding at an older revision stays in sight while the new answer loads.
    placeholderData: (old, query) => (query?.queryKey[2] === id ? old : undefined),
    retry: 1,
  });
}

export function Reason({ finding: f }: { finding: Finding }) {
  const t = useWords(words);
  const { data: why, error, isPending, refetch } = useExplained(f.id);
  const clinical = useSettings((s) => s.clinical);
  const model = useView((s) => s.model);
  return (
    <article className="threats-reason" aria-busy={isPending}>
      <header>
        <div className="threats-reason-badges">
          <Severity level={f.severity} />
          <StateOf state={f.state} />
          <Certainty certainty={f.certainty} />
        </div>
        <h2>{f.title}</h2>
        <p className="threats-id">
          <Place id={f.target} />
          <code>{f.id}</code>
        </p>
        <Acts finding={f} />
      </header>
      {f.changed && f.changed.length > 0 ? (
        <div className="threats-changed" role="note">
          <strong>{t("changed")}</strong>
          <ul>
            {f.changed.map((c) => (
              <li key={c}>{c}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {isPending ? (
        <p className="threats-wait" role="status">
          <Loader size="xs" /> {t("loading")}
        </p>
      ) : null}
      {error && !why ? (
        <div className="threats-error" role="alert">
          {error instanceof ApiError && error.status === 404 ? (
            t("reasonGone")
          ) : (
            <>
              {t("reasonFailed")}{" "}
              <button type="button" className="t-link-button" onClick={() => void refetch()}>
                {t("retry")}
              </button>
            </>
          )}
        </div>
      ) : null}
      {why && model ? (
        <>
          <Story why={why} first={clinical} />
          <Unknown finding={f} why={why} model={model} />
          <RiskPart finding={f} why={why} />
          <Facts why={why} model={model} />
          <ControlsPart finding={f} why={why} />
          <Reach why={why} />
          <Leads why={why} model={model} />
          <DecisionPart finding={f} why={why} />
          <Sources why={why} />
        </>
      ) : null}
    </article>
  );
}

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="threats-part">
      <h3>{title}</h3>
      {note ? <p className="t-dim">{note}</p> : null}
      {children}
    </section>
  );
}

/** The name of a target as a link that selects it on canvas, outline, table and text. */
function Place({ id }: { id: string }) {
  const model = useView((s) => s.model);
  const project = useProject((p) => p.id);
  if (!model) return null;
  const name = targetNames(model)(id);
  const at = kindOfTarget(model, id);
  if (!at || !pageOf("flows")) return <span>{name}</span>;
  const show = () => {
    select([at]);
    go("flows", project);
  };
  return (
    <button type="button" className="t-link-button" onClick={show}>
      {name}
    </button>
  );
}

/** A link to a line of the text, where the file is one of the project. */
function Line({ fact, files }: { fact: Fact; files: State["files"] | undefined }) {
  const t = useWords(words);
  const project = useProject((p) => p.id);
  const m = /^(.*):(\d+):(\d+)$/.exec(fact.at ?? "");
  const file = m && files?.find((x) => m[1] === x.name || m[1]?.endsWith(`/${x.name}`))?.name;
  if (!m || !file) return null;
  const [line, column] = [String(m[2]), String(m[3])];
  if (!pageOf("text")) return <span className="t-dim">{t("showText", { line })}</span>;
  const show = () => {
    const model = useProject.getState().view?.model;
    const on = model && kindOfTarget(model, fact.subject);
    if (on) select([on]);
    go("text", project, { file, line, column });
  };
  return (
    <button type="button" className="t-link-button" aria-label={t("showTextOf", { line, file })} onClick={show}>
      {t("showText", { line })}
    </button>
  );
}

const actWords = (act: Act) => `do.${act}` as const;

function Acts({ finding }: { finding: Finding }) {
  const t = useWords(words);
  const may = useMayEdit();
  const threats = useIndex("threats");
  const [asked, setAsked] = useState<Asked>();
  if (!may) return <p className="t-dim">{t("readOnly")}</p>;
  const ask = (act: Act, e: MouseEvent<HTMLElement>) => {
    if (act === "open") {
      void sendAndHear(openCommands([finding], threats), t("step.open", { n: 1 })).then((o) => {
        if (o.kind === "done") toast({ text: t("decided", { what: t("done.open"), n: 1 }), undo: true });
      });
      return;
    }
    const { left, top, bottom } = e.currentTarget.getBoundingClientRect();
    setAsked({ act, findings: [finding], at: { left, top, bottom } });
  };
  const now = finding.decision && finding.decision !== "open" ? finding.decision : undefined;
  const firsts = (["mitigate", "accept", "transfer"] as const).filter((a) => a !== now);
  const rest: Act[] = [...decisions.filter((a) => !firsts.includes(a as never) && (a !== "open" || now)), "when"];
  return (
    <div className="threats-acts">
      {firsts.map((act, i) => (
        <Button
          key={act}
          size="compact-sm"
          variant={i === 0 && !now ? "filled" : "default"}
          onClick={(e) => ask(act, e)}
        >
          {t(actWords(act))}
        </Button>
      ))}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={26} aria-label={t("decision")}>
            <Icon name="more" size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map((act) => (
            <Menu.Item key={act} onClick={(e) => ask(act, e)} rightSection={<kbd>{keyOfAct[act].toUpperCase()}</kbd>}>
              {t(actWords(act))}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked ? <Decide asked={asked} onClose={() => setAsked(undefined)} /> : null}
    </div>
  );
}

function Story({ why, first }: { why: Explained; first: boolean }) {
  const t = useWords(words);
  const ward = why.clinical ? (
    <p className="threats-ward">
      <Icon name="heart" size={16} title={t("inWardWords")} />
      <span>{why.clinical}</span>
    </p>
  ) : null;
  return (
    <section className="threats-part threats-story">
      {first ? ward : null}
      <p>{why.text}</p>
      {first ? null : ward}
    </section>
  );
}

function FactText({ fact, model }: { fact: Fact; model: State["model"] }) {
  const t = useWords(words);
  const field = fact.field.replace(/^attributes\./, "").replace(/[.-]/g, " ");
  const from = fact.from ?? "";
  const known = targetNames(model);
  const value = fact.value
    .split(", ")
    .map((v) => known(v))
    .join(", ");
  return (
    <span>
      {fact.subject ? (
        <>
          <Place id={fact.subject} />{" "}
        </>
      ) : null}
      {field}
      {fact.origin === "unknown" ? null : (
        <>
          {": "}
          <b>{value}</b>
        </>
      )}
      {fact.origin === "usual" ? <span className="t-dim">, {t("usual", { from })}</span> : null}
      {fact.origin === "inherent" ? <span className="t-dim">, {t("inherent", { from })}</span> : null}
    </span>
  );
}

function Facts({ why, model }: { why: Explained; model: State["model"] }) {
  const t = useWords(words);
  const files = useView((s) => s.files);
  const lists = [
    { title: "", facts: why.reason.facts.filter((f) => !f.guard) },
    { title: t("factsGuard"), facts: why.reason.facts.filter((f) => f.guard) },
  ];
  return (
    <Part title={t("why")}>
      <p>{why.reason.because}</p>
      {lists.map(({ title, facts }) =>
        facts.length === 0 ? null : (
          <div key={title}>
            {title ? <h4>{title}</h4> : null}
            <ul className="threats-facts">
              {facts.map((f) => (
                <li key={`${f.subject} ${f.field} ${f.value}`}>
                  <Icon name={title ? "minus" : "check"} size={14} />
                  <FactText fact={f} model={model} />
                  <Line fact={f} files={files} />
                </li>
              ))}
            </ul>
          </div>
        ),
      )}
    </Part>
  );
}

// What is not known, with its answers: one press settles it.
function Unknown({ finding, why, model }: { finding: Finding; why: Explained; model: State["model"] }) {
  const t = useWords(words);
  const missing = why.reason.missing;
  const { data } = useQuestions(missing.length > 0);
  if (missing.length === 0)
    return finding.certainty === "confirmed" ? null : (
      <Part title={t("unknown")}>
        <Text size="sm">{t("unknownNone")}</Text>
      </Part>
    );
  const at = new Map(data?.map((q) => [keyOf(q), q]));
  return (
    <Part title={t("unknown")}>
      <ul className="threats-unknown">
        {missing.map((f) => (
          <li key={`${f.subject} ${f.field}`}>
            <Answer fact={f} question={at.get(`${f.subject}:${f.field}`)} model={model} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

const shortAnswers: Record<string, "answerYes" | "answerNo" | "answerPartial" | "answerNot-applicable"> = {
  yes: "answerYes",
  no: "answerNo",
  partial: "answerPartial",
  "not-applicable": "answerNot-applicable",
};

function Answer({ fact, question: q, model }: { fact: Fact; question: Question | undefined; model: State["model"] }) {
  const t = useWords(words);
  const may = useMayEdit();
  const state = useView((s) => s);
  const terms = useTerms(q !== undefined && q.answers.length > 6);
  if (!q) return <FactText fact={fact} model={model} />;
  const write = (value: string) =>
    void sendAndHear([answerCommand(q, value)], t("step.answer", { question: q.text })).then((o) => {
      if (o.kind === "done") toast({ text: `${q.text} ${said(value)}`, undo: true });
    });
  const vocabulary = vocabularyOf(q, state);
  const said = (v: string) => {
    const short = shortAnswers[v];
    return short ? t(short) : ((vocabulary && terms?.(vocabulary, v)?.title) ?? plain(v));
  };
  const answers = fitting(q, (w) => (vocabulary ? terms?.(vocabulary, w)?.is : undefined));
  return (
    <div className="threats-answer" role="group" aria-label={q.text}>
      <p>{q.text}</p>
      {fact.origin === "usual" ? (
        <p className="t-dim">
          {plain(fact.value)}, {t("usual", { from: fact.from ?? "" })}
        </p>
      ) : null}
      {answers.length > 6 ? (
        <Select
          size="xs"
          searchable
          withScrollArea={false}
          classNames={{ options: "threats-options" }}
          disabled={!may}
          aria-label={q.text}
          placeholder={t("otherAnswer")}
          data={answers.map((a) => ({ value: a, label: said(a) }))}
          value={null}
          onChange={(v) => v && write(v)}
        />
      ) : (
        <div className="threats-answer-row">
          {answers.map((a) => (
            <Button key={a} size="compact-sm" variant="default" disabled={!may} onClick={() => write(a)}>
              {said(a)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function RiskPart({ finding: f, why }: { finding: Finding; why: Explained }) {
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

function Reach({ why }: { why: Explained }) {
  const t = useWords(words);
  const terms = useTerms();
  const model = useView((s) => s.model);
  const name = useMemo(() => (model ? targetNames(model) : (id: string) => id), [model]);
  // The server names zones and flows by their ids; people know them by name.
  const named = (by: string) => by.replace(/[\w.-]+/g, (w) => name(w));
  return (
    <Part title={t("reach")}>
      {why.ways.length === 0 ? <p className="t-dim">{t("reachNone")}</p> : null}
      <ul className="threats-plain">
        {why.ways.map((w) => (
          <li key={w.position}>
            <b>{terms?.("position", w.position)?.title ?? plain(w.position)}</b>
            {w.by ? <span className="t-dim">, {named(w.by)}</span> : null}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Leads({ why, model }: { why: Explained; model: State["model"] }) {
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

function ControlsPart({ finding: f, why }: { finding: Finding; why: Explained }) {
  const t = useWords(words);
  const may = useMayEdit();
  const library = useLibraryControls();
  const model = useIndex("controls");
  const have = new Set(why.controls.map((c) => model.get(c.id)?.control));
  const suggested = f.suggested.filter((c) => !have.has(c));
  const add = (control: string) => {
    const id = freeId(control, new Set(model.keys()));
    const name = library?.get(control)?.title ?? control;
    const command = { verb: "control" as const, id, fields: controlFields(control, [f]), findings: [f.id] };
    void sendAndHear([command], t("step.control", { name })).then((o) => {
      if (o.kind === "done") toast({ text: t("step.control", { name }), undo: true });
    });
  };
  return (
    <Part title={t("controls")}>
      {why.controls.length === 0 ? <p className="t-dim">{t("controlsNone")}</p> : null}
      <ul className="threats-controls">
        {why.controls.map((c) => (
          <li key={c.id}>
            <Icon name="controls" size={16} />
            <PageLink page="controls" search={{ q: c.id }} className="threats-control-name">
              {c.title || c.id}
            </PageLink>
            <span className="threats-status" data-status={c.status}>
              {t(`status.${c.status}` as "status.gap")}
            </span>
          </li>
        ))}
      </ul>
      {suggested.length > 0 ? (
        <>
          <h4>{t("suggested")}</h4>
          <ul className="threats-controls">
            {suggested.map((c) => {
              const known = library?.get(c);
              const name = known?.title ?? plain(c);
              return (
                <li key={c}>
                  <Icon name="plus" size={16} />
                  <span className="threats-control-name" title={known?.text}>
                    {name}
                  </span>
                  {may ? (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t("addControl", { name })}
                      onClick={() => add(c)}
                    >
                      {t("add")}
                    </Button>
                  ) : null}
                </li>
              );
            })}
          </ul>
        </>
      ) : null}
    </Part>
  );
}

function DecisionPart({ finding: f, why }: { finding: Finding; why: Explained }) {
  const t = useWords(words);
  const d = why.decision;
  const decided = d?.decision && d.decision !== "open";
  return (
    <Part title={t("decisionTitle")}>
      {decided ? (
        <p>
          <b>
            {t("decidedBy", {
              what: t(`done.${d.decision}` as "done.open"),
              who: d.owner || t("whoNobody"),
              date: date(d.date) || "–",
            })}
          </b>
        </p>
      ) : (
        <p className="t-dim">
          {t("decidedNo")}
          {f.owner ? ` ${t("owner")}: ${f.owner}.` : ""}
        </p>
      )}
      {d?.because ? <p>{d.because}</p> : null}
      {d?.authority ? <p>{t("acceptedAs", { who: plain(d.authority) })}</p> : null}
      {d?.to ? <p>{t("transferTo", { to: d.to, document: d.document, text: d.text })}</p> : null}
      {f.until ? <p>{t("lookedAt", { date: date(f.until) })}</p> : null}
      {pageOf("history") ? (
        <PageLink page="history" search={{ blame: `threats/${f.id}` }} className="t-link">
          {t("history")}
        </PageLink>
      ) : null}
    </Part>
  );
}

// Sources by their ids, with the address of the body that keeps them. Nothing is fetched from there.
const addresses: Record<string, (id: string) => string | undefined> = {
  weaknesses: (id) => numbered(/^CWE-(\d+)$/, id, (n) => `https://cwe.mitre.org/data/definitions/${n}.html`),
  patterns: (id) => numbered(/^CAPEC-(\d+)$/, id, (n) => `https://capec.mitre.org/data/definitions/${n}.html`),
  techniques: (id) => numbered(/^(T\d{4})$/, id, (n) => `https://attack.mitre.org/techniques/${n}/`),
  emb3d: (id) => numbered(/^(TID-\d+)$/, id, (n) => `https://emb3d.mitre.org/threats/${n}.html`),
  evidence: (id) => numbered(/^(CVE-\d+-\d+)$/, id, (n) => `https://www.cve.org/CVERecord?id=${n}`),
};

function numbered(form: RegExp, id: string, make: (n: string) => string): string | undefined {
  const m = form.exec(id);
  return m?.[1] && make(m[1]);
}

function Sources({ why }: { why: Explained }) {
  const t = useWords(words);
  const lists = [
    ["weaknesses", why.weaknesses],
    ["patterns", why.known.patterns],
    ["techniques", why.known.techniques],
    ["emb3d", why.known.emb3d],
    ["evidence", why.known.evidence],
  ] as const;
  if (lists.every(([, ids]) => ids.length === 0) && !why.known.check) return null;
  return (
    <Part title={t("sources")}>
      <dl className="threats-sources">
        {lists.map(([key, ids]) =>
          ids.length === 0 ? null : (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd>
                {ids.map((id) => {
                  const to = addresses[key]?.(id);
                  return to ? (
                    <a key={id} className="t-link" href={to} target="_blank" rel="noreferrer">
                      {id}
                    </a>
                  ) : (
                    <span key={id}>{id}</span>
                  );
                })}
              </dd>
            </div>
          ),
        )}
        {why.known.check ? (
          <div>
            <dt>{t("check")}</dt>
            <dd>{why.known.check.replace(/\{(\w+)\}/g, "$1")}</dd>
          </div>
        ) : null}
      </dl>
    </Part>
  );
}
