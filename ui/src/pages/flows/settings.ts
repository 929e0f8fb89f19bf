// How a person likes the page: which parts are open side by side. It is kept in this browser.
import { create } from "zustand";
import { persist } from "zustand/middleware";

export interface Panes {
  canvas: boolean;
  outline: boolean;
  text: boolean;
}

// The canvas needs room more than it needs company; the outline is one click away.
const wide = () => typeof matchMedia === "function" && matchMedia("(min-width: 100rem)").matches;

export const usePanes = create<Panes>()(
  persist((): Panes => ({ canvas: true, outline: wide(), text: false }), { name: "theriac.flows" }),
);

/** Opens or shuts a part. The last open part stays. */
export function togglePane(pane: keyof Panes) {
  const now = usePanes.getState();
  const next = { ...now, [pane]: !now[pane] };
  if (next.canvas || next.outline || next.text) usePanes.setState(next);
}
