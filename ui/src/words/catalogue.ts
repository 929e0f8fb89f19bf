// A small typed message catalogue. A page keeps its words in its own folder and they load with it. A message is a text
// with {holes}, or one text for each plural form of {n}. TypeScript checks that both languages have the same keys and
// that every hole is filled; catalogue.test.ts checks that the holes of both languages are the same.
import { useSyncExternalStore } from "react";

export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

export type Message = string | { one: string; other: string };
type Messages = Record<string, Message>;

type Holes<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;
type HolesOf<M> = M extends string
  ? Holes<M>
  : M extends { one: infer A; other: infer B }
    ? HolesOf<A> | HolesOf<B> | "n"
    : never;
/** What fills the holes of a message. */
export type Args<M> = [HolesOf<M>] extends [never] ? [] : [{ [K in HolesOf<M>]: string | number }];

export type Catalogue<T extends Messages> = { en: T; de: { [K in keyof T]: Message } };
export type Translate<T extends Messages> = <K extends keyof T & string>(key: K, ...args: Args<T[K]>) => string;

/** Every catalogue that was made, for the test of completeness. */
export const catalogues: Catalogue<Messages>[] = [];

/** Makes a catalogue from the words of both languages. */
export function catalogue<const T extends Messages>(en: T, de: { [K in keyof T]: Message }): Catalogue<T> {
  const made = { en, de };
  catalogues.push(made as unknown as Catalogue<Messages>);
  return made;
}

const listeners = new Set<() => void>();
let current: Language = initial();

function initial(): Language {
  const stored = read();
  if (stored) return stored;
  const first = typeof navigator === "undefined" ? "en" : (navigator.language ?? "en");
  return first.toLowerCase().startsWith("de") ? "de" : "en";
}

function read(): Language | undefined {
  try {
    const v = localStorage.getItem("theriac.language");
    return languages.find((l) => l === v);
  } catch {
    return undefined;
  }
}

export function language(): Language {
  return current;
}

/** Changes the language of the whole studio; the choice stays in this browser. */
export function setLanguage(next: Language) {
  current = next;
  try {
    localStorage.setItem("theriac.language", next);
  } catch {
    // A browser without storage forgets the choice at reload; nothing else is lost.
  }
  document.documentElement.lang = next;
  for (const l of listeners) l();
}

function subscribe(l: () => void) {
  listeners.add(l);
  return () => {
    listeners.delete(l);
  };
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language);
}

/** The words of a catalogue in the language now chosen: `const t = useWords(words); t("title")`. */
export function useWords<T extends Messages>(words: Catalogue<T>): Translate<T> {
  return translator(words, useLanguage());
}

const made = new WeakMap<object, Map<Language, unknown>>();

/** The translate function of a catalogue, outside React. It is the same function each time. */
export function translator<T extends Messages>(words: Catalogue<T>, lang: Language = current): Translate<T> {
  let byLanguage = made.get(words);
  if (!byLanguage) {
    byLanguage = new Map();
    made.set(words, byLanguage);
  }
  let t = byLanguage.get(lang) as Translate<T> | undefined;
  if (!t) {
    t = (key, ...args) => fill(words[lang][key] as Message, (args[0] ?? {}) as Record<string, string | number>, lang);
    byLanguage.set(lang, t);
  }
  return t;
}

function fill(message: Message, args: Record<string, string | number>, lang: Language): string {
  const text = typeof message === "string" ? message : message[form(lang, Number(args.n))];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const v = args[name];
    return typeof v === "number" ? number(v, lang) : (v ?? "");
  });
}

function form(lang: Language, n: number): "one" | "other" {
  return pluralRules(lang).select(n) === "one" ? "one" : "other";
}

const cache = new Map<string, unknown>();
function cached<T>(key: string, make: () => T): T {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key) as T;
}

// Numbers and dates are written as the person's own region does where its language is the one chosen.
const region = (lang: Language): string =>
  (typeof navigator === "undefined" ? [] : navigator.languages).find((l) => l.split("-")[0] === lang && l !== lang) ??
  (lang === "en" ? "en-GB" : lang);

const pluralRules = (lang: Language) => cached(`plural ${lang}`, () => new Intl.PluralRules(lang));

/** A number as people of the language write it. */
export function number(n: number, lang: Language = current): string {
  return cached(`number ${lang}`, () => new Intl.NumberFormat(region(lang))).format(n);
}

/** A point in time as date and time, short; undefined and nonsense give an empty text. */
export function dateTime(value: string | number | Date | undefined, lang: Language = current): string {
  return format(value, lang, "both", { dateStyle: "medium", timeStyle: "short" });
}

/** The date alone. */
export function date(value: string | number | Date | undefined, lang: Language = current): string {
  return format(value, lang, "date", { dateStyle: "medium" });
}

/** The time alone, hours and minutes. */
export function time(value: string | number | Date | undefined, lang: Language = current): string {
  return format(value, lang, "time", { timeStyle: "short" });
}

function format(
  value: string | number | Date | undefined,
  lang: Language,
  kind: string,
  o: Intl.DateTimeFormatOptions,
) {
  if (value === undefined || value === "") return "";
  const d = new Date(value);
  if (Number.isNaN(d.getTime())) return "";
  return cached(`${kind} ${lang}`, () => new Intl.DateTimeFormat(region(lang), o)).format(d);
}
