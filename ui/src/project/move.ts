// Where problems stand after a text has changed: a delta whose problems are the same ones names none of them again.
import type { Delta, Diagnostic, State, TextEdit } from "@/api/types";

/** Moves problems and their fixes with the edits of their files. Offsets are bytes of UTF-8. */
export function movedProblems(old: Diagnostic[], changes: Delta["files"], files: State["files"]): Diagnostic[] {
  if (!old.some((d) => changes[d.file]?.edits?.length)) return old;
  const texts = new Map<string, Uint8Array>();
  return old.map((d) => {
    const edits = changes[d.file]?.edits;
    if (!edits?.length) return d;
    let text = texts.get(d.file);
    if (!text) {
      text = new TextEncoder().encode(files.find((f) => f.name === d.file)?.text ?? "");
      texts.set(d.file, text);
    }
    const start = moved(d.start, edits);
    const fixes = d.fixes?.map((f) => ({
      ...f,
      edits: f.edits.map((e) => ({ ...e, start: moved(e.start, edits), end: moved(e.end, edits) })),
    }));
    return { ...d, ...placeOf(text, start), start, end: moved(d.end, edits), ...(fixes ? { fixes } : {}) };
  });
}

/** Where a byte stands after edits: one that an edit replaces stands where that edit begins. */
function moved(at: number, edits: TextEdit[]): number {
  let shift = 0;
  for (const e of edits) {
    if (e.start > at || (e.start === at && e.end > e.start)) break;
    if (e.end > at) return e.start + shift;
    shift += new TextEncoder().encode(e.text).length - (e.end - e.start);
  }
  return at + shift;
}

const newline = 10;

/** Line and column of a byte, both from 1; the column counts code points. */
function placeOf(text: Uint8Array, at: number): { line: number; column: number } {
  let line = 1;
  let head = 0;
  for (let i = text.indexOf(newline); i >= 0 && i < at; i = text.indexOf(newline, i + 1)) {
    line++;
    head = i + 1;
  }
  return { line, column: 1 + [...new TextDecoder().decode(text.subarray(head, at))].length };
}
