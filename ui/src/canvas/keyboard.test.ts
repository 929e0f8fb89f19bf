// The map of keys that Help shows, held to what the canvas does with each key: neither knows one that the other does not.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { keyMap } from "@/shell/keys";
import { type Hands, onKey } from "./keyboard";
import { setCanvas } from "./state";

vi.mock("./commit", () => ({
  copy: async () => undefined,
  duplicate: () => [],
  lock: () => undefined,
  locked: () => false,
  movable: (_: unknown, things: unknown[]) => things,
  movers: () => new Set(),
  move: () => undefined,
  nameIn: () => "",
  putInto: () => undefined,
  remove: () => undefined,
  resize: () => undefined,
}));
vi.mock("./flowgraph", () => ({ describe: () => "" }));
vi.mock("@/shell/announce", () => ({ announce: () => undefined }));
vi.mock("@/words/catalogue", () => ({ translator: () => () => "", catalogue: (en: unknown) => ({ en }) }));
vi.mock("@/project/store", () => ({ select: () => undefined }));

const place = { x: 0, y: 0, w: 140, h: 64 };
const hands = {
  scene: {
    graph: { elements: [{ id: "a" }, { id: "b" }], zones: [{ id: "z" }], flows: [{ id: "f", from: "a", to: "b" }] },
    places: new Map([
      ["a", place],
      ["b", { ...place, x: 400 }],
      ["z", { x: -20, y: -20, w: 800, h: 200 }],
    ]),
    element: new Map([
      ["a", { id: "a", zone: "z" }],
      ["b", { id: "b", zone: "z" }],
    ]),
    flow: new Map([["f", { id: "f", from: "a", to: "b" }]]),
    zone: new Map([["z", { id: "z" }]]),
    note: new Map(),
    talk: new Map(),
    levels: [],
    model: { sections: {}, layout: {} },
  },
  camera: {
    fit: () => undefined,
    actual: () => undefined,
    zoomBy: () => undefined,
    reveal: () => undefined,
    center: () => undefined,
    middle: () => ({ x: 0, y: 0 }),
    viewport: () => ({ x: 0, y: 0, zoom: 1, w: 800, h: 600, left: 0, top: 0 }),
  },
  selection: [],
  mayEdit: true,
  openInspector: () => undefined,
  openOutline: () => undefined,
  openHelp: () => undefined,
} as unknown as Hands;

const names: Record<string, string[]> = {
  Arrows: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"],
  Space: [" "],
  Delete: ["Delete"],
  "−": ["-"],
};

/** The events of a line of the map: "R / Shift+R", "Ctrl+Arrows". */
function pressed(keys: string): KeyboardEventInit[] {
  return keys.split(" / ").flatMap((one) => {
    const parts = one === "+" ? ["+"] : one.split("+");
    const key = parts.at(-1) ?? "";
    const mods = { ctrlKey: parts.includes("Ctrl"), shiftKey: parts.includes("Shift"), altKey: parts.includes("Alt") };
    return (names[key] ?? [key.length === 1 ? key.toLowerCase() : key]).map((k) => ({ key: k, ...mods }));
  });
}

const code = (key: string) => (/^\d$/.test(key) ? `Digit${key}` : "");
const press = (init: KeyboardEventInit) =>
  onKey(hands, new KeyboardEvent("keydown", { ...init, code: code(init.key ?? "") }), true);
const told = (e: KeyboardEventInit) =>
  `${e.ctrlKey ? "Ctrl+" : ""}${e.altKey ? "Alt+" : ""}${e.shiftKey ? "Shift+" : ""}${e.key}`;

// What the page around the keys of the canvas does: the browser pastes, the surface holds the space bar.
const elsewhere = new Set(["Ctrl+v", " "]);
// Other ways to a key of the map, and what belongs to everywhere.
const aliases = new Set([
  "=",
  ",",
  ".",
  "Backspace",
  "Shift+Backspace",
  "Shift+Delete",
  "ContextMenu",
  "Shift+ContextMenu",
  "Escape",
  "Shift+Escape",
  "?",
  "Shift+Enter",
  "Shift+Home",
  "Shift+End",
  "Shift+F2",
]);

describe("the map of keys", () => {
  const lines = keyMap.find((g) => g.title === "key.canvas")?.keys ?? [];
  const map = new Set(lines.flatMap((l) => pressed(l.keys)).map(told));
  beforeEach(() =>
    setCanvas({ task: undefined, menu: undefined, tool: "select", focus: { kind: "elements", id: "a" } }),
  );

  test.each([...map].filter((k) => !elsewhere.has(k)))("%s does something", (k) => {
    const event = lines.flatMap((l) => pressed(l.keys)).find((e) => told(e) === k);
    expect(press(event ?? {})).toBe(true);
  });

  test("nothing acts that the map does not tell", () => {
    const keys = [
      ..."abcdefghijklmnopqrstuvwxyz0123456789+-=,.<>?/;'[]*#",
      ..."Enter Escape Delete Backspace Home End PageUp PageDown Insert F2 F10 ContextMenu".split(" "),
      ...(names.Arrows ?? []),
    ];
    const unknown: string[] = [];
    for (const key of keys) {
      for (const mods of [
        {},
        { shiftKey: true },
        { ctrlKey: true },
        { altKey: true },
        { ctrlKey: true, shiftKey: true },
      ]) {
        setCanvas({ task: undefined, menu: undefined, tool: "select", focus: { kind: "elements", id: "a" } });
        const e = { key, ...mods };
        // A character with Shift is a character, except where the map tells both apart.
        const plain = /^Shift\+.$/.test(told(e)) ? key : told(e);
        if (press(e) && !map.has(told(e)) && !map.has(plain) && !aliases.has(told(e)) && !aliases.has(plain))
          unknown.push(told(e));
      }
    }
    expect(unknown).toEqual([]);
  });
});
