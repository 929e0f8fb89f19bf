// Rows counted by one of their words. Pressing a chip shows its rows alone; together the counts are all rows.
import type { ReactNode } from "react";
import { number } from "@/words/catalogue";
import { parseFilter, toggleToken } from "./filter";
import "./chips.css";

export interface Chip<T extends string> {
  id: T;
  text: string;
  n: number;
  icon?: ReactNode;
}

export function Chips<T extends string>({
  label,
  all,
  chips,
  chosen,
  onAll,
  onToggle,
}: {
  label: string;
  all: { text: string; n: number };
  chips: readonly Chip<T>[];
  chosen: ReadonlySet<string>;
  onAll: () => void;
  onToggle: (id: T) => void;
}) {
  return (
    <div className="t-chips" role="group" aria-label={label}>
      <button type="button" aria-pressed={chosen.size === 0} onClick={onAll}>
        {all.text} <b>{number(all.n)}</b>
      </button>
      {chips
        .filter((c) => c.n > 0 || chosen.has(c.id))
        .map((c) => (
          <button
            key={c.id}
            type="button"
            data-chip={c.id}
            aria-pressed={chosen.has(c.id)}
            onClick={() => onToggle(c.id)}
          >
            {c.icon}
            {c.text} <b>{number(c.n)}</b>
          </button>
        ))}
    </div>
  );
}

/** Chips that put words of one key, such as state:open, into the text of a filter. */
export function FilterChips<T extends string>({
  of,
  q,
  onChange,
  ...rest
}: {
  label: string;
  all: { text: string; n: number };
  chips: readonly Chip<T>[];
  of: string;
  q: string;
  onChange: (q: string) => void;
}) {
  const chosen = new Set(parseFilter(q).flatMap((x) => (x.key === of && !x.not ? [x.value] : [])));
  return (
    <Chips
      {...rest}
      chosen={chosen}
      onAll={() => onChange([...chosen].reduce((text, id) => toggleToken(text, of, id), q))}
      onToggle={(id) => onChange(toggleToken(q, of, id))}
    />
  );
}
