// Reviews: what changed between two revisions, what people say of it, and verdicts that hold for exactly that content.
import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { addComment, addReview, getDiff, type Review, resolveComment, stepReview, type Thread } from "@/api/schema";
import { EmptyState } from "@/parts/EmptyState";
import { Loading } from "@/parts/Loading";
import { askAgain, useReviews, useThreads } from "@/project/talk";
import { named, useMayEdit, useMaySpeak, useView } from "@/project/use";
import { Icon, type IconName } from "@/shell/icons";
import { useProjectId, useSearchText } from "@/shell/router";
import { useSaying } from "@/shell/saying";
import { toast } from "@/shell/toast";
import { dateTime, useLanguage, useWords } from "@/words/catalogue";
import { Changes } from "../history/Changes";
import { useRevisions } from "../history/revisions";
import { words } from "./words";
import "./reviews.css";

type Step = "open" | "approved" | "changesAsked" | "stale" | "closed";

/** What became of a review: the newest verdict of each person counts. */
export function stepOf(r: Review): Step {
  if (r.closed) return "closed";
  const newest = new Map(r.verdicts.map((v) => [v.author, v]));
  const all = [...newest.values()];
  if (all.some((v) => v.kind === "request-changes" && !v.stale)) return "changesAsked";
  if (all.some((v) => v.kind === "approve" && v.stale)) return "stale";
  if (all.some((v) => v.kind === "approve")) return r.changed ? "stale" : "approved";
  return "open";
}

/** What a review looks at. */
const rangeOf = (t: ReturnType<typeof useWords<typeof words.en>>, r: Review) =>
  r.from === 0 ? t("rangeAll", { to: String(r.to) }) : t("range", { from: String(r.from), to: String(r.to) });

const marks: Record<Step, IconName> = {
  open: "clock",
  approved: "check",
  changesAsked: "pencil",
  stale: "warning",
  closed: "lock",
};

function StepMark({ review }: { review: Review }) {
  const t = useWords(words);
  const step = stepOf(review);
  return (
    <span className="rev-step" data-step={step}>
      <Icon name={marks[step]} size={13} />
      {t(step)}
    </span>
  );
}

export default function Reviews() {
  const t = useWords(words);
  const lang = useLanguage();
  const project = useProjectId() ?? "";
  const may = useMayEdit();
  const [id, setId] = useSearchText("review");
  const [asking, setAsking] = useState(false);
  const q = useReviews(project);
  const list = q.data ?? [];
  const one = list.find((r) => r.id === id) ?? (id ? undefined : list[0]);
  return (
    <div className="rev">
      <aside className="rev-list" data-region tabIndex={-1} aria-label={t("list")}>
        <div className="rev-head">
          <h1>{t("title")}</h1>
          {may && list.length > 0 ? (
            <Button size="sm" leftSection={<Icon name="plus" size={15} />} onClick={() => setAsking(true)}>
              {t("ask")}
            </Button>
          ) : null}
        </div>
        <ul>
          {list.map((r) => (
            <li key={r.id}>
              <button
                type="button"
                aria-current={r.id === one?.id && !asking}
                onClick={() => {
                  setAsking(false);
                  setId(r.id);
                }}
              >
                <b>{r.title}</b>
                <StepMark review={r} />
                <small>
                  {rangeOf(t, r)} · {t("by", { author: r.author, time: dateTime(r.time, lang) })}
                </small>
              </button>
            </li>
          ))}
        </ul>
      </aside>
      <section className="rev-main" data-region tabIndex={-1} aria-label={one?.title ?? t("title")}>
        {asking ? (
          <Ask
            project={project}
            reviews={list}
            onDone={(r) => {
              setAsking(false);
              if (r) setId(r.id);
            }}
          />
        ) : one ? (
          <One key={one.id} project={project} review={one} />
        ) : q.data ? (
          <EmptyState icon="reviews" title={t("none")} text={t("noneText")}>
            {may ? <Button onClick={() => setAsking(true)}>{t("ask")}</Button> : null}
          </EmptyState>
        ) : q.isError ? (
          <EmptyState icon="error" title={t("failed")} text={q.error.message} />
        ) : (
          <Loading />
        )}
      </section>
    </div>
  );
}

