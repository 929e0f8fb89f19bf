// How large a person has set text in the browser: 1 is as browsers come, 2 is 200 %. Style sheets grow by themselves; this
// is for what is counted in code, such as the rows of a table that stand at places of their own.
import { useSyncExternalStore } from "react";

let scale = 1;
const listeners = new Set<() => void>();

function measure() {
  const now = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
  if (now === scale) return;
  scale = now;
  for (const l of listeners) l();
}

if (typeof ResizeObserver === "function") {
  measure();
  const line = document.createElement("div");
  line.className = "t-hidden";
  line.style.setProperty("height", "1rem", "important");
  line.ariaHidden = "true";
  document.body.append(line);
  new ResizeObserver(measure).observe(line);
}

export const textScale = () => scale;

export const useTextScale = (): number =>
  useSyncExternalStore(
    (l) => {
      listeners.add(l);
      return () => listeners.delete(l);
    },
    () => scale,
  );

/** Points as parts of the size of text, for a style. */
export const rem = (points: number) => `${points / 16}rem`;
