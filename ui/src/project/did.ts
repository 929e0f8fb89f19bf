// What a step did, by a word of the catalogue: the log keeps it beside its English title, and every reader sees it in
// their own language.
import type { Did } from "@/api/types";
import { type Args, type Language, type Message, translator } from "@/words/catalogue";
import { words } from "./words";

type Words = typeof words.en;

/** Names a step: `did("move", { n: 1, name })`. */
export function did<K extends keyof Words & string>(word: K, ...args: Args<Words[K]>): Did {
  const parts = Object.entries((args[0] ?? {}) as Record<string, string | number>);
  return { word, ...(parts.length ? { with: Object.fromEntries(parts.map(([k, v]) => [k, String(v)])) } : {}) };
}

/** What a step did, in words of the reader; its title where the word is unknown here, or says less than it needs. */
export function named(step: { title?: string; did?: Did }, lang?: Language): string {
  const { title = "", did: done } = step;
  if (!done || !Object.hasOwn(words.en, done.word)) return title;
  const t = translator(words, lang) as (key: string, args: Record<string, string | number>) => string;
  const parts: Record<string, string | number> = { ...done.with };
  if (parts.n !== undefined) parts.n = Number(parts.n);
  if (parts.is === "note") parts.name = t("aNote", { text: parts.name ?? "" });
  if (holes(words.en[done.word as keyof Words]).some((hole) => parts[hole] === undefined)) return title;
  const own = t(done.word, parts);
  const all = done.more ? t("more", { first: own, n: done.more }) : own;
  return done.back ? t(done.back, { title: all }) : all;
}

/** Whoever made a revision, as readers know them: edits of the files from outside have the same author everywhere. */
export const byWhom = (author: string): string =>
  author === "another editor" ? translator(words)("anotherEditor") : author;

const holes = (m: Message) =>
  [...(typeof m === "string" ? m : m.one + m.other).matchAll(/\{(\w+)\}/g)].map((x) => x[1] as string);
