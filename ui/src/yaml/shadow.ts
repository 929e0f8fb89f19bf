// What one file of the project looks like here: the text that the server has, the edits that are on their way to it, and
// those that have not been sent. An edit of somebody else is moved over both, so that the cursor stays where it is. Nothing
// here knows of the network or the page.

import { diff } from "@codemirror/merge";
import { ChangeSet, Text } from "@codemirror/state";
import type { TextEdit } from "@/api/types";
import { Bytes } from "./bytes";

export class Shadow {
  /** On the text of the server. */
  inflight: ChangeSet | undefined;
  /** What was typed in lines that are gone. Whoever shows the text tells it. */
  lost: string[] = [];
  /** On the text of the server with what is on its way. */
  unsent: ChangeSet;

  constructor(
    public base: Text,
    inflight?: ChangeSet,
    private raw = base.toString(), // with the ends of lines as the file has them
  ) {
    this.inflight = inflight;
    this.unsent = ChangeSet.empty(inflight ? inflight.newLength : base.length);
  }

  /** The text as it is shown. */
  get doc(): Text {
    return this.unsent.apply(this.sent);
  }

  /** The text of the server with what is on its way. */
  get sent(): Text {
    return this.inflight ? this.inflight.apply(this.base) : this.base;
  }

  get dirty(): boolean {
    return !this.unsent.empty;
  }

  /** Takes an edit of this page. */
  local(changes: ChangeSet) {
    this.unsent = this.unsent.compose(changes);
  }

  /** Moves what has not been sent onto its way; only one lot is on its way at a time. */
  take(): ChangeSet | undefined {
    if (this.inflight || this.unsent.empty) return undefined;
    const doc = this.doc;
    if (doc.eq(this.base)) {
      this.unsent = ChangeSet.empty(doc.length); // typed and taken back
      return undefined;
    }
    this.inflight = this.unsent;
    this.unsent = ChangeSet.empty(doc.length);
    return this.inflight;
  }

  /**
   * Takes the next text of the server and returns what changes in the text that is shown. Arrived says that the server's
   * text holds what was on its way.
   */
  server(next: Text, arrived: boolean, raw = next.toString()): ChangeSet {
    this.raw = raw;
    const sent = this.sent;
    if (this.inflight && !arrived && next.eq(sent)) arrived = true;
    if (!this.inflight || arrived) {
      const remote = difference(sent, next);
      this.inflight = undefined;
      return this.over(next, remote, sent);
    }
    const remote = difference(this.base, next);
    const shown = remote.map(this.inflight, true);
    this.inflight = this.inflight.map(remote);
    return this.over(next, shown, sent);
  }

  private over(next: Text, remote: ChangeSet, sent: Text): ChangeSet {
    const whole = this.unsent;
    const without = this.forgo(remote, sent) ? whole.invert(sent).compose(this.unsent) : undefined;
    const moved = remote.map(this.unsent, true);
    const shown = without ? without.compose(moved) : moved;
    this.unsent = this.unsent.map(remote);
    this.base = next;
    return shown;
  }

  // What was typed within lines that another took away has no place any more: it would stick to the line that follows.
  // Says whether there was such.
  private forgo(remote: ChangeSet, was: Text): boolean {
    const gone: { from: number; to: number }[] = [];
    remote.iterChanges((from, to, _a, _b, inserted) => {
      if (inserted.length === 0 && was.lineAt(from).number < was.lineAt(to).number) gone.push({ from, to });
    });
    const left: { from: number; to: number; insert: Text }[] = [];
    const lost: string[] = [];
    this.unsent.iterChanges((from, to, _a, _b, insert) => {
      if (gone.some((g) => g.from < from && to < g.to)) lost.push(insert.toString());
      else left.push({ from, to, insert });
    });
    if (lost.length === 0) return false;
    this.lost.push(...lost.filter((text) => text.trim() !== ""));
    this.unsent = ChangeSet.of(left, was.length);
    return true;
  }

  /** Gives up what was on its way and returns what changes in the text that is shown. */
  drop(): ChangeSet {
    if (!this.inflight) return ChangeSet.empty(this.unsent.newLength);
    const [back, sent] = [this.inflight.invert(this.base), this.sent];
    this.inflight = undefined;
    return this.over(this.base, back, sent);
  }

  /** What was on its way did not arrive: it is sent again with what came since. */
  again() {
    if (this.inflight) this.unsent = this.inflight.compose(this.unsent);
    this.inflight = undefined;
  }

  /** What is on its way, as edits of the server's text in bytes. */
  edits(): TextEdit[] {
    const out: TextEdit[] = [];
    const bytes = this.bytes();
    const end = this.raw.includes("\r\n") ? "\r\n" : "\n"; // a new line ends as the others do
    this.inflight?.iterChanges((from, to, _a, _b, inserted) =>
      out.push({ start: bytes.byte(from), end: bytes.byte(to), text: inserted.toJSON().join(end) }),
    );
    return out;
  }

  /** Counts the bytes of the server's text. */
  bytes(): Bytes {
    return new Bytes(this.raw);
  }

  /** Where a place of the server's text is in the text that is shown. */
  place(at: number, side = 1): number {
    const sent = this.inflight ? this.inflight.mapPos(Math.min(at, this.base.length), side) : at;
    return this.unsent.mapPos(Math.min(sent, this.unsent.length), side);
  }

  /** A change of the server's text as a change of the text that is shown. */
  shown(changes: ChangeSet): ChangeSet {
    const sent = this.inflight ? changes.map(this.inflight, true) : changes;
    return sent.map(this.unsent, true);
  }
}

/** The changes that make one text of another, in as many small pieces as there are. */
export function difference(a: Text, b: Text): ChangeSet {
  if (a.eq(b)) return ChangeSet.empty(a.length);
  const [from, to] = [a.toString(), b.toString()];
  const changes = diff(from, to, { scanLimit: 2000 }).map((c) => ({
    from: c.fromA,
    to: c.toA,
    insert: b.slice(c.fromB, c.toB),
  }));
  return ChangeSet.of(changes, a.length);
}

/** A file as the editor has it, line by line. */
export const linesOf = (raw: string) => Text.of(raw.split(/\r\n?|\n/));

/** Edits in bytes as changes of a text. */
export function changesOf(text: Text, edits: readonly TextEdit[], bytes = new Bytes(text.toString())): ChangeSet {
  return ChangeSet.of(
    edits.map((e) => ({ from: bytes.at(e.start), to: bytes.at(e.end), insert: e.text })),
    text.length,
  );
}
