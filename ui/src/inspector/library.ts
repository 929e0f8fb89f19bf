// What the studio knows of the library: the words of each vocabulary with what they are, and attributes with the question
// that each asks. Where the server does not tell, words of the model itself are all there is.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "@/api/client";

export interface Term {
  id: string;
  title: string;
  text?: string;
  is?: string[];
}

export interface AttributeTerm {
  id: string;
  of: string[]; // element, flow, data, interface, device
  ask: string;
  text?: string;
  title?: string;
  values?: string[]; // words other than yes and no
}

export interface LibraryWords {
  vocabulary: Record<string, Term[]>;
  attributes: AttributeTerm[];
}

const nothing: LibraryWords = { vocabulary: {}, attributes: [] };

async function load(): Promise<LibraryWords> {
  const [vocabulary, attributes] = await Promise.all([
    request<unknown>("GET", "/library/vocabulary").catch(() => undefined),
    request<unknown>("GET", "/library/attributes").catch(() => undefined),
  ]);
  return {
    vocabulary: readVocabulary(vocabulary),
    attributes: rowsOf(attributes)
      .map(readAttribute)
      .filter((a) => a.id !== ""),
  };
}

type Raw = Record<string, unknown>;

const str = (v: unknown): string => (typeof v === "string" ? v : "");
const list = (v: unknown): string[] => (Array.isArray(v) ? v.map(String) : typeof v === "string" ? [v] : []);

function rowsOf(v: unknown): Raw[] {
  if (Array.isArray(v)) return v as Raw[];
  for (const inner of v && typeof v === "object" ? Object.values(v) : [])
    if (Array.isArray(inner)) return inner as Raw[];
  return [];
}

const readTerm = (r: Raw): Term => ({
  id: str(r.id),
  title: str(r.title) || str(r.name) || str(r.id),
  text: str(r.text),
  is: list(r.is),
});

const readAttribute = (r: Raw): AttributeTerm => ({
  id: str(r.id),
  of: list(r.of),
  ask: str(r.ask),
  text: str(r.text),
  title: str(r.title),
  values: list(r.values),
});

// Words come as one list with the vocabulary of each, or as a list for each vocabulary.
function readVocabulary(v: unknown): Record<string, Term[]> {
  const out: Record<string, Term[]> = {};
  const put = (name: string, r: Raw) => {
    const t = readTerm(r);
    if (!t.id || t.id === "unknown") return;
    const terms = out[name];
    if (terms) terms.push(t);
    else out[name] = [t];
  };
  if (Array.isArray(v)) {
    for (const r of v as Raw[]) {
      const inner = r.terms ?? r.words;
      if (Array.isArray(inner)) for (const x of inner as Raw[]) put(str(r.id) || str(r.name) || str(r.vocabulary), x);
      else put(str(r.vocabulary), r);
    }
    return out;
  }
  for (const [name, rows] of Object.entries((v as Raw) ?? {}))
    if (Array.isArray(rows)) for (const r of rows as Raw[]) put(str(r.vocabulary) || name, r);
  return out;
}

export interface Library extends LibraryWords {
  isA: (vocabulary: string, word: string, wider: string) => boolean;
  title: (vocabulary: string, word: string) => string;
  term: (vocabulary: string, word: string) => Term | undefined;
}

function index(words: LibraryWords): Library {
  const terms = new Map<string, Term>();
  for (const [name, list] of Object.entries(words.vocabulary)) for (const t of list) terms.set(`${name}/${t.id}`, t);
  const term = (vocabulary: string, word: string) => terms.get(`${vocabulary}/${word}`);
  const known = new Map<string, Set<string>>();
  const widerOf = (vocabulary: string, word: string): Set<string> => {
    const key = `${vocabulary}/${word}`;
    let all = known.get(key);
    if (!all) {
      all = new Set([word]);
      known.set(key, all);
      for (const w of term(vocabulary, word)?.is ?? []) for (const x of widerOf(vocabulary, w)) all.add(x);
    }
    return all;
  };
  return {
    ...words,
    term,
    title: (vocabulary, word) => term(vocabulary, word)?.title ?? word,
    isA: (vocabulary, word, wider) => widerOf(vocabulary, word).has(wider),
  };
}

/** The library. It is the same for all projects of a version, so it is asked for once. */
export function useLibrary(): Library {
  const { data } = useQuery({
    queryKey: ["library", "words"],
    queryFn: load,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return useMemo(() => index(data ?? nothing), [data]);
}

/** Finds terms by words in their title, id or text; those whose title starts with the search come first. */
export function searchTerms(terms: Term[], query: string, limit = 40): Term[] {
  const q = query.trim().toLowerCase();
  if (!q) return terms.slice(0, limit);
  const parts = q.split(/\s+/);
  const scored: [number, Term][] = [];
  for (const t of terms) {
    const title = t.title.toLowerCase();
    const all = `${title} ${t.id} ${(t.text ?? "").toLowerCase()}`;
    if (!parts.every((p) => all.includes(p))) continue;
    scored.push([title.startsWith(q) ? 0 : t.id.startsWith(q) ? 1 : title.includes(q) ? 2 : 3, t]);
  }
  return scored
    .sort((a, b) => a[0] - b[0])
    .slice(0, limit)
    .map(([, t]) => t);
}
