// Who wrote an entry or a key: a question, and its answer with the way to the revision.
import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { getBlame } from "@/api/schema";
import { useProject } from "@/project/store";
import { byWhom, named, useView } from "@/project/use";
import { dateTime, useLanguage, useWords } from "@/words/catalogue";
import { words } from "./words";

/** What is selected in the studio is offered first. */
export function Blame({ path, onPath }: { path: string; onPath: (p: string | undefined) => void }) {
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

export function Blamed({
  project,
  path,
  head,
  onRevision,
}: {
  project: string;
  path: string;
  head: number;
  onRevision: (n: number) => void;
}) {
  const t = useWords(words);
  const lang = useLanguage();
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
              {byWhom(b.author)}, {dateTime(b.time, lang)}
            </span>
            <button type="button" className="t-link-button" onClick={() => onRevision(b.revision)}>
              {t("revision", { n: String(b.revision) })}: {named(b)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
