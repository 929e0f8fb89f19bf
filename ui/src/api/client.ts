// What the studio asks of the server. Operations that are described come from schema.ts; those still to come are asked
// for by their path.
import { request } from "./request";
import * as op from "./schema";
import type { Command, Delta, ProjectSummary, Session, Starts, State } from "./types";

export { ApiError, Offline, type Problem, request } from "./request";

const at = (project: string) => `/projects/${encodeURIComponent(project)}`;

export const api = {
  session: () => op.getSession() as Promise<Session>,
  signIn: (name: string, password: string) => request<Session>("POST", "/session", { name, password }),
  signOut: () => request<void>("DELETE", "/session"),
  projects: () => op.listProjects().then((list) => list ?? []),
  createProject: (
    name: string,
    from: { deviceType?: string; example?: string; files?: { name: string; text: string }[] },
  ) => request<ProjectSummary>("POST", "/projects", { name, from }),
  starts: () => request<Starts>("GET", "/catalog/starts"),
  state: (project: string, signal?: AbortSignal) =>
    op.getState({ project }, signal ? { signal } : {}) as Promise<State>,
  deltas: (project: string, since: number) =>
    op.getDelta({ project, since }).then((list) => (list ?? []) as unknown as Delta[]),
  commands: (project: string, body: { base: number; key: string; title?: string; commands: Command[] }) =>
    op.postCommands({ project, body: body as op.Proposal }) as unknown as Promise<Delta>,
  undo: (project: string, revision: number) => request<Delta>("POST", `${at(project)}/undo`, { revision }),
  redo: (project: string, revision: number) => request<Delta>("POST", `${at(project)}/redo`, { revision }),
};
