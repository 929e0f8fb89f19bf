// The history: every revision with who, when and what, what differs between any two, who wrote an entry, and the way back.
import { Button, NativeSelect, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useMemo, useRef, useState } from "react";
import { ApiError } from "@/api/client";
import { getBlame, getDiff, type Revision, restore } from "@/api/schema";
import type { Delta } from "@/api/types";
import { EmptyState } from "@/parts/EmptyState";
import { receive, useProject } from "@/project/store";
import { useMayEdit, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { useProjectId, useSearchText } from "@/shell/router";
import { toast } from "@/shell/toast";
import { dateTime, useLanguage, useWords } from "@/words/catalogue";
import { Changes } from "./Changes";
import { useRevisions } from "./revisions";
import { words } from "./words";
import "./history.css";

export default function History() {
  const t = useWords(words);
  const lang = useLanguage();
  const project = useProjectId() ?? "";
  const { list, head, hasNextPage, fetchNextPage, isError, isPending } = useRevisions(project);
  const [toText, setTo] = useSearchText("to");
  const [fromText, setFrom] = useSearchText("from");
  const [path, setPath] = useSearchText("blame");
  const to = Number(toText) || head;
  const from = fromText ? Number(fromText) : to - 1;
  const choose = (n: number) => {
    setTo(n === head ? undefined : String(n));
    if (fromText) setFrom(undefined);
  };
  return (
    <div className="hist">
      <aside className="hist-list" data-region tabIndex={-1} aria-label={t("list")}>
        <h1>{t("title")}</h1>
        {isError ? <p role="alert">{t("failed")}</p> : null}
        {!isPending && list.length === 0 ? <p className="t-dim">{t("empty")}</p> : null}
        <Revisions list={list} head={head} current={to} onChoose={choose} />
        {hasNextPage ? (
          <Button variant="default" size="sm" m="sm" onClick={() => void fetchNextPage()}>
            {t("older")}
          </Button>
        ) : null}
      </aside>
      <section className="hist-main" data-region tabIndex={-1} aria-label={t("compare")}>
        <div className="hist-bar">
          <NativeSelect
            size="sm"
            label={t("from")}
            value={String(from)}
            onChange={(e) => setFrom(e.currentTarget.value)}
            data={list.filter((r) => r.number <= head).map((r) => option(r, t("revision", { n: String(r.number) })))}
          />
          <NativeSelect
            size="sm"
            label={t("to")}
            value={String(to)}
            onChange={(e) => setTo(e.currentTarget.value)}
            data={list.map((r) => option(r, t("revision", { n: String(r.number) })))}
          />
          <Blame path={path} onPath={setPath} />
        </div>
        {path ? <Blamed project={project} path={path} head={head} lang={lang} onRevision={choose} /> : null}
        <Compared project={project} from={from} to={to} head={head} list={list} onBlame={setPath} />
      </section>
    </div>
  );
}

const option = (r: Revision, name: string) => ({ value: String(r.number), label: `${name} · ${r.title}` });

/** The list of revisions: one stop of Tab, arrows choose. */
function Revisions({
  list,
  head,
  current,
  onChoose,
}: {
  list: Revision[];
  head: number;
  current: number;
  onChoose: (n: number) => void;
}) {
  const t = useWords(words);
  const lang = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const key = (e: KeyboardEvent) => {
    const at = list.findIndex((r) => r.number === current);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, j: at + 1, k: at - 1, Home: 0, End: list.length - 1 }[e.key];
    const r = next === undefined ? undefined : list[Math.max(0, Math.min(list.length - 1, next))];
    if (!r) return;
    e.preventDefault();
    onChoose(r.number);
    requestAnimationFrame(() =>
      box.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }),
    );
  };
  return (
    <div
      role="listbox"
      className="hist-revisions"
      aria-label={t("list")}
      tabIndex={0}
      ref={box}
      data-keys
      data-region-focus
      aria-activedescendant={list.some((r) => r.number === current) ? `rev-${current}` : undefined}
      onKeyDown={key}
    >
      {list.map((r) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of its rows
        <div
          key={r.number}
          id={`rev-${r.number}`}
          role="option"
          tabIndex={-1}
          aria-selected={r.number === current}
          className="hist-revision"
          onClick={() => onChoose(r.number)}
        >
          <span className="hist-number">{r.number}</span>
          <span className="hist-what">
            <b>{r.title}</b>
            <small>
              {t("by", { author: r.outside ? t("anotherEditor") : r.author, time: dateTime(r.time, lang) })}
              {r.undo ? ` · ${t("undone", { n: String(r.undo) })}` : null}
            </small>
          </span>
          {r.number === head ? <span className="hist-newest">{t("newest")}</span> : null}
        </div>
      ))}
    </div>
  );
}

