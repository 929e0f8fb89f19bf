import { describe, expect, it } from "vitest";
import { type Catalogue, catalogue, catalogues, type Message, number, translator } from "./catalogue";

// Every file of words, of the shell and of all pages, is loaded, so that a page added tomorrow is checked too.
const files = import.meta.glob("../**/words.ts", { eager: true });

const holes = (m: Message): string[] =>
  typeof m === "string"
    ? [...m.matchAll(/\{(\w+)\}/g)].map((x) => x[1] as string).sort()
    : [...new Set([...holes(m.one), ...holes(m.other)])].sort();

describe("words", () => {
  it("are found", () => {
    expect(Object.keys(files).length).toBeGreaterThan(2);
    expect(catalogues.length).toBeGreaterThan(2);
  });

  it("are complete in both languages, with the same holes", () => {
    for (const c of catalogues as Catalogue<Record<string, Message>>[]) {
      expect(Object.keys(c.de).sort()).toEqual(Object.keys(c.en).sort());
      for (const [key, en] of Object.entries(c.en)) {
        const de = c.de[key] as Message;
        expect(holes(de), key).toEqual(holes(en));
        expect(typeof de, key).toBe(typeof en);
        for (const text of [en, de].flatMap((m) => (typeof m === "string" ? [m] : [m.one, m.other]))) {
          expect(text.trim(), key).toBe(text);
          expect(text.length, key).toBeGreaterThan(0);
        }
      }
    }
  });

  it("fill holes and choose plural forms", () => {
    const w = catalogue(
      { found: { one: "{n} threat in {where}", other: "{n} threats in {where}" }, plain: "Home" },
      { found: { one: "{n} Bedrohung in {where}", other: "{n} Bedrohungen in {where}" }, plain: "Start" },
    );
    expect(translator(w, "en")("found", { n: 1, where: "pump" })).toBe("1 threat in pump");
    expect(translator(w, "en")("found", { n: 0, where: "pump" })).toBe("0 threats in pump");
    expect(translator(w, "de")("found", { n: 12345, where: "pump" })).toBe("12.345 Bedrohungen in pump");
    expect(translator(w, "de")("plain")).toBe("Start");
    expect(number(12345.5, "de")).toBe("12.345,5");
  });
});
