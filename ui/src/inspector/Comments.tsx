// What people say about the one thing that is selected.
import { Button, Group, Text, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { addComment, resolveComment } from "@/api/schema";
import { askAgain, useThreads } from "@/project/talk";
import { useMaySpeak } from "@/project/use";
import { useProjectId } from "@/shell/router";
import { useSaying } from "@/shell/saying";
import { toast } from "@/shell/toast";
import { dateTime, useWords } from "@/words/catalogue";
import { words } from "./words";

export function Comments({ target }: { target: string }) {
  const t = useWords(words);
  const project = useProjectId() ?? "";
  const client = useQueryClient();
  const speak = useMaySpeak();
  const threads = (useThreads(project).data ?? []).filter((x) => x.target === target);
  const open = threads.find((x) => !x.resolved);
  const { text, setText, busy, send } = useSaying(target, (body) =>
    addComment({ project, body: { body, target, ...(open ? { thread: open.id } : {}) } }).then(() =>
      askAgain(client, project),
    ),
  );
  const resolve = (thread: string) =>
    void resolveComment({ project, thread, body: { resolved: true } }).then(
      () => askAgain(client, project),
      (e: Error) => toast({ kind: "error", text: e.message }),
    );
  return (
    <section className="in-part" data-comments aria-label={t("comments")}>
      <h3>{t("comments")}</h3>
      {threads.map((x) => (
        <div key={x.id} className="in-thread" data-resolved={x.resolved ? true : undefined}>
          {x.comments.map((c) => (
            <div key={c.id} className="in-comment">
              <small>
                {c.author} · {dateTime(c.time)}
              </small>
              <p>{c.body}</p>
            </div>
          ))}
          {x.resolved ? <small>{t("resolved")}</small> : null}
          {!x.resolved && speak ? (
            <Button size="compact-xs" variant="subtle" onClick={() => resolve(x.id)}>
              {t("resolve")}
            </Button>
          ) : null}
        </div>
      ))}
      {speak || text ? (
        <Textarea
          size="xs"
          autosize
          minRows={1}
          aria-label={t("commentNew")}
          placeholder={t("commentNew")}
          readOnly={busy || !speak}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          onKeyDown={(e) => e.key === "Enter" && (e.ctrlKey || e.metaKey) && speak && send()}
        />
      ) : null}
      {!speak && text ? <Text size="xs">{t("commentKept")}</Text> : null}
      {speak && text.trim() ? (
        <Group justify="flex-end" mt={6}>
          <Button size="compact-xs" disabled={busy} onClick={send}>
            {t("commentSend")}
          </Button>
        </Group>
      ) : null}
    </section>
  );
}
