// What the pages about risk share: links to what they name, fields that are edited in place.
import { Button, Loader, Menu, Text } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { Entry, Finding, Section } from "@/api/types";
import { formatFilter, Offers } from "@/parts";

export { Wide } from "@/parts/Wide";

import { nameOf, select, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { PageLink } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { shared } from "./words";
import "./common.css";

const targets: Section[] = ["elements", "flows", "data", "zones", "functions", "credentials"];
const indexes = new WeakMap<object, Map<string, { section: Section; entry: Entry }>>();

/** Finds what an id of a target names, whatever its section. */
export function useTargets(): Map<string, { section: Section; entry: Entry }> {
  const all = useView((s) => s.model.sections) ?? {};
  let index = indexes.get(all);
  if (!index) {
    index = new Map();
    for (const section of targets)
      for (const entry of all[section] ?? []) if (!index.has(entry.id)) index.set(entry.id, { section, entry });
    indexes.set(all, index);
  }
  return index;
}

/** What a person calls a target: Pump server, or Pump server, usb for an interface. */
export function useTargetName(): (id: string) => string {
  const index = useTargets();
  const device = useView((s) => s.model.head.name);
  return (id) => {
    if (id === "device") return String(device ?? id);
    const found = index.get(id);
    if (found) return nameOf(found.entry);
    const dot = id.indexOf(".");
    const owner = dot > 0 ? index.get(id.slice(0, dot)) : undefined;
    return owner ? `${nameOf(owner.entry)}, ${id.slice(dot + 1)}` : id;
  };
}

/** Shows what a target is in the inspector, and selects it for canvas and text. */
export function Target({ id }: { id: string }) {
  const t = useWords(shared);
  const index = useTargets();
  const name = useTargetName()(id);
  const found = index.get(id) ?? index.get(id.split(".")[0] ?? "");
  if (!found) return <span>{name}</span>;
  const kind = index.has(id) ? found.section : "interfaces";
  return (
    <button type="button" className="r-link" title={t("select", { name })} onClick={() => select([{ kind, id }])}>
      {name}
    </button>
  );
}

/** Shows an entry of a section in the inspector. */
export function EntryLink({ section, id, children }: { section: Section; id: string; children?: ReactNode }) {
  const t = useWords(shared);
  const entry = useView((s) => s.model.sections[section]?.find((e) => e.id === id));
  const name = nameOf(entry, id);
  if (!entry) return <span>{children ?? id}</span>;
  return (
    <button
      type="button"
      className="r-link"
      title={t("select", { name })}
      onClick={() => select([{ kind: section, id }])}
    >
      {children ?? name}
    </button>
  );
}

/** Leads to a finding on the page of threats, and shows it in the inspector. */
export function FindingLink({ id, children }: { id: string; children?: ReactNode }) {
  const title = useView((s) => s.findings.find((f) => f.id === id)?.title);
  return (
    <PageLink
      page="threats"
      search={{ q: idFilter([id]) }}
      className="r-link"
      {...(children ? {} : { lang: "en" })}
      onClick={() => select([{ kind: "findings", id }])}
    >
      {children ?? title ?? id}
    </PageLink>
  );
}

/** The filter of the page of threats that leaves these findings. */
export const idFilter = (ids: readonly string[]) =>
  formatFilter(ids.map((id) => ({ key: "id", value: id, not: false })));

// An address holds some ten thousand letters in every browser; beyond that the filter would be cut.
export const mostIds = 300;

/** A number that leads to its rows on the page of threats. */
export function Rows({ ids, children, wide }: { ids: readonly string[]; children?: ReactNode; wide?: string }) {
  const t = useWords(shared);
  if (ids.length === 0) return <span className="t-dim">0</span>;
  const q = wide ?? (ids.length <= mostIds ? idFilter(ids) : undefined);
  const text = children ?? ids.length;
  if (q === undefined) return <span>{text}</span>;
  return (
    <PageLink page="threats" search={{ q }} className="r-link" title={t("toRows", { n: ids.length })}>
      {text}
    </PageLink>
  );
}

/** Names beside each other; after some of them only how many more there are. */
export function Some({ items, most = 3 }: { items: ReactNode[]; most?: number }) {
  const t = useWords(shared);
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, most);
  const more = items.length - shown.length;
  return (
    <span className="r-some">
      {shown.map((x, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown as it is given
        <span key={i}>{x}</span>
      ))}
      {more > 0 ? (
        <button type="button" className="r-link r-more" onClick={() => setAll(true)}>
          {t("more", { n: more })}
        </button>
      ) : null}
    </span>
  );
}

/** A few choices of which one holds, as a row of radio buttons. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: T; text: string; note?: string }[];
  onChange: (next: T) => void;
}) {
  const group = useRef<HTMLDivElement>(null);
  const at = options.findIndex((o) => o.value === value);
  const key = (e: KeyboardEvent) => {
    const by =
      e.key === "ArrowRight" || e.key === "ArrowDown" ? 1 : e.key === "ArrowLeft" || e.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    e.preventDefault();
    e.stopPropagation();
    const next = (Math.max(at, 0) + by + options.length) % options.length;
    const o = options[next];
    if (o) onChange(o.value);
    group.current?.querySelectorAll<HTMLElement>("[role=radio]")[next]?.focus();
  };
  return (
    <div className="r-choice">
      <span className="r-choice-label" aria-hidden="true">
        {label}
      </span>
      <div role="radiogroup" aria-label={label} ref={group} onKeyDown={key}>
        {options.map((o, i) => (
          <button
            key={o.value}
            type="button"
            role="radio"
            aria-checked={o.value === value}
            tabIndex={i === Math.max(at, 0) ? 0 : -1}
            title={o.note}
            onClick={() => onChange(o.value)}
          >
            {o.text}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Files to take away. */
