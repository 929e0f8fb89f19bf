// The history: every revision with who, when and what, what differs between any two, who wrote an entry, and the way back.
import { Button, NativeSelect, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { ApiError } from "@/api/client";
import { getDiff, getSession, type Revision, restore, undo } from "@/api/schema";
import type { Delta } from "@/api/types";
import { EmptyState } from "@/parts/EmptyState";
import { made, useProject } from "@/project/store";
import { named, useMayEdit } from "@/project/use";
import { Icon } from "@/shell/icons";
import { useProjectId, useSearchText } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { Blame, Blamed } from "./Blame";
import { Changes, type Show } from "./Changes";
import { groups, type Range, rangeOf } from "./groups";
import { Revisions } from "./Revisions";
import { useRevisions } from "./revisions";
import { words } from "./words";
import "./history.css";

export default function History() {
  const t = useWords(words);
  const project = useProjectId() ?? "";
  const { list, head, hasNextPage, fetchNextPage, isError, isPending } = useRevisions(project);
  const [toText, setTo] = useSearchText("to");
  const [fromText, setFrom] = useSearchText("from");
  const [path, setPath] = useSearchText("blame");
  const range = useMemo(() => rangeAsked(fromText, toText, list, head), [fromText, toText, list, head]);
  const choose = (r: Range) => {
    setTo(String(r.to));
    setFrom(r.from === r.to - 1 ? undefined : String(r.from));
  };
  const one = (n: number) => choose({ from: n - 1, to: n });
  const options = list.map((r) => option(r, t("revision", { n: String(r.number) })));
  const start = { value: "0", label: t("start") };
  return (
    <div className="hist">
      <aside className="hist-list" data-region tabIndex={-1} aria-label={t("list")}>
        <h1>{t("title")}</h1>
        {isError ? <p role="alert">{t("failed")}</p> : null}
        {!isPending && list.length === 0 ? <p className="t-dim">{t("empty")}</p> : null}
        <Revisions list={list} head={head} at={range} onChoose={choose} />
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
            value={String(range.from)}
            onChange={(e) => choose({ from: Number(e.currentTarget.value), to: range.to })}
            data={withValue([...options, start], range.from, t("revision", { n: String(range.from) }))}
          />
          <NativeSelect
            size="sm"
            label={t("to")}
            value={String(range.to)}
            onChange={(e) => choose({ from: range.from, to: Number(e.currentTarget.value) })}
            data={withValue(options, range.to, t("revision", { n: String(range.to) }))}
          />
          <Blame path={path} onPath={setPath} />
        </div>
        {path ? <Blamed project={project} path={path} head={head} onRevision={one} /> : null}
        {range.to > 0 ? <Compared project={project} range={range} head={head} list={list} onBlame={setPath} /> : null}
      </section>
    </div>
  );
}

/** What the address asks for; without words of its own, the newest entry of the list. */
function rangeAsked(from: string, to: string, list: Revision[], head: number): Range {
  const b = Number(to);
  if (b > 0) return { from: from === "" ? b - 1 : Math.max(0, Number(from) || 0), to: b };
  const newest = groups(list)[0];
  const range = newest ? rangeOf(newest.list) : { from: head - 1, to: head };
  return from === "" ? range : { from: Math.max(0, Number(from) || 0), to: range.to };
}

const option = (r: Revision, name: string) => ({ value: String(r.number), label: `${name} · ${named(r)}` });

/** Options with the one that is chosen, which may lie beyond what was read of the list. */
const withValue = (list: { value: string; label: string }[], value: number, label: string) =>
  list.some((o) => o.value === String(value)) ? list : [...list, { value: String(value), label }];

interface Compare {
  project: string;
  range: Range;
  head: number;
  list: Revision[];
  onBlame: (path: string) => void;
}

function Compared({ project, range, head, list, onBlame }: Compare) {
  const t = useWords(words);
  const [show, setShow] = useSearchText("show");
  const [at, setAt] = useSearchText("at");
  const [a, b] = range.from < range.to ? [range.from, range.to] : [range.to, range.from];
  const diff = useQuery({
    queryKey: [project, "diff", a, b],
    queryFn: () => getDiff({ project, from: a, to: b }),
    enabled: a < b,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const one = list.find((r) => r.number === b);
  return (
    <>
      <div className="hist-title">
        <div>
          <Title order={2}>
            {b - a <= 1 ? t("changesOf", { n: String(b) }) : t("changesBetween", { from: String(a), to: String(b) })}
          </Title>
          {one && b - a === 1 ? <Text c="dimmed">{named(one)}</Text> : null}
          {a === 0 && b > 0 ? <Text c="dimmed">{t("first")}</Text> : null}
        </div>
        <Back project={project} one={b - a === 1 ? one : undefined} to={range.to} head={head} />
      </div>
      {a === b ? <p className="t-dim">{t("same")}</p> : null}
      {diff.isFetching && !diff.data ? <p role="status">{t("working")}</p> : null}
      {diff.isError ? <EmptyState icon="error" title={t("failed")} text={diff.error.message} /> : null}
      {diff.data ? (
        <Changes
          key={`${a}-${b}`}
          diff={diff.data}
          show={show as Show | ""}
          onShow={(s) => setShow(s === "table" ? undefined : s)}
          at={at}
          onAt={setAt}
          extra={(e) =>
            e.id ? (
              <button type="button" className="t-link-button" onClick={() => onBlame(`${e.section}/${e.id}`)}>
                {t("blame")}
                <span className="t-hidden"> {e.name ?? e.id}</span>
              </button>
            ) : null
          }
        />
      ) : null}
    </>
  );
}

/** The ways back: undo a revision of one's own, or make the files of an older one the newest. */
function Back({ project, one, to, head }: { project: string; one: Revision | undefined; to: number; head: number }) {
  const t = useWords(words);
  const may = useMayEdit();
  const [busy, setBusy] = useState(false);
  const session = useQuery({ queryKey: ["session"], queryFn: () => getSession(), staleTime: Number.POSITIVE_INFINITY });
  if (!may) return null;
  const act = async (change: (key: string) => Promise<unknown>, done: string) => {
    setBusy(true);
    try {
      made((await change(crypto.randomUUID())) as Delta);
      toast({ kind: "ok", text: done });
    } catch (e) {
      toast({ kind: "error", text: e instanceof ApiError ? e.message : String(e) });
    } finally {
      setBusy(false);
    }
  };
  const base = () => useProject.getState().state?.revision ?? head;
  const mine = one && one.number > 1 && one.files.length > 0 && one.author === session.data?.user?.name;
  return (
    <div className="hist-back">
      {mine ? (
        <Button
          size="sm"
          variant="default"
          disabled={busy}
          leftSection={<Icon name="undo" size={15} />}
          onClick={() =>
            void act(
              (key) => undo({ project, body: { revision: one.number, key } }),
              t("undoneNow", { n: String(one.number) }),
            )
          }
        >
          {t("undo", { n: String(one.number) })}
        </Button>
      ) : null}
      {to !== head && to >= 1 ? (
        <Button
          size="sm"
          variant="default"
          disabled={busy}
          leftSection={<Icon name="history" size={15} />}
          onClick={() =>
            void act((key) => restore({ project, body: { to, base: base(), key } }), t("restored", { n: String(to) }))
          }
        >
          {t("restore", { n: String(to) })}
        </Button>
      ) : null}
    </div>
  );
}
