// The interview: what the model does not say yet, asked one at a time in plain words, with why it matters.
import { Button, Loader, SegmentedControl, Title } from "@mantine/core";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Column, DataTable, EmptyState, FilterBar, matcher, Severity } from "@/parts";
import { did, named, undo, useFindings, useMayEdit, useProject } from "@/project/use";
import { announce } from "@/shell/announce";
import { Icon } from "@/shell/icons";
import { layered, letters, useKeys } from "@/shell/keys";
import { PageLink, useProjectId, useSearchText } from "@/shell/router";
import { toast } from "@/shell/toast";
import { words as shellWords } from "@/shell/words";
import { useWords } from "@/words/catalogue";
import { sendAndHear } from "../threats/decide";
import { Answers, useChoices } from "./Answers";
import { answerCommand, keyOf, type Question, useQuestions } from "./answer";
import { Picture, usePlace } from "./Picture";
import {
  askAsideAgain,
  type Done,
  forgetAnswer,
  keepAnswer,
  nextQuestion,
  openSitting,
  putAside,
  useSitting,
} from "./sitting";
import { words } from "./words";
import "./page.css";

export default function Page() {
  const t = useWords(words);
  const project = useProjectId() ?? "";
  const { data: open, error, isPending, refetch } = useQuestions();
  const [mode, setMode] = useSearchText("show");
  useEffect(() => openSitting(project), [project]);
  if (error && !open) {
    return (
      <EmptyState icon="error" title={t("failed")} text={error.message}>
        <Button onClick={() => void refetch()}>{t("retry")}</Button>
      </EmptyState>
    );
  }
  if (isPending || !open) {
    return (
      <div className="t-wait" role="status">
        <Loader size="sm" /> {t("loading")}
      </div>
    );
  }
  return (
    <div className="questions" data-mode={mode === "list" ? "list" : "one"} data-keys>
      <header className="questions-head">
        <div>
          <Title order={1}>{t("title")}</Title>
          <p className="t-dim">{t("lead")}</p>
        </div>
        <SegmentedControl
          size="sm"
          aria-label={t("show")}
          data={[
            { value: "one", label: t("oneByOne") },
            { value: "list", label: t("list") },
          ]}
          value={mode === "list" ? "list" : "one"}
          onChange={(v) => setMode(v === "list" ? "list" : undefined)}
          transitionDuration={0}
        />
      </header>
      {mode === "list" ? <List open={open} /> : <Interview open={open} />}
    </div>
  );
}

// Where the interview stands, and its moves.
function useInterview(open: Question[]) {
  const t = useWords(words);
  const say = useWords(shellWords);
  const sitting = useSitting();
  const [at, setAt] = useSearchText("at");
  const [trail, setTrail] = useState<string[]>([]);
  const [refused, setRefused] = useState("");
  const known = open.find((q) => keyOf(q) === at) ?? sitting.done[at]?.question;
  const question = known ?? nextQuestion(open, sitting);
  const key = question && keyOf(question);

  const leave = (to: Question | undefined) => {
    if (key) setTrail((old) => [...old.filter((k) => k !== key), key]);
    setRefused("");
    setAt(to && keyOf(to));
  };
  const next = () => nextQuestion(open, useSitting.getState(), key);

  const answer = async (value: string | string[], text: string) => {
    if (!question || !key) return;
    const before = sitting.done[key];
    keepAnswer({ question, value, text });
    announce(t("toast", { answer: text }));
    leave(next());
    const o = await sendAndHear([answerCommand(question, value)], stepOf(question));
    if (o.kind === "kept") toast({ text: t("kept") });
    if (o.kind !== "refused") return;
    if (before) keepAnswer(before);
    else forgetAnswer(key);
    setAt(key);
    setRefused(t("notFit", { detail: o.detail }));
  };
  const unknown = () => {
    if (!key) return;
    putAside(key);
    leave(next());
  };
  const back = () => {
    const last = trail.at(-1);
    if (!last) return;
    setTrail(trail.slice(0, -1));
    setRefused("");
    setAt(last);
  };
  const takeBack = async () => {
    if (useProject.getState().pending.length > 0) return;
    const title = await undo();
    if (title === undefined) return;
    toast({ text: say("undone", { title }) });
    const last = Object.values(useSitting.getState().done).findLast(
      (d) => named({ did: stepOf(d.question) }) === title,
    );
    if (!last) return;
    forgetAnswer(keyOf(last.question));
    setTrail((old) => old.filter((k) => k !== keyOf(last.question)));
    setAt(keyOf(last.question));
  };
  return { question, sitting, trail, refused, answer, unknown, skip: () => leave(next()), back, takeBack };
}

