import { type RefObject, useEffect, useRef } from "react";

/** Calls back with the text that is pasted while a part of the page has the focus. */
export function usePaste(at: RefObject<HTMLElement | null>, paste: ((text: string | undefined) => void) | undefined) {
  const latest = useRef(paste);
  latest.current = paste;
  useEffect(() => {
    const heard = (e: ClipboardEvent) => {
      if (!latest.current || document.activeElement !== at.current) return;
      e.preventDefault();
      latest.current(e.clipboardData?.getData("text/plain"));
    };
    document.addEventListener("paste", heard);
    return () => document.removeEventListener("paste", heard);
  }, [at]);
}
