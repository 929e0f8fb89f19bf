import { describe, expect, it } from "vitest";
import { did, named } from "./did";

describe("a step of the history", () => {
  it("is told in the language of the reader", () => {
    const step = { title: "Move Pump", did: did("move", { n: 1, name: "Pump" }) };
    expect([named(step, "en"), named(step, "de")]).toEqual(["Move Pump", "Pump bewegen"]);
    const many = { title: "Move 3 things", did: did("move", { n: 3, name: "Pump" }) };
    expect(named(many, "de")).toBe("3 Dinge bewegen");
  });

  it("says of a note that it is one", () => {
    const step = { title: "", did: { word: "move", with: { n: "1", name: "Ask", is: "note" } } };
    expect([named(step, "en"), named(step, "de")]).toEqual(["Move note “Ask”", "Notiz „Ask“ bewegen"]);
  });

  it("is told with what it did besides, and when it is taken back", () => {
    const step = {
      title: "Undo: Set a and 2 more",
      did: { word: "do-set", with: { path: "a" }, more: 2, back: "undo" },
    };
    expect(named(step as Parameters<typeof named>[0], "de")).toBe("Rückgängig: a setzen und 2 weitere");
  });

  it("is its title where the word is unknown, or lacks what it is about", () => {
    for (const word of ["constructor", "of-tomorrow", "move"])
      expect(named({ title: "As it was", did: { word } }, "de")).toBe("As it was");
    expect(named({ title: "By hand" }, "de")).toBe("By hand");
  });
});
