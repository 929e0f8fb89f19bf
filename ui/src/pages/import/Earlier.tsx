// The reports of earlier imports: comments whose thread is about the file.
import { Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { resolveComment, type Thread } from "@/api/schema";
import { askAgain, useThreads } from "@/project/talk";
import { useMaySpeak } from "@/project/use";
import { PageLink } from "@/shell/router";
import { toast } from "@/shell/toast";
import { dateTime, useLanguage, useWords } from "@/words/catalogue";
import { words } from "./words";

const about = "import/"; // as the server names such threads

export function Earlier({ project }: { project: string }) {
  const t = useWords(words);
  const { data } = useThreads(project);
  const list = (data ?? []).filter((x) => x.target.startsWith(about)).sort((a, b) => b.time.localeCompare(a.time));
  if (list.length === 0) return null;
  return (
    <section className="t-section">
      <Title order={2}>{t("earlier")}</Title>
      <ul className="t-list imp-earlier">
        {list.map((x) => (
          <li key={x.id}>
            <Report project={project} thread={x} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Report({ project, thread }: { project: string; thread: Thread }) {
  const t = useWords(words);
  const lang = useLanguage();
  const client = useQueryClient();
  const speak = useMaySpeak();
  const [first] = thread.comments;
  const resolved = thread.resolved !== undefined;
  const settle = () =>
    resolveComment({ project, thread: thread.id, body: { resolved: !resolved } })
      .then(() => askAgain(client, project))
      .catch((e: Error) => toast({ kind: "error", text: e.message }));
  return (
    <details>
      <summary>
        <b>{thread.target.slice(about.length)}</b>
        <span className="t-dim">
          {t("by", { author: first?.author ?? "", time: dateTime(thread.time, lang) })}
          {" · "}
          {t(resolved ? "settled" : "toAnswer")}
        </span>
      </summary>
      <pre lang="en" tabIndex={0} role="region" aria-label={t("reportOf", { file: thread.target.slice(about.length) })}>
        {first?.body}
      </pre>
      <p className="imp-downloads">
        <PageLink page="history" search={{ to: String(thread.revision) }} className="t-link">
          {t("revision", { n: String(thread.revision) })}
        </PageLink>
        {speak ? (
          <button type="button" className="t-link-button" onClick={() => void settle()}>
            {t(resolved ? "reopen" : "settle")}
          </button>
        ) : null}
      </p>
    </details>
  );
}