export function Download({ files }: { files: { href: string; text: string }[] }) {
  const t = useWords(shared);
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<Icon name="export" size={16} />} className="r-noprint">
          {t("download")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map((f) => (
          <Menu.Item key={f.href} component="a" href={f.href} download>
            {f.text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A text that is edited where it stands: leaving it or Enter writes, Escape gives the old one back. */
export function EditText({
  label,
  value,
  onCommit,
  disabled,
  placeholder,
  type = "text",
  missing,
  long,
  offers,
}: {
  label: string;
  value: string;
  onCommit: (next: string) => void;
  disabled?: boolean;
  placeholder?: string;
  type?: "text" | "date" | "number";
  /** Said where nothing is written and something must be. */
  missing?: string | undefined;
  long?: boolean;
  /** Words that are offered while one writes; others may be written too. */
  offers?: readonly string[] | undefined;
}) {
  const list = useId();
  const [text, setText] = useState(value);
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    if (!editing) setText(value);
  }, [value, editing]);
  const commit = () => {
    setEditing(false);
    if (text.trim() !== value) onCommit(text.trim());
  };
  const props = {
    "aria-label": label,
    "aria-invalid": missing && !text ? true : undefined,
    className: "r-edit",
    value: text,
    disabled,
    placeholder: missing && !text ? missing : placeholder,
    "data-missing": (missing && !text) || undefined,
    onFocus: () => setEditing(true),
    onBlur: commit,
    onKeyDown: (e: KeyboardEvent<HTMLElement>) => {
      if (e.key === "Enter" && (!long || e.ctrlKey || !e.shiftKey)) {
        e.preventDefault();
        e.currentTarget.blur();
        e.currentTarget.focus();
      } else if (e.key === "Escape" && text !== value) {
        e.stopPropagation();
        setText(value);
      }
    },
  };
  if (long) return <textarea {...props} rows={2} onChange={(e) => setText(e.currentTarget.value)} />;
  return (
    <>
      <input
        {...props}
        type={type}
        min={type === "number" ? 0 : undefined}
        list={offers ? list : undefined}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      {offers ? <Offers id={list} of={offers} /> : null}
    </>
  );
}

/** A choice among words that is made where it stands. */
export function EditSelect({
  label,
  value,
  options,
  onCommit,
  disabled,
  state,
}: {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onCommit: (next: string) => void;
  disabled?: boolean;
  state?: string;
}) {
  return (
    <select
      className="r-edit"
      data-state={state}
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(e) => onCommit(e.currentTarget.value)}
    >
      {options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.text}
        </option>
      ))}
    </select>
  );
}

/** What is missing, in words with a mark. */
export function Gap({ children }: { children: ReactNode }) {
  return (
    <span className="r-gap">
      <Icon name="warning" size={14} />
      {children}
    </span>
  );
}

export function Waiting({ error }: { error?: Error | null }) {
  const t = useWords(shared);
  if (error)
    return (
      <Text role="alert" c="dimmed" py="lg">
        {t("failed")} {error.message}
      </Text>
    );
  return (
    <div className="t-wait" role="status">
      <Loader size="sm" /> {t("loading")}
    </div>
  );
}

/** A part of a page with a heading, and beside it what acts on all of it. */
export function Part({
  title,
  note,
  side,
  children,
}: {
  title: string;
  note?: ReactNode;
  side?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="r-part">
      <div className="r-part-head">
        <h2>{title}</h2>
        {side}
      </div>
      {note ? <p className="r-note">{note}</p> : null}
      {children}
    </section>
  );
}

export const openStates: Finding["state"][] = ["open", "review", "planned"];
export const allStates: Finding["state"][] = [
  "open",
  "review",
  "planned",
  "controlled",
  "accepted",
  "transferred",
  "eliminated",
  "not-applicable",
];

/** The words of a value of the language that is a list, one word, or absent. */
export function wordsOf(v: unknown): string[] {
  return Array.isArray(v) ? v.filter((x) => typeof x === "string") : typeof v === "string" && v ? [v] : [];
}

export const wordOf = (v: unknown): string => (v === undefined || v === null ? "" : String(v));

/** An id that no entry has yet: word-2 and so on. */
export function freshId(taken: readonly { id: string }[], base: string): string {
  const ids = new Set(taken.map((e) => e.id));
  if (!ids.has(base)) return base;
  for (let n = 2; ; n++) if (!ids.has(`${base}-${n}`)) return `${base}-${n}`;
}

/** Makes an id of words: "Lock on settings" becomes lock-on-settings. */
export function idOf(text: string): string {
  const id = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return /^[a-z]/.test(id) ? id : `x-${id}`.replace(/-$/, "");
}
