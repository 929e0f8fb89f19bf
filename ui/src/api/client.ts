// What the shell and the project store ask of the server. Pages use the generated functions of schema.ts themselves:
// `import { getRisk } from "@/api/schema"`.
import * as op from "./schema";
import type { Command, Delta, Did, ProjectFrom, State } from "./types";

export { ApiError, Offline, type Problem, request } from "./request";

export const api = {
  session: () => op.getSession(),
  signIn: (name: string, password: string) => op.signIn({ body: { name, password } }),
  signOut: () => op.signOut(),
  projects: () => op.listProjects(),
  createProject: (name: string, from: ProjectFrom) => op.createProject({ body: { name, from } }),
  starts: () => op.listStarts(),
  state: (project: string, signal?: AbortSignal) =>
    op.getState({ project }, signal ? { signal } : {}) as unknown as Promise<State>,
  deltas: (project: string, since: number) => op.getDelta({ project, since }) as unknown as Promise<Delta[]>,
  commands: (project: string, body: { base: number; key: string; title?: string; did?: Did; commands: Command[] }) =>
    op.postCommands({ project, body: body as op.Proposal }) as unknown as Promise<Delta>,
  /** The hash of the files at a revision. */
  contentOf: async (project: string, revision: number) =>
    (await op.listRevisions({ project, before: revision + 1, limit: 1 })).find((r) => r.number === revision)?.content,
  undo: (project: string, body: op.Which) => op.undo({ project, body }) as unknown as Promise<Delta>,
  redo: (project: string, body: op.Which) => op.redo({ project, body }) as unknown as Promise<Delta>,
};
