// What a page says to people and to screen readers, and whether it says it in the language that was chosen.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";

const source = resolve(import.meta.dirname, "../src");

/** Texts of English alone: those of the catalogues whose German is another. */
export async function englishOnly(): Promise<(text: string) => boolean> {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts"));
  for (const f of files)
    if (/^export const \w+ = catalogue\(/m.test(readFileSync(join(source, f), "utf8"))) await import(join(source, f));
  const { catalogues } = await import(join(source, "words/catalogue.ts"));
  const english: string[] = [];
  const german = new Set<string>();
  const forms = (m: string | { one: string; other: string }) => (typeof m === "string" ? [m] : [m.one, m.other]);
  for (const { en, de } of catalogues) {
    for (const key of Object.keys(en)) {
      english.push(...forms(en[key]));
      for (const text of forms(de[key])) german.add(text);
    }
  }
  for (const [, en, de] of readFileSync(join(source, "pages/registry.ts"), "utf8").matchAll(
    /en: "([^"]+)", de: "([^"]+)"/g,
  )) {
    english.push(en as string);
    german.add(de as string);
  }
  const told = matcher(english.filter((text) => !german.has(text)));
  const fits = matcher([...german]); // such as a sentence of the model within a German one
  return (text) => told(text) && !fits(text);
}

/** Whether a text is one of the catalogue, with its holes filled. One with little between its holes would fit anything. */
function matcher(texts: string[]): (text: string) => boolean {
  const exact = new Set(texts.filter((text) => !text.includes("{")));
  const filled = texts.filter((text) => text.includes("{") && /\p{L}{3}/u.test(text.replace(/\{\w+\}/g, "")));
  const patterns = filled.map(
    (text) =>
      new RegExp(
        `^${text
          .split(/(\{\w+\})/)
          .map(part)
          .join("")}$`,
        "s",
      ),
  );
  return (text) => exact.has(text) || patterns.some((p) => p.test(text));
}

const part = (text: string) =>
  text === "{n}" ? "[\\d.,]+" : /^\{\w+\}$/.test(text) ? ".+" : text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** All texts and accessible names of a page that are not marked as of another language. */
export const saidBy = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const out = new Set<string>([document.title]);
    const put = (text: string | null | undefined) => {
      const one = text?.replace(/\s+/g, " ").trim();
      if (one && /\p{L}{2}/u.test(one)) out.add(one);
    };
    const foreign = (e: Element) => e.closest("[lang]:not([lang=de]), .cm-content, script, style, noscript") !== null;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const e = walk.currentNode.parentElement;
      if (e && !foreign(e)) put(walk.currentNode.textContent);
    }
    for (const e of document.body.querySelectorAll("*")) {
      if (foreign(e)) continue;
      for (const name of ["aria-label", "aria-description", "aria-roledescription", "title", "placeholder", "alt"])
        put(e.getAttribute(name));
      if (e instanceof HTMLOptionElement) put(e.label);
    }
    return [...out];
  });
