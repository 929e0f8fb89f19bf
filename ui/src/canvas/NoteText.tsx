// Writing on a note: a small sheet to type on, where the note stands. Ctrl+Enter or leaving it keeps what is written, Esc does
// not.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useWords } from "@/words/catalogue";
import type { Hands } from "./keyboard";
import type { Rect } from "./place";
import { words } from "./words";

export function NoteText({
  hands,
  box,
  text,
  onDone,
}: {
  hands: () => Hands;
  box: Rect;
  text: string;
  /** What was written, or nothing where it was let be; back says whether the keyboard goes back to the canvas. */
  onDone: (text: string | undefined, back: boolean) => void;
}) {
  const t = useWords(words);
  const [draft, setDraft] = useState(text);
  const form = useRef<HTMLFormElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const left = useRef(false);
  useEffect(() => {
    area.current?.focus({ preventScroll: true });
    area.current?.select();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is placed when it opens
  useLayoutEffect(() => {
    const el = form.current;
    if (!el || !area.current) return;
    const v = hands().camera.viewport();
    area.current.style.width = `${Math.min(v.w - 24, Math.max(220, box.w * v.zoom))}px`;
    area.current.style.height = `${Math.min(v.h - 60, Math.max(84, box.h * v.zoom))}px`;
    el.style.left = `${Math.max(8, Math.min(v.w - el.offsetWidth - 8, box.x * v.zoom + v.x))}px`;
    el.style.top = `${Math.max(8, Math.min(v.h - el.offsetHeight - 8, box.y * v.zoom + v.y))}px`;
  }, []);
  const done = (keep: boolean, back: boolean) => {
    if (left.current) return;
    left.current = true;
    onDone(keep ? draft.trim() : undefined, back);
  };
  return (
    <form
      ref={form}
      className="cv-write cv-aside"
      aria-label={t("noteText")}
      onSubmit={(e) => {
        e.preventDefault();
        done(true, true);
      }}
    >
      <textarea
        ref={area}
        aria-label={t("noteText")}
        aria-describedby="cv-write-hint"
        value={draft}
        spellCheck
        onChange={(e) => setDraft(e.currentTarget.value)}
        onBlur={() => done(true, false)}
        onKeyDown={(e) => {
          e.stopPropagation();
          if (e.key === "Escape") done(false, true);
          else if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) done(true, true);
          else return;
          e.preventDefault();
        }}
      />
      <p id="cv-write-hint">{t("noteKeys")}</p>
    </form>
  );
}
