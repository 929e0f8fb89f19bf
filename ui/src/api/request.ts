// A thin layer over fetch. Problems (RFC 9457) become ApiError, a lost connection becomes Offline; both say in words
// what happened, in the language of the reader as far as the code of the problem tells it.
import { translator } from "@/words/catalogue";
import { words } from "./words";

/** One path that two people wrote. */
export interface Clash {
  path: string;
  theirs?: unknown;
  gone?: boolean;
  yours?: unknown;
  by: string;
  at?: number;
}

export interface Problem {
  title: string;
  status: number;
  detail?: string;
  code?: string; // clash, needs, refused, nothing, bad, missing, gone, internal
  errors?: { message?: string; location?: string; value?: unknown }[];
  head?: number;
  clashes?: Clash[];
  finding?: string;
  needs?: { field: string; message: string }[];
  hint?: string;
  file?: string; // unreadable: the place
  line?: number;
  column?: number;
}

// Of these the detail says which, in English; the others it only says again.
const particular = ["forbidden", "exists", "missing"];

function told({ code = "", detail = "", title, clashes }: Problem): string {
  const t = translator(words);
  if (code === "clash" && clashes?.[0]) return t("clashWith", { who: clashes[0].by });
  if (!Object.hasOwn(words.en, code)) return detail || title;
  const what = t(code as "full");
  const plain = detail === "" || detail === "not allowed" || detail === "not found";
  return plain || !particular.includes(code) ? what : t("more", { what, detail });
}

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(told(problem));
    this.name = "ApiError";
  }
  get status() {
    return this.problem.status;
  }
}

/** The server cannot be reached. What was asked for may or may not have been done; a key makes asking again safe. */
export class Offline extends Error {
  constructor(cause?: unknown) {
    super(translator(words)("offline"), { cause });
    this.name = "Offline";
  }
}

export interface Ask {
  signal?: AbortSignal;
}

type Query = Record<string, string | number | boolean | string[] | undefined>;

/** Sends a request and returns its JSON, its text where it is none, or undefined for an empty answer. */
export async function ask<T>(method: string, path: string, query: Query = {}, body?: unknown, o: Ask = {}): Promise<T> {
  let res: Response;
  try {
    res = await fetch(path + search(query), {
      method,
      signal: o.signal ?? null,
      credentials: "same-origin",
      headers: {
        Accept: "application/json, application/problem+json, */*;q=0.5",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch (e) {
    if (o.signal?.aborted) throw e;
    throw new Offline(e);
  }
  if (res.ok) {
    if (res.status === 204) return undefined as T;
    const json = res.headers.get("Content-Type")?.includes("json");
    return (json ? await res.json() : await res.text()) as T;
  }
  const problem = await problemOf(res);
  // A proxy in between answers for a server that is gone; an answer of ours carries a code.
  if (res.status >= 502 && res.status <= 504 && !problem.code) throw new Offline();
  throw new ApiError(problem);
}

/** Like ask, for an answer that is a list as a whole. */
export const askList = async <T>(...args: Parameters<typeof ask>): Promise<T[]> =>
  (await ask<T[] | null>(...args)) ?? [];

function search(query: Query): string {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(query)) {
    if (Array.isArray(v)) for (const x of v) q.append(k, x);
    else if (v !== undefined) q.set(k, String(v));
  }
  const text = q.toString();
  return text ? `?${text}` : "";
}

async function problemOf(res: Response): Promise<Problem> {
  try {
    const p = (await res.json()) as Problem;
    return { ...p, title: p.title ?? res.statusText, status: res.status };
  } catch {
    return { title: res.statusText || `Status ${res.status}`, status: res.status };
  }
}

/** Asks for something below /api/v1 that has no generated function yet. */
export const request = <T>(method: string, path: string, body?: unknown, o?: Ask) =>
  ask<T>(method, `/api/v1${path}`, {}, body, o);