const stepOf = (q: Question) => did("answer", { question: q.text });

function Interview({ open }: { open: Question[] }) {
  const t = useWords(words);
  const may = useMayEdit();
  const i = useInterview(open);
  const { question: q, sitting } = i;
  const choices = useChoices(q);
  const head = useRef<HTMLHeadingElement>(null);
  const key = q && keyOf(q);
  const doneCount = Object.keys(sitting.done).length;
  const left = open.filter((x) => !sitting.done[keyOf(x)]).length;
  const canUndo = useProject((p) => p.undo.length > 0);

  // A new question is read out and the keys go on from there; the first one leaves the focus where it was.
  const shown = useRef(key);
  useEffect(() => {
    if (shown.current === key) return;
    shown.current = key;
    head.current?.focus({ preventScroll: true });
    head.current?.closest("main")?.scrollTo(0, 0);
  }, [key]);

  useKeys((e) => {
    if (layered() || !letters(e) || e.shiftKey) return false;
    if (/^[1-9]$/.test(e.key)) {
      const buttons = document.querySelectorAll<HTMLElement>(".questions-answer");
      buttons[Number(e.key) - 1]?.click();
      return buttons.length > 0;
    }
    const moves: Record<string, () => unknown> = { "0": i.unknown, s: i.skip, b: i.back, u: i.takeBack };
    const move = may || e.key === "s" || e.key === "b" ? moves[e.key] : undefined;
    move?.();
    return move !== undefined;
  });

  if (!q) return <Finished open={open} aside={sitting.aside.length} takeBack={canUndo ? i.takeBack : undefined} />;
  const before: Done | undefined = sitting.done[keyOf(q)];
  const all = doneCount + left;
  return (
    <div className="questions-one">
      <div className="questions-progress">
        <progress max={all} value={doneCount} aria-label={t("progress", { n: doneCount, all })} />
        <span className="t-dim">
          {t("left", { n: left })}
          {doneCount > 0 ? ` · ${t("answered", { n: doneCount })}` : ""}
          {sitting.aside.length > 0 ? ` · ${t("aside", { n: sitting.aside.length })}` : ""}
        </span>
      </div>
      <section className="questions-card" aria-labelledby="question">
        <Picture target={q.target} />
        <h2 id="question" ref={head} tabIndex={-1} lang="en">
          {q.text}
        </h2>
        {i.refused ? (
          <p className="questions-refused" role="alert">
            {i.refused}
          </p>
        ) : null}
        <Answers key={keyOf(q)} question={q} choices={choices} chosen={before?.value} onAnswer={i.answer} />
        {may ? (
          <button type="button" className="questions-answer-unknown" title={t("unknownHint")} onClick={i.unknown}>
            <span className="questions-key" aria-hidden="true">
              0
            </span>
            <span>
              <b>{t("unknown")}</b>
              <span className="t-dim">{t("unknownHint")}</span>
            </span>
          </button>
        ) : null}
      </section>
      <Matters question={q} />
      <nav className="questions-moves" aria-label={t("title")}>
        <Button variant="default" disabled={i.trail.length === 0} onClick={i.back} leftSection={<Icon name="left" />}>
          {t("back")}
        </Button>
        <Button variant="default" onClick={i.skip} rightSection={<Icon name="right" />}>
          {t("skip")}
        </Button>
        <Button
          variant="subtle"
          disabled={!canUndo}
          onClick={() => void i.takeBack()}
          leftSection={<Icon name="undo" />}
        >
          {t("undo")}
        </Button>
        <span className="t-dim questions-keys">{t("keys")}</span>
      </nav>
    </div>
  );
}

