// What edits that wait have to do with a clash: a person who wrote the same field several times is asked about it once.
import type { Clash, Command, Renaming } from "@/api/types";
import type { Pending } from "./queue";

// The field that a command writes alone; undefined where it may write more.
function fieldOf(c: Command): string | undefined {
  if (c.verb === "set" || c.verb === "unset") return c.path;
  if (c.verb === "attribute") return `${c.target.replace(".", "/interfaces/")}/attributes/${c.key}`;
  return undefined;
}

/** Does the later edit write nothing but fields that the earlier one writes too? */
export function sameFields(earlier: Pending, later: Pending): boolean {
  const fields = new Set(earlier.commands.map(fieldOf));
  return later.commands.every((c) => {
    const field = fieldOf(c);
    return field !== undefined && fields.has(field);
  });
}

/** Clashes with what would stand in the end where the one who is asked wrote the field again. */
export function lastOfYours(clashes: Clash[], waiting: Pending[]): Clash[] {
  const last = new Map<string, unknown>();
  for (const c of waiting.flatMap((p) => p.commands)) {
    const field = fieldOf(c);
    if (field) last.set(field, "value" in c ? c.value : undefined);
  }
  return clashes.map((c) => {
    // The server names the section too, for an attribute that its target alone stands for.
    const field = last.has(c.path) ? c.path : c.path.replace(/^[^/]+\//, "");
    return last.has(field) ? { ...c, yours: last.get(field) } : c;
  });
}

/** Commands under the id that an entry has by now. */
export function renamedTo(commands: Command[], { section, from, to }: Renaming): Command[] {
  const id = (x: string) => (x === from ? to : x.startsWith(`${from}.`) ? to + x.slice(from.length) : x);
  const at = `${section}/${from}`;
  return commands.map((c) => {
    switch (c.verb) {
      case "attribute":
      case "place":
        return { ...c, target: id(c.target) };
      case "connect":
        return section === "elements" ? { ...c, from: id(c.from), to: id(c.to) } : c;
      case "reconnect":
        return section === "flows" ? { ...c, flow: id(c.flow) } : section === "elements" ? { ...c, to: id(c.to) } : c;
      case "move":
        return section === "zones" ? { ...c, id: id(c.id), zone: id(c.zone) } : { ...c, id: id(c.id) };
      case "decide":
        return section === "threats" ? { ...c, findings: c.findings.map(id) } : c;
      case "remove":
      case "rename":
        return c.section === section ? { ...c, id: id(c.id) } : c;
    }
    if (!("path" in c) || (c.path !== at && !c.path.startsWith(`${at}/`))) return c;
    return { ...c, path: `${section}/${to}${c.path.slice(at.length)}` };
  });
}

/** A file for people: its name, and of both texts the lines in which they differ. */
export function linesOfClash(c: Clash): Clash {
  const { theirs, yours } = c;
  if (!c.path.startsWith("file:") || typeof theirs !== "string" || typeof yours !== "string") return c;
  const [a, b] = [theirs.split("\n"), yours.split("\n")];
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const part = (lines: string[]) => {
    const own = lines.slice(head, lines.length - tail);
    return [...own.slice(0, MOST), ...(own.length > MOST ? ["…"] : [])].join("\n");
  };
  return { ...c, path: `${c.path.slice("file:".length)}:${head + 1}`, theirs: part(a), yours: part(b) };
}

const MOST = 10; // lines of each; a whole file would hide what it is about
