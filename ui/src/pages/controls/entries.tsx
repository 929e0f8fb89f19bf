// What the tables of requirements, tests and assumptions share: entries that are edited where they stand, one row each.
import { Button, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Command, Did, Entry, Section } from "@/api/types";
import { did, named, send, useMayEdit } from "@/project/use";
import { announce } from "@/shell/announce";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { EditText, Wide, wordOf } from "../risk/common";
import { shared } from "../risk/words";
import { words } from "./words";

/** A table of entries. The last column takes one away. */
export function EntryTable({ label, heads, children }: { label: string; heads: string[]; children: ReactNode }) {
  const s = useWords(shared);
  return (
    <Wide label={label}>
      <table className="t-sheet" data-stack>
        <thead>
          <tr>
            {heads.map((h) => (
              <th key={h} scope="col">
                {h}
              </th>
            ))}
            <th scope="col">
              <span className="t-hidden">{s("remove")}</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Wide>
  );
}

/** The row of an entry: its id with its text, what else it says, and the button that takes it away. */
export function EntryRow({ section, entry, children }: { section: Section; entry: Entry; children: ReactNode }) {
  const may = useMayEdit();
  const write = useWrite(section, entry);
  return (
    <tr>
      <th scope="row" className="co-text">
        <b className="r-id">{entry.id}</b>
        <EditText
          long
          label={entry.id}
          value={wordOf(entry.text)}
          disabled={!may}
          onCommit={(v) => v && write("text", v)}
        />
      </th>
      {children}
      <td>{may ? <Remove section={section} id={entry.id} /> : null}</td>
    </tr>
  );
}

/** A cell in which one word or text of an entry is edited. */
export function TextCell({
  section,
  entry,
  field,
  label,
  type,
  missing,
  children,
}: {
  section: Section;
  entry: Entry;
  field: string;
  label: string;
  type?: "date";
  missing?: string;
  children?: ReactNode;
}) {
  const may = useMayEdit();
  const write = useWrite(section, entry);
  return (
    <td data-label={label}>
      <EditText
        label={`${label} ${entry.id}`}
        value={wordOf(entry[field])}
        disabled={!may}
        {...(type ? { type } : {})}
        {...(missing ? { missing } : type ? {} : { placeholder: "–" })}
        onCommit={(v) => write(field, v)}
      />
      {children}
    </td>
  );
}

/** Writes a value of an entry, or takes it away where it is empty. */
function useWrite(section: Section, entry: Entry) {
  return (field: string, value: string) => {
    const path = `${section}/${entry.id}/${field}`;
    const c: Command = value === "" ? { verb: "unset", path } : { verb: "set", path, value };
    void send([c], did("changed", { name: entry.id }));
  };
}

/**
 * Says how something stands. Whoever says more than that it is open has looked at it today: a result without a day is
 * worth little.
 */
export function settle(section: Section, id: string, field: string, value: string, step: Did) {
  const day = new Date().toISOString().slice(0, 10);
  const commands: Command[] = [{ verb: "set", path: `${section}/${id}/${field}`, value }];
  if (value !== "open") commands.push({ verb: "set", path: `${section}/${id}/date`, value: day });
  void send(commands, step);
  announce(named({ did: step }));
}

/** A list from which one more thing is linked. */
export function Link({
  label,
  options,
  onChoose,
}: {
  label: string;
  options: { value: string; text: string }[];
  onChoose: (id: string) => void;
}) {
  const t = useWords(words);
  if (options.length === 0) return null;
  return (
    <select
      className="r-edit co-link r-noprint"
      aria-label={label}
      value=""
      onChange={(e) => e.currentTarget.value && onChoose(e.currentTarget.value)}
    >
      <option value="">+ {t("link")}</option>
      {options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.text}
        </option>
      ))}
    </select>
  );
}

/** Takes an entry away; what names it lets go of it. */
export function Remove({ section, id }: { section: Section; id: string }) {
  const s = useWords(shared);
  const step = did("removed", { name: id });
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      className="co-remove r-noprint"
      aria-label={`${s("remove")} ${id}`}
      onClick={() =>
        void send([{ verb: "remove", section, id, cascade: true }], step).then(
          (d) => d && toast({ text: named({ did: step }), undo: true }),
        )
      }
    >
      {s("remove")}
    </Button>
  );
}

/** Ids of a kind by number: SR-1, SR-2 and so on. */
export function numbered(prefix: string, taken: readonly { id: string }[]): string {
  const ids = new Set(taken.map((e) => e.id));
  let n = taken.length + 1;
  while (ids.has(`${prefix}${n}`)) n++;
  return `${prefix}${n}`;
}

/** One line in which a new entry is written. */
export function NewEntry({
  section,
  idFor,
  placeholder,
  button,
  fields = {},
}: {
  section: Section;
  /** Makes a fresh id of what is written. */
  idFor: (text: string) => string;
  placeholder: string;
  button: string;
  fields?: Record<string, string>;
}) {
  const may = useMayEdit();
  const [text, setText] = useState("");
  if (!may) return null;
  const add = () => {
    const said = text.trim();
    if (!said) return;
    const id = idFor(said);
    setText("");
    const step = did("added", { name: said.length > 60 ? `${said.slice(0, 59)}…` : said });
    void send([{ verb: "add", section, id, fields: { text: said, ...fields } }], step).then(
      (d) => d && toast({ text: named({ did: step }), undo: true }),
    );
  };
  return (
    <form
      className="co-new r-noprint"
      onSubmit={(e) => {
        e.preventDefault();
        add();
      }}
    >
      <TextInput
        size="sm"
        aria-label={button}
        placeholder={placeholder}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <Button size="sm" variant="default" type="submit" disabled={!text.trim()}>
        {button}
      </Button>
    </form>
  );
}
