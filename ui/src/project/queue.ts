// Edits that the server has not acknowledged, kept in this browser until it has. One storage item for each, so that two
// tabs neither overwrite nor lose each other's; the key of an edit makes sending it twice harmless.
import type { Command, Did } from "@/api/types";

export interface Pending {
  key: string;
  base: number;
  did?: Did;
  commands: Command[];
  made: number; // ms, for the order after a reload
  by?: string; // name of the account; absent where nobody signs in
}

export interface Keep {
  load(project: string): Pending[];
  put(project: string, p: Pending): void;
  drop(project: string, key: string): void;
}

const all = "theriac.pending.";
const prefix = (project: string) => `${all}${project}/`;

/** How many edits of a person wait in this browser, by project, also by one that is gone. */
export function unsentBy(person: string): Map<string, number> {
  const out = new Map<string, number>();
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const name = localStorage.key(i);
      if (!name?.startsWith(all)) continue;
      const p = parse(localStorage.getItem(name));
      const project = name.slice(all.length, name.lastIndexOf("/"));
      if (p && (p.by ?? "") === person) out.set(project, (out.get(project) ?? 0) + 1);
    }
  } catch {
    return out;
  }
  return out;
}

/** Keeps edits in localStorage. Where it is full or forbidden, edits live in this tab alone. */
export const browserKeep: Keep = {
  load(project) {
    const out: Pending[] = [];
    try {
      for (let i = 0; i < localStorage.length; i++) {
        const name = localStorage.key(i);
        if (!name?.startsWith(prefix(project))) continue;
        const p = parse(localStorage.getItem(name));
        if (p) out.push(p);
      }
    } catch {
      return [];
    }
    return out.sort((a, b) => a.made - b.made);
  },
  put(project, p) {
    try {
      localStorage.setItem(prefix(project) + p.key, JSON.stringify(p));
    } catch {
      // The edit is still sent; only a reload before the answer would lose it, and the page warns of that.
    }
  },
  drop(project, key) {
    try {
      localStorage.removeItem(prefix(project) + key);
    } catch {
      // Nothing was kept.
    }
  },
};

function parse(text: string | null): Pending | undefined {
  try {
    const p = JSON.parse(text ?? "") as Pending;
    return typeof p.key === "string" && Array.isArray(p.commands) ? p : undefined;
  } catch {
    return undefined;
  }
}
