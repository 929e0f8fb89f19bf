// Hooks over the open project. A page reads with these and edits with `send`.
import { useMemo } from "react";
import type { Entry, Finding, Section, State } from "@/api/types";
import { type Selected, useProject } from "./store";

export { redo, undo } from "./back";
export { byWhom, did, named } from "./did";
export { me, tell } from "./live";
export type { Selected } from "./store";
export { answerConflict, select, send, useProject } from "./store";

/** A part of the state as the page shall show it, or undefined while it loads. */
export function useView<T>(pick: (s: State) => T): T | undefined {
  return useProject((p) => (p.view ? pick(p.view) : undefined));
}

const none: never[] = [];

export const useEntries = (section: Section): Entry[] => useView((s) => s.model.sections[section]) ?? none;
export const useFindings = (): Finding[] => useView((s) => s.findings) ?? none;
export const useSelection = (): Selected[] => useProject((p) => p.selection);

/** May this person change the project? Edits of a reader would be refused; controls say so before. */
export const useMayEdit = (): boolean =>
  useView((s) => !s.project.archived && (s.project.role === "owner" || s.project.role === "editor")) ?? false;

/** May this person comment and give verdicts? */
export const useMaySpeak = (): boolean => useView((s) => !s.project.archived && s.project.role !== "reader") ?? false;

/** Entries of a section by id. */
export function useIndex(section: Section): Map<string, Entry> {
  const entries = useEntries(section);
  return useMemo(() => new Map(entries.map((e) => [e.id, e])), [entries]);
}

/** What a person calls an entry: its name or text, else its id. */
export function nameOf(e: Entry | undefined, id = ""): string {
  const name = e?.name ?? e?.text ?? e?.title;
  return typeof name === "string" && name ? name : (e?.id ?? id);
}

/** The findings of each target, an interface counting for its element as well. */
export function useFindingsByTarget(): Map<string, Finding[]> {
  const findings = useFindings();
  return useMemo(() => {
    const out = new Map<string, Finding[]>();
    const put = (id: string, f: Finding) => {
      const list = out.get(id);
      if (list) list.push(f);
      else out.set(id, [f]);
    };
    for (const f of findings) {
      put(f.target, f);
      const dot = f.target.indexOf(".");
      if (dot > 0) put(f.target.slice(0, dot), f);
    }
    return out;
  }, [findings]);
}
