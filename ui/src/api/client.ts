// A thin client over fetch. Problems (RFC 9457) become ApiError, a lost connection becomes Offline; both say in words
// what happened.
import type { Command, Delta, Problem, ProjectSummary, Revision, Session, Starts, State } from "./types";

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
  }
  get status() {
    return this.problem.status;
  }
}

/** The server cannot be reached. What was asked for may or may not have been done; a key makes asking again safe. */
export class Offline extends Error {
  constructor(cause?: unknown) {
    super("the server cannot be reached", { cause });
    this.name = "Offline";
  }
}

const prefix = "/api/v1";

/** Sends a request and returns its JSON, or undefined for an empty answer. Paths are below /api/v1. */
export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let res: Response;
  try {
    res = await fetch(prefix + path, {
      method,
      signal: signal ?? null,
      credentials: "same-origin",
      headers: {
        Accept: "application/json, application/problem+json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(method === "GET" ? {} : csrf()),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new Offline(e);
  }
  if (res.ok) return (res.status === 204 ? undefined : await res.json()) as T;
  // A proxy in between answers for a server that is gone.
  if (res.status === 502 || res.status === 503 || res.status === 504) throw new Offline();
  throw new ApiError(await problemOf(res));
}

async function problemOf(res: Response): Promise<Problem> {
  try {
    const p = (await res.json()) as Problem;
    return { ...p, title: p.title ?? res.statusText, status: res.status };
  } catch {
    return { title: res.statusText || `Status ${res.status}`, status: res.status };
  }
}

// The server sets the token as a readable cookie; a page of another origin cannot read it.
function csrf(): Record<string, string> {
  const m = /(?:^|;\s*)theriac_csrf=([^;]+)/.exec(document.cookie);
  return m?.[1] ? { "X-CSRF-Token": decodeURIComponent(m[1]) } : {};
}

const p = (id: string) => `/projects/${encodeURIComponent(id)}`;

export const api = {
  session: () => request<Session>("GET", "/session"),
  signIn: (name: string, password: string) => request<Session>("POST", "/session", { name, password }),
  signOut: () => request<void>("DELETE", "/session"),
  projects: () => request<ProjectSummary[]>("GET", "/projects"),
  createProject: (
    name: string,
    from: { deviceType?: string; example?: string; files?: { name: string; text: string }[] },
  ) => request<ProjectSummary>("POST", "/projects", { name, from }),
  starts: () => request<Starts>("GET", "/catalog/starts"),
  state: (id: string, signal?: AbortSignal) => request<State>("GET", `${p(id)}/state`, undefined, signal),
  deltas: (id: string, since: number) => request<Delta[]>("GET", `${p(id)}/delta?since=${since}`),
  commands: (id: string, body: { base: number; key: string; title?: string; commands: Command[] }) =>
    request<Delta>("POST", `${p(id)}/commands`, body),
  undo: (id: string, revision: number) => request<Delta>("POST", `${p(id)}/undo`, { revision }),
  redo: (id: string, revision: number) => request<Delta>("POST", `${p(id)}/redo`, { revision }),
  history: (id: string, limit = 50) => request<Revision[]>("GET", `${p(id)}/history?limit=${limit}`),
  why: (id: string, finding: string) => request<unknown>("GET", `${p(id)}/findings/${encodeURIComponent(finding)}/why`),
};
