// Projects that are done: an owner archives one, everybody can still read it, and an owner can take it back.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { stepProject } from "@/api/schema";
import type { Role } from "@/api/types";
import { archived, useProject } from "@/project/store";
import { useWords } from "@/words/catalogue";
import { Icon } from "./icons";
import { KeptNote, useKept, useToldOfKept } from "./Kept";
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

/** Below the header: that the project is archived, what that means, and for its owners the way back; and what waits unsent. */
export function ArchivedBar() {
  const t = useWords(words);
  const id = useProjectId();
  const project = useProject((p) => p.view?.project);
  const archive = useArchive();
  const kept = useKept();
  useToldOfArchiving();
  useToldOfRole();
  useToldOfKept();
  if (!id || !project || kept?.why === "gone" || !(project.archived || kept)) return null;
  const state = t(project.archived ? "archivedState" : "keptState");
  return (
    <section className="t-archived" aria-label={state} data-region tabIndex={-1}>
      <Icon name={project.archived ? "archive" : "lock"} size={16} />
      {project.archived ? (
        <span>
          {t("archivedText")} {project.role === "owner" ? null : t("archivedAsk")}
        </span>
      ) : null}
      <KeptNote />
      {project.archived && project.role === "owner" ? (
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

// Whoever has the project open while their role changes is told what they may do by now.
function useToldOfRole() {
  const t = useWords(words);
  const id = useProject((p) => p.id);
  const role = useProject((p) => p.state?.project.role);
  const was = useRef<{ id?: string; role?: Role }>({});
  useEffect(() => {
    const before = was.current;
    was.current = { ...(id ? { id } : {}), ...(role ? { role } : {}) };
    if (role && before.role && before.role !== role && before.id === id)
      toast({ text: t("roleNow", { role: t(`role-${role}`) }) });
  }, [id, role, t]);
}
