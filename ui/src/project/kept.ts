// Edits that wait in this browser, as a text that their author can take along: what each did, when, and what it would write.
import type { Command } from "@/api/types";
import { dateTime } from "@/words/catalogue";
import { named } from "./did";
import type { Pending } from "./queue";

const plain = (v: unknown): string =>
  v === null || v === undefined ? "" : typeof v === "string" ? v : JSON.stringify(v);

const indented = (text: string) =>
  text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");

const all = (fields: object) =>
  Object.entries(fields)
    .map(([key, v]) => indented(`${key}: ${plain(v)}`))
    .join("\n");

const under = (head: string, rest: string) => (rest ? `${head}\n${rest}` : head);

/** What a command would write, in a form that a person can type again. */
function written(c: Command): string {
  switch (c.verb) {
    case "set":
      return `${c.path}: ${plain(c.value)}`;
    case "unset":
      return `${c.path}:`;
    case "attribute":
      return `${c.target}/${c.key}: ${plain(c.value)}`;
    case "append":
      return `${c.path}: + ${c.value}`;
    case "drop":
      return `${c.path}: - ${c.value}`;
    case "add":
      return under(`+ ${c.section}/${c.id}`, all(c.fields));
    case "control":
      return under(`+ controls/${c.id} (${c.findings.join(", ")})`, all(c.fields));
    case "decide":
      return under(c.findings.join(", "), all(c.fields));
    case "connect":
      return under(`+ flows/${c.id ?? ""} ${c.from} → ${c.to}`, all(c.fields));
    case "remove":
      return `- ${c.section}/${c.id}`;
    case "rename":
      return `${c.section}/${c.id} → ${c.to}`;
    case "move":
      return `${c.id} → ${c.zone}`;
    case "text":
      return c.edits.map((e) => under(`${c.file} ${e.start}-${e.end}`, e.text && indented(e.text))).join("\n");
    default: {
      const { verb, ...rest } = c;
      return `${verb} ${plain(rest)}`;
    }
  }
}

/** One edit in words and in what it would write. */
export const editText = (p: Pending): { title: string; time: string; text: string } => ({
  title: named(p),
  time: dateTime(p.made),
  text: p.commands.map(written).join("\n"),
});

/** Edits as one text, oldest first. */
export const keptText = (list: Pending[]): string =>
  list
    .map(editText)
    .map(({ title, time, text }) => `${[time, title].filter(Boolean).join("  ")}\n${text}\n`)
    .join("\n");