function Compared({
  project,
  from,
  to,
  head,
  list,
  onBlame,
}: {
  project: string;
  from: number;
  to: number;
  head: number;
  list: Revision[];
  onBlame: (path: string) => void;
}) {
  const t = useWords(words);
  const may = useMayEdit();
  const [a, b] = from < to ? [from, to] : [to, from];
  const diff = useQuery({
    queryKey: [project, "diff", a, b],
    queryFn: () => getDiff({ project, from: a, to: b }),
    enabled: a >= 1 && a < b,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const one = list.find((r) => r.number === to);
  const [busy, setBusy] = useState(false);
  const goBack = async () => {
    setBusy(true);
    try {
      const base = useProject.getState().state?.revision ?? head;
      const d = await restore({ project, body: { to, base, key: crypto.randomUUID() } });
      receive(d as unknown as Delta);
      toast({ kind: "ok", text: t("restored", { n: String(to) }) });
    } catch (e) {
      toast({ kind: "error", text: e instanceof ApiError ? e.message : String(e) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="hist-title">
        <div>
          <Title order={2}>
            {b - a === 1 || a < 1
              ? t("changesOf", { n: String(b) })
              : t("changesBetween", { from: String(a), to: String(b) })}
          </Title>
          {one && b - a === 1 ? <Text c="dimmed">{one.title}</Text> : null}
        </div>
        {may && to !== head && to >= 1 ? (
          <Button
            size="sm"
            variant="default"
            loading={busy}
            leftSection={<Icon name="history" size={15} />}
            onClick={() => void goBack()}
          >
            {t("restore", { n: String(to) })}
          </Button>
        ) : null}
      </div>
      {a < 1 ? <p className="t-dim">{t("first")}</p> : null}
      {a === b && a >= 1 ? <p className="t-dim">{t("same")}</p> : null}
      {diff.isFetching && !diff.data ? <p role="status">{t("working")}</p> : null}
      {diff.isError ? <EmptyState icon="error" title={t("failed")} text={diff.error.message} /> : null}
      {diff.data ? (
        <Changes
          key={`${a}-${b}`}
          diff={diff.data}
          extra={(e) =>
            e.id ? (
              <button type="button" className="t-link-button" onClick={() => onBlame(`${e.section}/${e.id}`)}>
                {t("blame")}
              </button>
            ) : null
          }
        />
      ) : null}
    </>
  );
}

/** Asks who wrote an entry or a key; what is selected in the studio is offered first. */
function Blame({ path, onPath }: { path: string; onPath: (p: string | undefined) => void }) {
  const t = useWords(words);
  const model = useView((s) => s.model);
  const selected = useProject((p) => p.selection.at(-1));
  const [text, setText] = useState<string | undefined>(undefined);
  const paths = useMemo(
    () => Object.entries(model?.sections ?? {}).flatMap(([s, list]) => (list ?? []).map((e) => `${s}/${e.id}`)),
    [model],
  );
  const start =
    path || (selected && paths.includes(`${selected.kind}/${selected.id}`) ? `${selected.kind}/${selected.id}` : "");
  const value = text ?? start;
  const submit = (e: FormEvent) => {
    e.preventDefault();
    onPath(value.trim() || undefined);
    setText(undefined);
  };
  return (
    <form className="hist-blame" onSubmit={submit}>
      <TextInput
        size="sm"
        label={t("blame")}
        placeholder={t("blameField")}
        list="hist-paths"
        value={value}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <datalist id="hist-paths">
        {paths.map((p) => (
          <option key={p} value={p} />
        ))}
      </datalist>
      <Button type="submit" size="sm" variant="default">
        {t("blameShow")}
      </Button>
    </form>
  );
}

function Blamed({
  project,
  path,
  head,
  lang,
  onRevision,
}: {
  project: string;
  path: string;
  head: number;
  lang: "en" | "de";
  onRevision: (n: number) => void;
}) {
  const t = useWords(words);
  const q = useQuery({
    queryKey: [project, "blame", path, head],
    queryFn: () => getBlame({ project, path }),
    retry: false,
  });
  return (
    <section className="hist-blamed t-card" aria-label={t("blameOf", { path })}>
      <h2>{t("blameOf", { path })}</h2>
      {q.data?.length === 0 ? <p className="t-dim">{t("blameNone")}</p> : null}
      {q.isError ? <p role="alert">{q.error.message}</p> : null}
      <ul>
        {(q.data ?? []).map((b) => (
          <li key={b.path}>
            <code>{b.path}</code>
            <span>
              {b.author}, {dateTime(b.time, lang)}
            </span>
            <button type="button" className="t-link-button" onClick={() => onRevision(b.revision)}>
              {t("revision", { n: String(b.revision) })}: {b.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
