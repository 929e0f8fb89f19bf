// The steps that a person can take back, kept in this tab so that loading the page anew does not lose them. Whoever signs
// in next has their own: taking back a step of another would name the wrong author.

import type { Did } from "@/api/types";

/** One step: the revision that it made, its words, and the hash of the files then, by which it is known again. */
export interface Step {
  revision: number;
  title: string;
  did?: Did;
  hash: string;
}

export interface Steps {
  undo: Step[];
  redo: Step[];
}

/** Where steps are kept. */
export interface Trail {
  load(project: string, person: string): Steps;
  put(project: string, person: string, s: Steps): void;
}

const place = (project: string, person: string) => `theriac.steps.${project}${person && `/${person}`}`;

/** Keeps steps in the storage of the tab: another tab has its own, as it has its own selection. */
export const browserTrail: Trail = {
  load(project, person) {
    try {
      const s = JSON.parse(sessionStorage.getItem(place(project, person)) ?? "{}") as Partial<Steps>;
      return { undo: steps(s.undo), redo: steps(s.redo) };
    } catch {
      return { undo: [], redo: [] };
    }
  },
  put(project, person, s) {
    try {
      sessionStorage.setItem(place(project, person), JSON.stringify(s));
    } catch {
      // Without storage the steps live as long as the page.
    }
  },
};

const steps = (list: unknown): Step[] =>
  Array.isArray(list) ? list.filter((s) => typeof s?.revision === "number" && typeof s?.title === "string") : [];

/** The steps that are still those of this history: the same revision has the same files. */
export async function stillThere(kept: Steps, contentOf: (revision: number) => Promise<string | undefined>) {
  const good = async (list: Step[]) => {
    const last = list.at(-1);
    return last && (await contentOf(last.revision)) === last.hash ? list : [];
  };
  return { undo: await good(kept.undo), redo: await good(kept.redo) };
}
