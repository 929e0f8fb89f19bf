// Every pause of typing in the text is a revision of its own. In the list those of one author that follow each other
// within minutes are one entry that can be opened; the log itself keeps all.
import type { Revision } from "@/api/schema";

/** A revision, or several that were typed one after the other, newest first. */
export interface Group {
  /** The number of the newest: it stays while older ones join from the next page of the list. */
  id: number;
  list: Revision[];
}

/** The longest pause within a group, in milliseconds. */
export const PAUSE = 5 * 60_000;

const typed = (r: Revision) => r.text === true && !r.undo && !r.outside;

/** Whether an older revision belongs to the same stretch of typing. */
const together = (newer: Revision, older: Revision) =>
  typed(newer) &&
  typed(older) &&
  newer.author === older.author &&
  newer.number === older.number + 1 &&
  Date.parse(newer.time) - Date.parse(older.time) <= PAUSE;

export function groups(list: Revision[]): Group[] {
  const out: Group[] = [];
  for (const r of list) {
    const last = out.at(-1);
    const before = last?.list.at(-1);
    if (last && before && together(before, r)) last.list.push(r);
    else out.push({ id: r.number, list: [r] });
  }
  return out;
}

/** What is compared: the state after `from` with that after `to`. */
export interface Range {
  from: number;
  to: number;
}

export const rangeOf = (list: Revision[]): Range => ({
  from: (list.at(-1)?.number ?? 1) - 1,
  to: list[0]?.number ?? 1,
});

export const same = (a: Range, b: Range) => a.from === b.from && a.to === b.to;

export interface Row {
  key: string;
  level: 1 | 2;
  list: Revision[];
  range: Range;
  /** Of a group: whether its revisions are shown below. */
  open?: boolean;
}

/** The lines of the list. A group that holds the one revision that is looked at is open. */
export function rows(all: Group[], open: ReadonlySet<number>, at: Range): Row[] {
  const out: Row[] = [];
  for (const g of all) {
    const many = g.list.length > 1;
    const inside = many && g.list.some((r) => same(rangeOf([r]), at));
    const shown = many && (open.has(g.id) || inside);
    out.push({ key: `g${g.id}`, level: 1, list: g.list, range: rangeOf(g.list), ...(many ? { open: shown } : {}) });
    if (shown) for (const r of g.list) out.push({ key: `r${r.number}`, level: 2, list: [r], range: rangeOf([r]) });
  }
  return out;
}
