// A value of the language in words; of a list and of an object, what the other side lacks is marked.
import { useWords } from "@/words/catalogue";
import { words } from "./words";

// Words as a person would write them: lists by commas, keys of an object by semicolons, objects within others in brackets.
const plain = (v: unknown, within = false): string => {
  if (Array.isArray(v)) return v.map((x) => plain(x, true)).join(", ");
  if (typeof v !== "object" || v === null) return String(v);
  const all = Object.entries(v).map(([k, x]) => `${k}: ${plain(x, true)}`);
  return within && all.length > 1 ? `(${all.join("; ")})` : all.join("; ");
};

export function Value({ value, other, side }: { value: unknown; other: unknown; side: "was" | "now" }) {
  const t = useWords(words);
  if (value === undefined || value === null) return <span className="t-dim">{t("absent")}</span>;
  const mark = side === "was" ? "del" : "ins";
  if (Array.isArray(value) && value.every((v) => typeof v === "string")) {
    const there = new Set(Array.isArray(other) ? other : []);
    return (
      <>
        {value.map((v, i) => {
          const Tag = there.has(v) ? "span" : mark;
          return (
            <span key={v}>
              {i > 0 ? ", " : null}
              <Tag>{v}</Tag>
            </span>
          );
        })}
      </>
    );
  }
  if (typeof value === "object") {
    const theirs = (typeof other === "object" && other !== null ? other : {}) as Record<string, unknown>;
    return (
      <ul className="diff-object">
        {Object.entries(value as Record<string, unknown>).map(([k, v]) => {
          const same = JSON.stringify(v) === JSON.stringify(theirs[k]);
          const Tag = same ? "span" : mark;
          return (
            <li key={k}>
              <Tag>
                {k}: {plain(v, true)}
              </Tag>
            </li>
          );
        })}
      </ul>
    );
  }
  const Tag = other === undefined || other === value ? "span" : mark;
  return <Tag>{String(value)}</Tag>;
}
