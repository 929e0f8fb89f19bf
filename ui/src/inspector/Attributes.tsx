// The facts that the library asks of a thing, as questions with three answers and their words for not known and does not
// apply. What is answered stands first; the rest is found by a search.
import { Button, Select, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Fields } from "@/api/types";
import { type Three, ThreeValue } from "@/parts";
import { useWords } from "@/words/catalogue";
import { type AttributeTerm, useLibrary } from "./library";
import { words } from "./words";

const three = new Set(["yes", "no", "partial", "not-applicable", "unknown"]);
const ofKind: Record<string, string> = { elements: "element", flows: "flow", data: "data", interfaces: "interface" };

export function Attributes({
  kind,
  name,
  values,
  missing,
  onChange,
  disabled,
}: {
  kind: string;
  name: string;
  values: (Fields | undefined)[];
  missing: Set<string>;
  onChange: (key: string, value: string | undefined) => void;
  disabled: boolean;
}) {
  const t = useWords(words);
  const lib = useLibrary();
  const [query, setQuery] = useState("");
  const [all, setAll] = useState(false);
  const asked = useMemo(
    () => lib.attributes.filter((a) => a.of.length === 0 || a.of.includes(ofKind[kind] ?? "")),
    [lib.attributes, kind],
  );
  const known = useMemo(() => new Map(asked.map((a) => [a.id, a])), [asked]);
  const stated = [...new Set(values.flatMap((v) => Object.keys(v ?? {})))];
  // What is answered now stays where it was asked: moved up it would take the focus from under the keys.
  const [before] = useState(stated);
  const since = stated.filter((id) => !before.includes(id));
  const q = query.trim().toLowerCase();
  const rest = asked.filter(
    (a) => !before.includes(a.id) && (q === "" || `${a.id} ${a.ask} ${a.text ?? ""}`.toLowerCase().includes(q)),
  );
  // Questions whose answer a finding waits for come first.
  const ordered = [...rest.filter((a) => missing.has(a.id)), ...rest.filter((a) => !missing.has(a.id))];
  const waited = ordered.filter((a) => missing.has(a.id)).slice(0, 4);
  const shown = q !== "" || all ? ordered : ordered.filter((a) => since.includes(a.id) || waited.includes(a));
  const shownOf = (id: string): string | undefined => {
    const found = new Set(values.map((v) => (v?.[id] === undefined ? "unknown" : String(v[id]))));
    return found.size > 1 ? "mixed" : [...found][0];
  };
  const row = (a: AttributeTerm) => (
    <div key={a.id} className="in-fact">
      <Fact
        term={a}
        label={a.ask.replaceAll("{name}", name)}
        value={shownOf(a.id)}
        disabled={disabled}
        onChange={(v) => onChange(a.id, v)}
      />
    </div>
  );
  if (asked.length === 0 && stated.length === 0) return null;
  return (
    <section className="in-part" aria-label={t("attributes")}>
      <h3>{t("attributes")}</h3>
      {before.map((id) => row(known.get(id) ?? { id, of: [], ask: id }))}
      {asked.length > 0 && !disabled ? (
        <TextInput
          size="xs"
          type="search"
          aria-label={t("attributeAdd")}
          placeholder={t("attributeAdd")}
          value={query}
          onChange={(e) => setQuery(e.currentTarget.value)}
        />
      ) : null}
      {shown.slice(0, 30).map(row)}
      {q === "" && !all && ordered.length > shown.length ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          {t("attributeAll", { n: ordered.length - shown.length })}
        </Button>
      ) : null}
    </section>
  );
}

function Fact({
  term,
  label,
  value,
  onChange,
  disabled,
}: {
  term: AttributeTerm;
  label: string;
  value: string | undefined;
  onChange: (v: string | undefined) => void;
  disabled: boolean;
}) {
  const t = useWords(words);
  const own = term.values ?? [];
  if (own.length > 0 || (value !== undefined && value !== "mixed" && !three.has(value))) {
    const data = [
      ...new Set([...own, "not-applicable", ...(value && value !== "mixed" && value !== "unknown" ? [value] : [])]),
    ];
    return (
      <Select
        size="xs"
        label={label}
        title={term.text}
        data={data}
        value={value === "mixed" || value === "unknown" ? null : (value ?? null)}
        placeholder={value === "mixed" ? t("mixed") : t("unknown")}
        clearable
        disabled={disabled}
        onChange={(v) => onChange(v ?? undefined)}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
    );
  }
  return (
    <ThreeValue label={label} value={value as Three | "mixed" | undefined} disabled={disabled} onChange={onChange} />
  );
}
