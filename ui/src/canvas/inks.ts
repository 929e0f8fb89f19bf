// The colours of the theme for what is drawn on a canvas, which knows no style sheet.
export type Inks = Record<string, string>;

const inkNames = [
  "zone",
  "zone-soft",
  "process",
  "process-soft",
  "store",
  "store-soft",
  "actor",
  "actor-soft",
  "note",
  "note-soft",
  "edge",
  "text",
  "accent",
  "error",
  "surface",
  "page",
  "line-strong",
  "l1",
  "l2",
  "l3",
  "l4",
  "l5-soft",
  "dim",
];

export function readInks(el: Element): Inks {
  const css = getComputedStyle(el);
  return Object.fromEntries(inkNames.map((n) => [n, css.getPropertyValue(`--t-${n}`).trim() || "#888"]));
}

/** The ink of each step of risk. */
export const stepInk = ["", "l1", "l2", "l3", "l4", "l5-soft"];
