// What was typed in the text while an edit before it is still on its way. It cannot be sent yet, since an edit counts bytes
// of the text that the server has, so the browser keeps it, and the next page that opens the project takes it up.

export interface Typed {
  name: string; // of the item, and of the lock of the page that still has it open
  file: string;
  by: string; // name of the account; empty where nobody signs in
  on: string; // the text that it was typed in, with what was on its way
  changes: unknown; // as CodeMirror writes a set of changes
}

const prefix = (project: string) => `theriac.typed.${project}/`;

export const newName = (project: string) => prefix(project) + crypto.randomUUID();

export function keepTyped(t: Typed) {
  try {
    localStorage.setItem(t.name, JSON.stringify(t));
  } catch {
    // No room: the page asks before it closes.
  }
}

export function dropTyped(name: string) {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}

/** What a person typed on pages that closed before they could send it. */
export function typedBefore(project: string, by: string): Typed[] {
  const out: Typed[] = [];
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const name = localStorage.key(i);
      const t = name?.startsWith(prefix(project)) ? (JSON.parse(localStorage.getItem(name) ?? "") as Typed) : undefined;
      if (t && t.by === by && t.name === name) out.push(t);
    }
  } catch {
    return out;
  }
  return out;
}

/** Holds a name until release is called or the page ends, and says whether no other page has it. */
export async function holdName(name: string): Promise<(() => void) | undefined> {
  if (!navigator.locks) return () => {}; // without them, two pages of one browser may both send it
  return new Promise((resolve) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(undefined);
      return new Promise<void>((release) => resolve(release));
    });
  });
}
