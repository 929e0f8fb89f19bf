// The keyboard map: one list that the help page shows and the handlers follow. Letters without a modifier act only while
// a canvas or a list has the focus, and can be switched off in the settings (WCAG 2.1.4).
import { useLayoutEffect, useRef } from "react";
import { language } from "@/words/catalogue";
import { useSettings } from "./settings";
import type { words } from "./words";

const german: Record<string, string> = {
  Ctrl: "Strg",
  Shift: "Umschalt",
  Delete: "Entf",
  Space: "Leertaste",
  Arrows: "Pfeile",
  Left: "Links",
  Right: "Rechts",
  "Page Up": "Bild auf",
  "Page Down": "Bild ab",
  Home: "Pos1",
  End: "Ende",
};

/** Keys as they are called on keyboards of the language: Ctrl+D is Strg+D. */
export const keysIn = (keys: string): string =>
  language() === "de" ? keys.replace(/Page Up|Page Down|\w{3,}/g, (key) => german[key] ?? key) : keys;

export type KeyWords = Extract<keyof (typeof words)["en"], `key.${string}`>;

export interface Key {
  keys: string; // as pressed: "Ctrl+K", "G T", "Shift+1"
  what: KeyWords;
}

export interface KeyGroup {
  title: KeyWords;
  keys: Key[];
}

export const keyMap: KeyGroup[] = [
  {
    title: "key.anywhere",
    keys: [
      { keys: "Ctrl+K", what: "key.palette" },
      { keys: "?", what: "key.help" },
      { keys: "/", what: "key.filter" },
      { keys: "Ctrl+Z", what: "key.undo" },
      { keys: "Ctrl+Shift+Z", what: "key.redo" },
      { keys: "F6", what: "key.region" },
      { keys: "Shift+F6", what: "key.regionBack" },
      { keys: "[", what: "key.nav" },
      { keys: "]", what: "key.inspector" },
      { keys: "Esc", what: "key.escape" },
      { keys: "Ctrl+Enter", what: "key.submit" },
    ],
  },
  {
    title: "key.lists",
    keys: [
      { keys: "Arrows", what: "key.move" },
      { keys: "J / K", what: "key.move" },
      { keys: "Page Up / Page Down", what: "key.page" },
      { keys: "Home / End", what: "key.ends" },
      { keys: "Space", what: "key.peek" },
      { keys: "Enter", what: "key.open" },
      { keys: "X", what: "key.mark" },
      { keys: "Shift+X", what: "key.markRange" },
    ],
  },
  {
    title: "key.threats",
    keys: [
      { keys: "E", what: "key.mitigate" },
      { keys: "A", what: "key.accept" },
      { keys: "T", what: "key.transfer" },
      { keys: "N", what: "key.notApplicable" },
      { keys: "R", what: "key.eliminate" },
      { keys: "O", what: "key.openAgain" },
      { keys: "D", what: "key.assign" },
      { keys: "U", what: "key.undo" },
      { keys: "C", what: "key.clinical" },
      { keys: "Left / Right", what: "key.fold" },
    ],
  },
  {
    title: "key.questions",
    keys: [
      { keys: "1 – 9", what: "key.answer" },
      { keys: "0", what: "key.dontKnow" },
      { keys: "S", what: "key.skip" },
      { keys: "B", what: "key.back" },
      { keys: "U", what: "key.undo" },
    ],
  },
  {
    title: "key.canvas",
    keys: [
      { keys: "V", what: "key.select" },
      { keys: "H", what: "key.pan" },
      { keys: "Space", what: "key.panHeld" },
      { keys: "P", what: "key.process" },
      { keys: "S", what: "key.store" },
      { keys: "A", what: "key.actor" },
      { keys: "B", what: "key.zone" },
      { keys: "F", what: "key.flow" },
      { keys: "N", what: "key.note" },
      { keys: "R / Shift+R", what: "key.reconnect" },
      { keys: "Arrows", what: "key.nearest" },
      { keys: "Shift+Arrows", what: "key.nearestToo" },
      { keys: "Alt+Arrows", what: "key.follow" },
      { keys: "Ctrl+Arrows", what: "key.grow" },
      { keys: "Ctrl+Shift+Arrows", what: "key.resize" },
      { keys: "Home / End", what: "key.ends" },
      { keys: "Z", what: "key.around" },
      { keys: "M", what: "key.moveMode" },
      { keys: "L", what: "key.lock" },
      { keys: "< / >", what: "key.inOut" },
      { keys: "Enter", what: "key.inspect" },
      { keys: "F2", what: "key.rename" },
      { keys: "Shift+F10", what: "key.menu" },
      { keys: "Ctrl+A", what: "key.all" },
      { keys: "Ctrl+G", what: "key.group" },
      { keys: "Ctrl+D", what: "key.duplicate" },
      { keys: "Ctrl+C / Ctrl+X", what: "key.copy" },
      { keys: "Ctrl+V", what: "key.paste" },
      { keys: "Delete", what: "key.delete" },
      { keys: "Shift+1", what: "key.fit" },
      { keys: "Shift+2", what: "key.fitSelection" },
      { keys: "Shift+0", what: "key.actual" },
      { keys: "+ / −", what: "key.zoom" },
      { keys: "O", what: "key.outline" },
    ],
  },
];

/** Where typing writes text, letters are letters. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "button", "range", "submit"].includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.getAttribute("role") === "combobox"
  );
}

/** Do letters without a modifier act here? Only in a region that says so with data-keys, and unless switched off. */
export function letters(e: KeyboardEvent): boolean {
  if (!useSettings.getState().singleKeys || e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return false;
  const at = e.target instanceof Element ? e.target : document.body;
  return at === document.body || at.closest("[data-keys]") !== null || at.closest("main") === at;
}

/** Is a dialog, menu or palette open? Then the keys below it rest. */
export const layered = () => document.querySelector("[role=dialog][aria-modal=true], [role=menu]") !== null;

export const mod = (e: KeyboardEvent) => e.ctrlKey || e.metaKey;

/** Listens for keys on the whole page while the component is shown. Return true where the key was used. */
export function useKeys(handle: (e: KeyboardEvent) => boolean | undefined) {
  const latest = useRef(handle);
  latest.current = handle;
  // With the first picture, not after it: a key pressed at once is heard.
  useLayoutEffect(() => {
    const on = (e: KeyboardEvent) => {
      if (!e.defaultPrevented && latest.current(e)) e.preventDefault();
    };
    window.addEventListener("keydown", on);
    return () => window.removeEventListener("keydown", on);
  }, []);
}

/** The regions that F6 walks through, in order of the page. Each has data-region and can take the focus. */
export function nextRegion(back: boolean) {
  const all = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (r) => r.offsetParent !== null || r.getClientRects().length > 0,
  );
  if (all.length === 0) return;
  // A page may hold regions of its own: where one is now is the innermost.
  const at = all.findLastIndex((r) => r.contains(document.activeElement));
  const step = at < 0 && back ? 0 : at + (back ? -1 : 1);
  const next = all[(step + all.length) % all.length];
  if (!next) return;
  const whole = next.querySelector("[data-region]") !== null;
  const inner = (whole ? null : next.querySelector<HTMLElement>("[data-region-focus]")) ?? next;
  // The region shows a ring only when it was asked for by F6, not when a new page takes the focus.
  inner.setAttribute("data-ring", "");
  inner.addEventListener("blur", () => inner.removeAttribute("data-ring"), { once: true });
  inner.focus();
}
