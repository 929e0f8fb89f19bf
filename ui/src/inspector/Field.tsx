// One field of the inspector, made from a key of the language. A value that several selected things do not share shows as
// mixed; writing sets it for all of them. Leaving a field empty says that nobody knows.
import { MultiSelect, NumberInput, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import type { Value } from "@/api/types";
import { words as list } from "@/canvas/graph";
import { nameOf, useView } from "@/project/use";
import { useWords } from "@/words/catalogue";
import type { Key } from "./language";
import { useLibrary } from "./library";
import { words } from "./words";

export const MIXED = Symbol("mixed");
export type Shown = Value | undefined | typeof MIXED;

export interface FieldProps {
  field: Key;
  value: Shown;
  onChange: (next: Value | undefined) => void;
  disabled: boolean;
  label?: string;
}

const instant = { transitionProps: { duration: 0 } };
const long = new Set(["text", "because", "out-of-scope", "absent", "title", "intended-use"]);

interface Option {
  value: string;
  label: string;
}

/** The words that a key may take, with their titles. */
function useOptions(k: Key, own: string[]): Option[] {
  const lib = useLibrary();
  const sections = useView((s) => s.model.sections);
  return useMemo(() => {
    const out = new Map<string, string>();
    const put = (value: string, label: string) => out.set(value, label);
    for (const w of k.enum ?? []) if (w !== "unknown") put(w, w);
    if (k.vocabulary) {
      if (k.kind === "layers" || k.path.includes("authentication") || k.path.includes("encryption"))
        for (const w of ["none", "not-applicable"]) put(w, w);
      for (const t of lib.vocabulary[k.vocabulary] ?? []) put(t.id, t.title === t.id ? t.id : `${t.title} (${t.id})`);
    }
    const from = k.target ? ["elements", "flows", "data", "zones"] : (k.refs ?? []);
    for (const s of from)
      for (const e of sections?.[s as "elements"] ?? [])
        put(e.id, nameOf(e) === e.id ? e.id : `${nameOf(e)} (${e.id})`);
    if (k.target) put("device", "device");
    for (const w of own) if (!out.has(w)) put(w, w);
    return [...out].map(([value, label]) => ({ value, label }));
  }, [k, lib, sections, own]);
}

/** The field that fits the way in which the key is written. */
export function Field(p: FieldProps) {
  const { field: k, value } = p;
  const closed = k.enum !== undefined || k.vocabulary !== undefined || k.refs !== undefined || k.target;
  switch (k.kind) {
    case "words":
    case "layers":
      return closed ? <WordsField {...p} /> : <FreeWords {...p} />;
    case "number":
      return <NumberField {...p} />;
    default:
      if (closed) return <WordField {...p} />;
      return long.has(k.key) || (typeof value === "string" && value.length > 60) ? (
        <LongField {...p} />
      ) : (
        <TextField {...p} />
      );
  }
}

const nothing: string[] = [];

/** What a list says that has nothing in it: for a fact that nobody knows, for a note what follows from it. */
function emptyWord(k: Key): "unknown" | "noteAbout" | "noteViews" {
  if (k.path !== "notes/*") return "unknown";
  return k.key === "views" ? "noteViews" : "noteAbout";
}

function WordField({ field, value, onChange, disabled, label }: FieldProps) {
  const t = useWords(words);
  const own = useMemo(() => (value === MIXED ? nothing : list(value)), [value]);
  const options = useOptions(field, own);
  return (
    <Select
      size="xs"
      label={label ?? field.key}
      description={undefined}
      title={field.doc}
      data={options}
      value={own[0] ?? null}
      placeholder={value === MIXED ? t("mixed") : t("unknown")}
      searchable={options.length > 8}
      clearable={!field.required}
      disabled={disabled}
      onChange={(v) => onChange(v ?? undefined)}
      comboboxProps={instant}
      clearButtonProps={{ "aria-label": t("unknown") }}
    />
  );
}

function WordsField({ field, value, onChange, disabled, label }: FieldProps) {
  const t = useWords(words);
  const own = useMemo(() => (value === MIXED ? nothing : list(value)), [value]);
  const options = useOptions(field, own);
  return (
    <MultiSelect
      size="xs"
      label={label ?? field.key}
      title={field.doc}
      data={options}
      value={own}
      placeholder={value === MIXED ? t("mixed") : own.length === 0 ? t(emptyWord(field)) : undefined}
      searchable
      limit={60}
      hidePickedOptions
      disabled={disabled}
      onChange={(v) => onChange(v.length ? v : undefined)}
      comboboxProps={instant}
    />
  );
}

function FreeWords({ field, value, onChange, disabled, label }: FieldProps) {
  const t = useWords(words);
  const own = value === MIXED ? nothing : list(value);
  return (
    <TagsInput
      size="xs"
      label={label ?? field.key}
      title={field.doc}
      value={own}
      placeholder={value === MIXED ? t("mixed") : own.length === 0 ? t("unknown") : undefined}
      disabled={disabled}
      onChange={(v) => onChange(v.length ? v : undefined)}
      comboboxProps={instant}
    />
  );
}

// What is typed is sent when the field is left or Enter is pressed, so that a word is one step of undo and not a letter.
function useDraft(value: Shown, onChange: (next: string) => void) {
  const shown = value === MIXED || value === undefined || typeof value === "object" ? "" : String(value);
  const [draft, setDraft] = useState(shown);
  useEffect(() => setDraft(shown), [shown]);
  const done = () => {
    if (draft.trim() !== shown) onChange(draft.trim());
  };
  return { draft, setDraft, done, reset: () => setDraft(shown) };
}

function TextField({ field, value, onChange, disabled, label }: FieldProps) {
  const t = useWords(words);
  const d = useDraft(value, (v) => onChange(v || undefined));
  return (
    <TextInput
      size="xs"
      label={label ?? field.key}
      title={field.doc}
      value={d.draft}
      placeholder={value === MIXED ? t("mixed") : t("unknown")}
      disabled={disabled}
      autoComplete="off"
      onChange={(e) => d.setDraft(e.currentTarget.value)}
      onBlur={d.done}
      onKeyDown={(e) => {
        if (e.key === "Enter") d.done();
        if (e.key === "Escape") d.reset();
      }}
    />
  );
}

function LongField({ field, value, onChange, disabled, label }: FieldProps) {
  const t = useWords(words);
  const d = useDraft(value, (v) => onChange(v || undefined));
  return (
    <Textarea
      size="xs"
      autosize
      minRows={1}
      maxRows={8}
      label={label ?? field.key}
      title={field.doc}
      value={d.draft}
      placeholder={value === MIXED ? t("mixed") : t("unknown")}
      disabled={disabled}
      onChange={(e) => d.setDraft(e.currentTarget.value)}
      onBlur={d.done}
      onKeyDown={(e) => {
        if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) d.done();
        if (e.key === "Escape") d.reset();
      }}
    />
  );
}

function NumberField({ field, value, onChange, disabled, label }: FieldProps) {
  const t = useWords(words);
  const shown = value === MIXED || value === undefined || typeof value === "object" ? "" : Number(value);
  const [draft, setDraft] = useState<string | number>(shown);
  useEffect(() => setDraft(shown), [shown]);
  const done = () => {
    if (draft !== shown) onChange(draft === "" ? undefined : Number(draft));
  };
  const most = field.key === "trust" ? 9 : field.key === "port" ? 65_535 : undefined;
  return (
    <NumberInput
      size="xs"
      label={label ?? field.key}
      title={field.doc}
      value={draft}
      min={0}
      {...(most ? { max: most } : {})}
      allowDecimal={false}
      placeholder={value === MIXED ? t("mixed") : t("unknown")}
      disabled={disabled}
      hideControls
      onChange={setDraft}
      onBlur={done}
      onKeyDown={(e) => e.key === "Enter" && done()}
    />
  );
}
