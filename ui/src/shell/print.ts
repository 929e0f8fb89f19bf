// Printing: paper is white, and a table is all its rows.
import { useEffect } from "react";
import { flushSync } from "react-dom";
import { create } from "zustand";

const usePrint = create<{ now: boolean }>()(() => ({ now: false }));

/** Is the page being printed? Then nothing is left out that a person would have scrolled to. */
export const usePrinting = () => usePrint((p) => p.now);

/** Makes the page ready before the browser prints it, and what it was afterwards. */
export function usePaper() {
  useEffect(() => {
    const root = document.documentElement;
    let dark = false;
    const before = () => {
      dark = root.dataset.mantineColorScheme === "dark";
      if (dark) root.dataset.mantineColorScheme = "light";
      // The browser prints what stands there when this returns.
      flushSync(() => usePrint.setState({ now: true }));
    };
    const after = () => {
      if (dark) root.dataset.mantineColorScheme = "dark";
      usePrint.setState({ now: false });
    };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
}
