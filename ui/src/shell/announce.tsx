// One polite live region for the whole studio. What is said here is heard, not seen.
import { create } from "zustand";

const useSaid = create<{ text: string; n: number }>()(() => ({ text: "", n: 0 }));

/** Says a sentence to screen readers. */
export function announce(text: string) {
  useSaid.setState((s) => ({ text, n: s.n + 1 }));
}

export function Announcer() {
  const { text, n } = useSaid();
  // The same words twice must change the text, or they are not said again.
  return (
    <div className="t-hidden" role="status" aria-live="polite">
      {text}
      {n % 2 ? " " : ""}
    </div>
  );
}