/** Runs a change of reviews or comments, looks at both again, and says what went wrong. */
function useAct(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onError: (e) => toast({ kind: "error", text: e.message }),
    onSettled: () => void askAgain(client, project),
  });
}

function Ask({ project, reviews, onDone }: { project: string; reviews: Review[]; onDone: (r?: Review) => void }) {
  const t = useWords(words);
  const { list, head } = useRevisions(project);
  const act = useAct(project);
  const [title, setTitle] = useState("");
  const [from, setFrom] = useState<string | undefined>(undefined);
  const [to, setTo] = useState<string | undefined>(undefined);
  // What nobody has looked at yet: all since the last review, and the whole model where there was none.
  const seen = Math.max(0, ...reviews.map((r) => r.to).filter((n) => n < head));
  const base = from ?? String(seen);
  const end = to ?? String(head);
  const ends = list.map((r) => ({
    value: String(r.number),
    label: `${t("revision", { n: String(r.number) })} · ${named(r)}`,
  }));
  const far = seen > 0 && list.every((r) => r.number !== seen); // the list has the newest alone
  const starts = [
    ...ends,
    ...(far ? [{ value: String(seen), label: t("revision", { n: String(seen) }) }] : []),
    { value: "0", label: t("beforeAll") },
  ];
  const submit = (e: FormEvent) => {
    e.preventDefault();
    act.mutate(async () => {
      const r = await addReview({ project, body: { title: title.trim(), from: Number(base), to: Number(end) } });
      onDone(r);
    });
  };
  return (
    <form className="rev-ask" onSubmit={submit}>
      <h2>{t("ask")}</h2>
      <TextInput
        label={t("what")}
        value={title}
        onChange={(e) => setTitle(e.currentTarget.value)}
        maxLength={200}
        required
        data-autofocus
      />
      <NativeSelect label={t("from")} value={base} onChange={(e) => setFrom(e.currentTarget.value)} data={starts} />
      <NativeSelect label={t("to")} value={end} onChange={(e) => setTo(e.currentTarget.value)} data={ends} />
      <div className="rev-buttons">
        <Button type="submit" loading={act.isPending} disabled={!title.trim()}>
          {t("start")}
        </Button>
        <Button variant="default" onClick={() => onDone()}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}

function One({ project, review }: { project: string; review: Review }) {
  const t = useWords(words);
  const lang = useLanguage();
  const may = useMayEdit();
  const head = useView((s) => s.revision) ?? review.to;
  const act = useAct(project);
  const client = useQueryClient();
  const [target, setTarget] = useState("");
  const { from } = review;
  const diff = useQuery({
    queryKey: [project, "diff", from, review.to],
    queryFn: () => getDiff({ project, from, to: review.to }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const comments = useThreads(project);
  const threads = (comments.data ?? []).filter((c) => c.review === review.id);
  const open = !review.closed;
  const speak = useMaySpeak();
  const step = (body: Parameters<typeof stepReview>[0]["body"], done?: string) => act.mutate(() => stepped(body, done));
  const stepped = (body: Parameters<typeof stepReview>[0]["body"], done?: string) =>
    stepReview({ project, review: review.id, body }).then(() => {
      if (done) toast({ kind: "ok", text: done });
      return askAgain(client, project);
    });
  return (
    <>
      <div className="rev-title">
        <div>
          <h2>{review.title}</h2>
          <p className="t-dim">
            {rangeOf(t, review)} · {t("by", { author: review.author, time: dateTime(review.time, lang) })}
          </p>
        </div>
        <StepMark review={review} />
      </div>
      {review.changed && open ? (
        <p className="rev-moved" role="status">
          <Icon name="warning" size={16} />
          <span>{t("movedOn", { n: String(review.to) })}</span>
          {may ? (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => step({ step: "move", to: head }, t("moved", { n: String(head) }))}
            >
              {t("look")}
            </Button>
          ) : null}
        </p>
      ) : null}
      <div className="rev-columns">
        <div className="rev-changes">
          <h3>{t("changes")}</h3>
          {diff.isFetching && !diff.data ? <p role="status">{t("working")}</p> : null}
          {diff.isError ? <EmptyState icon="error" title={t("failed")} text={diff.error.message} /> : null}
          {diff.data ? (
            <Changes
              diff={diff.data}
              extra={(e) =>
                e.id && speak && open ? (
                  <button type="button" className="t-link-button" onClick={() => setTarget(`${e.section}/${e.id}`)}>
                    {t("commentOn")}
                    <span className="t-hidden"> {e.name ?? e.id}</span>
                  </button>
                ) : null
              }
            />
          ) : null}
        </div>
        <div className="rev-talk">
          <section className="t-card">
            <h3>{t("verdicts")}</h3>
            {review.verdicts.length === 0 ? <p className="t-dim">{t("noVerdicts")}</p> : null}
            <ul className="rev-verdicts">
              {review.verdicts.map((v) => (
                <li key={`${v.author}${v.time}`} data-stale={v.stale || undefined}>
                  <Icon name={v.kind === "approve" ? "check" : "pencil"} size={15} />
                  <div>
                    <b>{t(v.kind === "approve" ? "kind.approve" : "kind.request-changes")}</b>{" "}
                    <span className="t-dim">{t("by", { author: v.author, time: dateTime(v.time, lang) })}</span>
                    {v.note ? <p className="rev-note">{v.note}</p> : null}
                    {v.stale ? <p className="rev-stale">{t("onOther", { n: String(v.revision) })}</p> : null}
                  </div>
                </li>
              ))}
            </ul>
            <p className="rev-content">
              {t("content")} <code>{review.content.slice(0, 12)}</code>
            </p>
            {open ? <Judge review={review} speak={speak} onStep={stepped} /> : null}
            {!speak ? <p className="t-dim">{t("readOnly")}</p> : null}
            {review.closed ? (
              <p className="t-dim">
                {t("closedBy", { author: review.closedBy ?? "", time: dateTime(review.closed, lang) })}
              </p>
            ) : may ? (
              <button type="button" className="t-link-button" onClick={() => step({ step: "close" })}>
                {t("close")}
              </button>
            ) : null}
          </section>
          <section className="t-card" aria-label={t("comments")}>
            <h3>{t("comments")}</h3>
            {threads.length === 0 ? <p className="t-dim">{t("noComments")}</p> : null}
            {threads.map((c) => (
              <Talk key={c.id} project={project} thread={c} speak={speak} act={act.mutate} />
            ))}
            {open ? (
              <Write
                about={`${review.id}/${target}`}
                speak={speak}
                label={target ? t("about", { target }) : t("aboutAll")}
                onSend={(body) =>
                  addComment({ project, body: { body, review: review.id, ...(target ? { target } : {}) } }).then(() => {
                    setTarget("");
                    return askAgain(client, project);
                  })
                }
              >
                {target ? (
                  <button type="button" className="t-link-button" onClick={() => setTarget("")}>
                    {t("dropTarget")}
                  </button>
                ) : null}
              </Write>
            ) : null}
          </section>
        </div>
      </div>
    </>
  );
}

function Judge({
  review,
  speak,
  onStep,
}: {
  review: Review;
  speak: boolean;
  onStep: (body: Parameters<typeof stepReview>[0]["body"]) => Promise<unknown>;
}) {
  const t = useWords(words);
  const kind = useRef<"approve" | "request-changes">("approve");
  const {
    text: note,
    setText: setNote,
    busy,
    send,
  } = useSaying(
    `${review.id}/verdict`,
    (text) => onStep({ step: "verdict", kind: kind.current, content: review.content, ...(text ? { note: text } : {}) }),
    true,
  );
  const [lacks, setLacks] = useState(false);
  const judge = (what: "approve" | "request-changes") => {
    if (what === "request-changes" && !note.trim()) return setLacks(true);
    kind.current = what;
    setLacks(false);
    send();
  };
  if (!speak && !note) return null;
  return (
    <div className="rev-judge">
      <Textarea
        label={t("judge")}
        placeholder={t("note")}
        description={t("contentText")}
        autosize
        minRows={2}
        maxRows={8}
        value={note}
        error={lacks ? t("needNote") : undefined}
        readOnly={busy || !speak}
        onChange={(e) => setNote(e.currentTarget.value)}
      />
      {speak ? null : <p>{t("kept")}</p>}
      <div className="rev-buttons">
        <Button
          size="sm"
          loading={busy}
          disabled={!speak}
          leftSection={<Icon name="check" size={15} />}
          onClick={() => judge("approve")}
        >
          {t("approve")}
        </Button>
        <Button size="sm" variant="default" disabled={busy || !speak} onClick={() => judge("request-changes")}>
          {t("requestChanges")}
        </Button>
      </div>
    </div>
  );
}

function Talk({
  project,
  thread,
  speak,
  act,
}: {
  project: string;
  thread: Thread;
  speak: boolean;
  act: (run: () => Promise<unknown>) => void;
}) {
  const t = useWords(words);
  const lang = useLanguage();
  const client = useQueryClient();
  const [replying, setReplying] = useState(false);
  const done = thread.resolved !== undefined;
  return (
    <article
      className="rev-thread"
      data-done={done || undefined}
      aria-label={t("about", { target: thread.target || t("changes") })}
    >
      {thread.target ? <code className="rev-target">{thread.target}</code> : null}
      {thread.comments.map((c) => (
        <div key={c.id}>
          <p className="rev-who">
            <b>{c.author}</b> <span className="t-dim">{dateTime(c.time, lang)}</span>
          </p>
          <p className="rev-note">{c.body}</p>
        </div>
      ))}
      {done ? <p className="t-dim">{t("resolvedBy", { author: thread.resolvedBy ?? "" })}</p> : null}
      {speak ? (
        <p className="rev-acts">
          {done ? null : (
            <button
              type="button"
              className="t-link-button"
              aria-expanded={replying}
              onClick={() => setReplying(!replying)}
            >
              {t("reply")}
            </button>
          )}
          <button
            type="button"
            className="t-link-button"
            onClick={() => act(() => resolveComment({ project, thread: thread.id, body: { resolved: !done } }))}
          >
            {done ? t("reopen") : t("resolve")}
          </button>
        </p>
      ) : null}
      {replying ? (
        <Write
          about={thread.id}
          speak={speak}
          label={t("reply")}
          onSend={(body) =>
            addComment({
              project,
              body: {
                body,
                thread: thread.id,
                target: thread.target,
                ...(thread.review ? { review: thread.review } : {}),
              },
            }).then(() => {
              setReplying(false);
              return askAgain(client, project);
            })
          }
        />
      ) : null}
    </article>
  );
}

function Write({
  about,
  speak,
  label,
  onSend,
  children,
}: {
  about: string;
  speak: boolean;
  label: string;
  onSend: (body: string) => Promise<unknown>;
  children?: ReactNode;
}) {
  const t = useWords(words);
  const { text, setText, busy, send } = useSaying(about, onSend);
  if (!speak && !text) return null;
  const key = (e: KeyboardEvent) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      send();
    }
  };
  return (
    <div className="rev-write">
      <Textarea
        label={label}
        placeholder={t("write")}
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        readOnly={busy || !speak}
        onChange={(e) => setText(e.currentTarget.value)}
        onKeyDown={speak ? key : undefined}
      />
      {speak ? null : <p>{t("kept")}</p>}
      <div className="rev-buttons">
        <Button size="sm" variant="default" disabled={busy || !speak || !text.trim()} onClick={send}>
          {t("send")}
        </Button>
        {children}
      </div>
    </div>
  );
}
