// Where entries stand in a text, by its indents, so that it also works while the text is half written.
import type { Text } from "@codemirror/state";

export interface Entry {
  section: string;
  id: string;
  /** Id of an interface, where the place is within one. */
  inner?: string;
}

const key = /^( *)(?:"([^"]+)"|'([^']+)'|([^\s#:{}[\],"'][^:#]*?)) *:(?: |$)/;

interface Line {
  indent: number;
  key: string;
}

function read(line: string): Line | undefined {
  const m = key.exec(line);
  return m ? { indent: m[1]?.length ?? 0, key: m[2] ?? m[3] ?? m[4] ?? "" } : undefined;
}

/** The entry that a place is in, if it is in one. */
export function entryAt(doc: Text, at: number): Entry | undefined {
  const path: Line[] = [];
  let n = doc.lineAt(Math.min(at, doc.length)).number;
  const own = doc.line(n).text;
  let indent = own.trim() === "" ? at - doc.line(n).from + 1 : own.search(/\S/) + 1;
  for (; n > 0 && indent > 0; n--) {
    const l = read(doc.line(n).text);
    if (!l || l.indent >= indent) continue;
    path.unshift(l);
    indent = l.indent;
  }
  const [section, entry, group, inner] = path;
  if (section?.indent !== 0 || !entry) return undefined;
  return {
    section: section.key,
    id: entry.key,
    ...(group?.key === "interfaces" && inner ? { inner: inner.key } : {}),
  };
}

/** Where an entry begins, and where its line ends. */
export function placeOf(
  doc: Text,
  section: string,
  id: string,
  inner?: string,
): { from: number; to: number } | undefined {
  let inside = false;
  let depth = 0;
  let found: { from: number; to: number; indent: number } | undefined;
  let n = 0;
  for (const text of doc.iterLines()) {
    n++;
    const l = read(text);
    if (!l) continue;
    if (found) {
      if (l.indent <= found.indent) return found;
      if (inner !== undefined && l.key === inner) return lineOf(doc, n, l.indent);
      continue;
    }
    if (l.indent === 0) {
      inside = l.key === section;
      depth = 0;
      continue;
    }
    if (!inside) continue;
    depth ||= l.indent;
    if (l.indent === depth && l.key === id) {
      found = { ...lineOf(doc, n, l.indent), indent: l.indent };
      if (inner === undefined) return found;
    }
  }
  return found;
}

function lineOf(doc: Text, n: number, indent: number) {
  const line = doc.line(n);
  return { from: line.from + indent, to: line.to };
}

/** The part of a text that says where a place stands: the line of its section, and the lines around it. */
export function around(doc: Text, at: number): { text: string; start: number } {
  const line = doc.lineAt(at);
  let first = line.number;
  while (first > 1 && !/^[^\s#]/.test(doc.line(first).text)) first--;
  let last = line.number;
  while (last < doc.lines && last < line.number + 60 && !/^[^\s#]/.test(doc.line(last + 1).text)) last++;
  const head = doc.line(first);
  const end = doc.line(last).to;
  if (at - head.from < most) return { text: doc.sliceString(head.from, end), start: head.from };
  // A long section: its own line stands for what is left out.
  const near = doc.lineAt(at - most / 2);
  return { text: `${head.text}\n${doc.sliceString(near.from, end)}`, start: near.from - head.length - 1 };
}

const most = 60_000;
