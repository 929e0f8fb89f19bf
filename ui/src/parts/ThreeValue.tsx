// A fact with yes, no, partly, does not apply, and unknown, which is the default and means that nothing is written.
import { useId, useRef } from "react";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

export const threeValues = ["yes", "no", "partial", "not-applicable", "unknown"] as const;
export type Three = (typeof threeValues)[number];

/** A radio group in one row. undefined is unknown; choosing unknown gives undefined back. "mixed" selects none. */
export function ThreeValue({
  label,
  value,
  onChange,
  disabled,
  values = threeValues,
  hideLabel,
}: {
  label: string;
  value: string | undefined | "mixed";
  onChange: (next: Exclude<Three, "unknown"> | undefined) => void;
  disabled?: boolean;
  values?: readonly Three[];
  hideLabel?: boolean;
}) {
  const t = useWords(words);
  const id = useId();
  const group = useRef<HTMLDivElement>(null);
  const now = value ?? "unknown";
  const at = values.indexOf(now as Three);
  const step = (by: number) => {
    const next = (Math.max(at, 0) + by + values.length) % values.length;
    choose(values[next]);
    group.current?.querySelectorAll<HTMLElement>("[role=radio]")[next]?.focus();
  };
  const choose = (v: Three | undefined) => {
    if (!disabled && v && v !== now) onChange(v === "unknown" ? undefined : v);
  };
  return (
    <div className="t-three">
      <span id={id} className={hideLabel ? "t-hidden" : "t-three-label"}>
        {label}
      </span>
      <div
        role="radiogroup"
        aria-labelledby={id}
        aria-disabled={disabled || undefined}
        ref={group}
        onKeyDown={(e) => {
          const by =
            e.key === "ArrowRight" || e.key === "ArrowDown" ? 1 : e.key === "ArrowLeft" || e.key === "ArrowUp" ? -1 : 0;
          if (by === 0 || disabled) return;
          e.preventDefault();
          e.stopPropagation();
          step(by);
        }}
      >
        {values.map((v, i) => (
          <button
            key={v}
            type="button"
            role="radio"
            aria-checked={v === now}
            aria-disabled={disabled || undefined}
            tabIndex={i === Math.max(at, 0) ? 0 : -1}
            data-value={v}
            title={v === "unknown" ? t("unknownHint") : undefined}
            onClick={() => choose(v)}
          >
            {t(v)}
          </button>
        ))}
      </div>
    </div>
  );
}