const SHOWN = 4;

function Matters({ question: q }: { question: Question }) {
  const t = useWords(words);
  const findings = useFindings();
  const settled = useMemo(() => {
    const ids = new Set(q.settles);
    return findings.filter((f) => ids.has(f.id));
  }, [findings, q]);
  if (settled.length === 0) return null;
  const ids = settled.map((f) => `id:${f.id}`).join(" ");
  return (
    <section className="questions-why" aria-label={t("why")}>
      <h3>{t("why")}</h3>
      <p>
        {t("whySettles", { n: settled.length })} <Severity level={q.severity} />
      </p>
      <ul>
        {settled.slice(0, SHOWN).map((f) => (
          <li key={f.id} lang="en">
            {f.title}
          </li>
        ))}
        {settled.length > SHOWN ? <li className="t-dim">{t("andMore", { n: settled.length - SHOWN })}</li> : null}
      </ul>
      <PageLink page="threats" search={{ q: ids }} className="t-link">
        {t("showThreats")}
      </PageLink>
    </section>
  );
}

function Finished({
  open,
  aside,
  takeBack,
}: {
  open: Question[];
  aside: number;
  takeBack: (() => Promise<void>) | undefined;
}) {
  const t = useWords(words);
  const waiting = open.length > 0 && aside > 0;
  return (
    <EmptyState
      icon={waiting ? "questions" : "check"}
      title={t(waiting ? "asideTitle" : "allDone")}
      text={t(waiting ? "asideText" : "allDoneText")}
    >
      {waiting ? <Button onClick={askAsideAgain}>{t("askAside")}</Button> : null}
      <PageLink page="threats" className="t-link">
        {t("toThreats")}
      </PageLink>
      {takeBack ? (
        <Button variant="subtle" onClick={() => void takeBack()} leftSection={<Icon name="undo" />}>
          {t("undo")}
        </Button>
      ) : null}
    </EmptyState>
  );
}

// The same questions as a table, for those who want to choose.
function List({ open }: { open: Question[] }) {
  const t = useWords(words);
  const place = usePlace();
  const [, setMode] = useSearchText("show");
  const [, setAt] = useSearchText("at");
  const [text, setText] = useState("");
  const [current, setCurrent] = useState<string>();
  const rows = useMemo(() => {
    const keys = {
      severity: (q: Question) => `s${q.severity}`,
      target: (q: Question) => q.target,
      field: (q: Question) => q.field,
    };
    const test = matcher<Question>(text, keys, (q) => `${q.text} ${q.target} ${q.field}`.toLowerCase());
    return open.filter(test);
  }, [open, text]);
  const columns = useMemo<Column<Question>[]>(
    () => [
      {
        id: "worst",
        title: t("worst"),
        width: "100px",
        cell: (q) => <Severity level={q.severity} short />,
      },
      {
        id: "question",
        title: t("question"),
        width: "minmax(360px, 2fr)",
        cell: (q) => (
          <span lang="en" title={q.text}>
            {q.text}
          </span>
        ),
      },
      { id: "where", title: t("where"), width: "minmax(220px, 1fr)", cell: (q) => place(q.target) },
      { id: "settles", title: t("settles"), width: "90px", align: "end", cell: (q) => q.settles.length },
    ],
    [t, place],
  );
  const ask = useCallback(
    (q: Question) => {
      setAt(keyOf(q));
      setTimeout(() => setMode(undefined));
    },
    [setAt, setMode],
  );
  return (
    <div className="questions-list">
      <FilterBar value={text} onChange={setText} shown={rows.length} all={open.length} />
      <DataTable
        label={t("title")}
        rows={rows}
        columns={columns}
        idOf={keyOf}
        nameOf={(q) => q.text}
        current={current}
        onCurrent={(q) => setCurrent(keyOf(q))}
        onOpen={ask}
      />
    </div>
  );
}
