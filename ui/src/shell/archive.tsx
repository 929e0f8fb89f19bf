// Projects that are done: an owner archives one, everybody can still read it, and an owner can take it back.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { stepProject } from "@/api/schema";
import { archived, useProject } from "@/project/store";
import { useWords } from "@/words/catalogue";
import { Icon } from "./icons";
import { useProjectId } from "./router";
import { toast } from "./toast";
import { words } from "./words";

/** Archives a project, or takes it back, at once: the toast offers the way back. */
export function useArchive() {
  const t = useWords(words);
  const cache = useQueryClient();
  return async function archive(p: { id: string; name: string }, now: boolean) {
    try {
      await stepProject({ project: p.id, body: { archived: now } });
      if (useProject.getState().id === p.id) archived(now);
      toast({
        kind: "ok",
        text: t(now ? "archivedDone" : "takenBack", { name: p.name }),
        action: { text: t("undo"), run: () => void archive(p, !now) },
      });
    } catch (e) {
      toast({ kind: "error", text: e instanceof Error ? e.message : String(e) });
    }
    await cache.invalidateQueries({ queryKey: ["projects"] });
  };
}

/** Below the header of an archived project: what that means, and for its owners the way back. */
export function ArchivedBar() {
  const t = useWords(words);
  const id = useProjectId();
  const project = useProject((p) => p.view?.project);
  const archive = useArchive();
  useToldOfArchiving();
  if (!id || !project?.archived) return null;
  return (
    <section className="t-archived" aria-label={t("archivedState")} data-region tabIndex={-1}>
      <Icon name="archive" size={16} />
      <span>
        {t("archivedText")} {project.role === "owner" ? null : t("archivedAsk")}
      </span>
      {project.role === "owner" ? (
        <button
          type="button"
          className="t-link-button"
          onClick={() => void archive(project, false).then(() => document.getElementById("main")?.focus())}
        >
          {t("takeBack")}
        </button>
      ) : null}
    </section>
  );
}

// Whoever has the project open while another person archives it or takes it back is told so.
function useToldOfArchiving() {
  const t = useWords(words);
  const told = useProject((p) => p.archiving);
  useEffect(() => {
    if (told && told.by !== useProject.getState().person)
      toast({ text: t(told.archived ? "archivedBy" : "takenBackBy", { by: told.by }) });
  }, [told, t]);
}
