// The engine of the threats table. What a filter and a sort need of a finding is worked out once and kept with it, so that
// a keystroke costs one pass over texts that are there already: 50,000 rows stay within a frame.
import type { Finding, ScaleWords } from "@/api/types";
import { parseFilter, type Token } from "@/parts/filter";

/** One finding as the table needs it. */
export interface Row {
  kind: "row";
  id: string;
  f: Finding;
  /** Place in the order of rank, from 1. */
  place: number;
  target: string; // what a person calls the target
  clinical: string; // in the words of the ward; empty where the library has none
  hay: string; // lower case
  risk: number; // place of the level on the scale, from 1; 0 where nothing is rated
  residual: number;
}

/** A line above a group of rows. */
export interface Group {
  kind: "group";
  id: string;
  by: GroupBy;
  value: string; // id of what the group is about
  rows: Row[];
  open: number;
  worst: number;
  shut: boolean;
}

export type Item = Row | Group;

export const groupings = ["threat", "target", "hazard", "state"] as const;
export type GroupBy = (typeof groupings)[number];

/** What rows are made with: names of targets, clinical words of threats, names of hazards, the scale in force. */
export interface Names {
  target: (id: string) => string;
  clinical: (threat: string, target: string) => string;
  hazard: (id: string) => string;
  scales: ScaleWords | undefined;
}

/** Makes rows and keeps those whose finding is still the same: a delta costs what it changes. */
export function rowMaker() {
  let names: Names | undefined;
  let kept = new WeakMap<Finding, Row>();
  return (findings: readonly Finding[], n: Names): Row[] => {
    if (names !== n) {
      names = n;
      kept = new WeakMap();
    }
    const level = new Map(n.scales?.risks.map((r, i) => [r.id, i + 1]) ?? []);
    return findings.map((f, i) => {
      const old = kept.get(f);
      if (old && old.place === i + 1) return old;
      const row: Row = old ? { ...old, place: i + 1 } : makeRow(f, i + 1, n, level);
      kept.set(f, row);
      return row;
    });
  };
}

function makeRow(f: Finding, place: number, n: Names, level: Map<string, number>): Row {
  const target = n.target(f.target);
  const clinical = n.clinical(f.threat, f.target);
  const hazards = f.hazards.map((h) => `${h} ${n.hazard(h)}`).join(" ");
  const hay =
    `${f.id} ${f.title} ${target} ${clinical} ${f.categories.join(" ")} ${f.owner ?? ""} ${hazards}`.toLowerCase();
  return {
    kind: "row",
    id: f.id,
    f,
    place,
    target,
    clinical,
    hay,
    risk: level.get(f.risk) ?? 0,
    residual: level.get(f.residual) ?? 0,
  };
}

/** Keys of tokens. A level takes + and -: severity:S4+ is S4 and worse. */
export const filterKeys = [
  "severity",
  "exploitability",
  "exploitability-left",
  "risk",
  "left",
  "state",
  "decision",
  "certainty",
  "target",
  "threat",
  "hazard",
  "category",
  "from",
  "patients",
  "owner",
  "due",
  "id",
] as const;
type Key = (typeof filterKeys)[number];

type Test = (r: Row) => boolean;

// What a token with one of these keys is compared with; any of the words counts.
const texts: Partial<Record<Key, (f: Finding) => string | readonly string[]>> = {
  state: (f) => f.state,
  decision: (f) => f.decision ?? "none",
  certainty: (f) => f.certainty,
  threat: (f) => f.threat,
  hazard: (f) => (f.hazards.length > 0 ? f.hazards : "none"),
  category: (f) => f.categories,
  from: (f) => f.exposure,
  patients: (f) => (f.many ? "many" : f.severity > 0 ? "one" : "none"),
  owner: (f) => f.owner ?? "none",
  id: (f) => f.id,
};

/** Makes the test of a filter. today is the day that due:overdue compares with, as 2026-11-22. */
export function compile(text: string, scales: ScaleWords | undefined, today: string): Test {
  const tests: Test[] = [];
  const byKey = new Map<string, Test[]>();
  for (const token of parseFilter(text)) {
    if (isHalf(token)) continue;
    const test = testOf(token, scales, today);
    if (token.not) tests.push((r) => !test(r));
    else if (token.key && isKey(token.key)) {
      const list = byKey.get(token.key);
      if (list) list.push(test);
      else byKey.set(token.key, [test]);
    } else tests.push(test);
  }
  // Several values of one key mean any of them. A link may name hundreds of ids, so these are looked up.
  const ids = idsOf(text);
  if (ids.size > 1) byKey.set("id", [(r) => ids.has(r.id.toLowerCase())]);
  for (const list of byKey.values()) {
    const [only] = list;
    tests.unshift(list.length === 1 && only ? only : (r) => list.some((t) => t(r)));
  }
  return (r) => {
    for (const t of tests) if (!t(r)) return false;
    return true;
  };
}

const idsOf = (text: string) => new Set(parseFilter(text).flatMap((x) => (x.key === "id" && !x.not ? [x.value] : [])));

/**
 * Does the later filter find nothing that the earlier one did not? True while a plain word is being written: then the rows
 * that were found are all there is to look at.
 */
export function narrows(before: string, after: string): boolean {
  const old = parseFilter(before);
  const now = parseFilter(after);
  const last = old.pop();
  if (!last || now.length <= old.length) return false;
  const plain = (t: Token | undefined) => t !== undefined && !t.not && !(t.key && isKey(t.key));
  const text = (t: Token) => (t.key ? `${t.key}:${t.value}` : t.value);
  for (const [i, t] of old.entries()) {
    const same = now[i];
    if (!same || t.not !== same.not || t.key !== same.key || t.value !== same.value) return false;
  }
  const next = now[old.length] as Token;
  if (!plain(last) || !now.slice(old.length).every(plain) || isHalf(last) || isHalf(next)) return false;
  return text(next).includes(text(last));
}

// A key without a value yet, such as severity: while it is being written, asks for nothing.
const isHalf = (t: Token) => !t.key && t.value.endsWith(":") && isKey(t.value.slice(0, -1));

const isKey = (k: string): k is Key => (filterKeys as readonly string[]).includes(k);

function testOf({ key, value }: Token, scales: ScaleWords | undefined, today: string): Test {
  if (!key || !isKey(key)) {
    const w = key ? `${key}:${value}` : value;
    return (r) => r.hay.includes(w);
  }
  if (key === "severity") return levelTest(value, ladder("s"), (r) => r.f.severity);
  if (key === "exploitability") return levelTest(value, ladder("e"), (r) => r.f.exploitability);
  if (key === "exploitability-left") return levelTest(value, ladder("e"), (r) => r.f.residualExploitability);
  const risks = ["none", ...(scales?.risks.map((r) => r.id.toLowerCase()) ?? [])];
  if (key === "risk") return levelTest(value, risks, (r) => r.risk);
  if (key === "left") return levelTest(value, risks, (r) => r.residual);
  if (key === "due") return dueTest(value, today);
  // An element stands for its interfaces, and a person may write its id or part of its name.
  if (key === "target") {
    return (r) => {
      const id = r.f.target.toLowerCase();
      return id === value || id.startsWith(`${value}.`) || r.target.toLowerCase() === value;
    };
  }
  const read = texts[key];
  // Words of a short list may be written in part; what names one thing must be written whole.
  const is = inPart.has(key) ? (x: string) => x.startsWith(value) : (x: string) => x.toLowerCase() === value;
  return (r) => {
    const v = read?.(r.f) ?? "";
    return typeof v === "string" ? is(v) : v.some(is);
  };
}

const inPart = new Set<Key>(["state", "decision", "certainty", "category", "patients"]);

const ladder = (letter: string) => ["none", ...[1, 2, 3, 4, 5].map((n) => letter + n)];

// severity:s4, s4+ (and worse), s4- (and milder), none. A level that is not there matches nothing.
function levelTest(value: string, levels: string[], read: (r: Row) => number): Test {
  const way = value.endsWith("+") ? 1 : value.endsWith("-") && !levels.includes(value) ? -1 : 0;
  const at = levels.indexOf(way === 0 ? value : value.slice(0, -1));
  // While a level is being written, all that begin so match.
  const begun = new Set(levels.flatMap((l, i) => (way === 0 && l.startsWith(value) ? [i] : [])));
  if (at < 0) return (r) => begun.has(read(r));
  if (way > 0) return (r) => read(r) >= at;
  if (way < 0) return (r) => read(r) <= at;
  return (r) => read(r) === at;
}

// due:overdue, due:none, due:any, due:2027-01 (begins so), due:<2027-01-01, due:>2027-01-01.
function dueTest(value: string, today: string): Test {
  if (value === "overdue") return (r) => overdue(r.f, today);
  if (value === "none") return (r) => !r.f.until;
  if (value === "any") return (r) => Boolean(r.f.until);
  if (value.startsWith("<")) return (r) => Boolean(r.f.until) && String(r.f.until) < value.slice(1);
  if (value.startsWith(">")) return (r) => String(r.f.until ?? "") > value.slice(1);
  return (r) => String(r.f.until ?? "").startsWith(value);
}

/** Is the day gone by on which it should have been looked at again? */
export const overdue = (f: Finding, today: string) => Boolean(f.until) && String(f.until) < today;

export interface SortBy {
  by: string;
  down: boolean;
}

const states = ["open", "review", "planned", "controlled", "accepted", "transferred", "eliminated", "not-applicable"];

// Numbers sort worst first, words from A: what a person wants to see when a head is pressed for the first time.
const orders: Record<string, (r: Row) => number | string> = {
  rank: (r) => r.place,
  severity: (r) => -r.f.severity,
  exploitability: (r) => -r.f.exploitability,
  risk: (r) => -(r.risk * 10 + r.residual),
  title: (r) => r.f.title.toLowerCase(),
  finding: (r) => r.f.threat || r.f.id,
  target: (r) => r.target.toLowerCase(),
  patients: (r) => (r.f.many ? 0 : r.f.severity > 0 ? 1 : 2),
  certainty: (r) => r.f.certainty,
  state: (r) => states.indexOf(r.f.state),
  decision: (r) => r.f.decision ?? "~",
  owner: (r) => r.f.owner?.toLowerCase() ?? "~",
  due: (r) => r.f.until ?? "~",
  hazards: (r) => r.f.hazards[0] ?? "~",
};

/** The rows in another order; equal ones stay in the order of rank. */
export function sortRows(rows: Row[], s: SortBy): Row[] {
  const read = orders[s.by];
  if (!read || (s.by === "rank" && !s.down)) return rows;
  const keyed = rows.map((row) => ({ row, k: read(row) }));
  const way = s.down ? -1 : 1;
  keyed.sort((a, b) => (a.k < b.k ? -way : a.k > b.k ? way : a.row.place - b.row.place));
  return keyed.map((x) => x.row);
}

/** Puts rows under lines, a group where its first row was. A finding with several hazards stands under the worst. */
export function groupRows(rows: Row[], by: GroupBy | undefined, shut: ReadonlySet<string>): Item[] {
  if (!by) return rows;
  const groups = new Map<string, Group>();
  for (const r of rows) {
    const value = groupOf(r, by);
    let g = groups.get(value);
    if (!g) {
      const id = `group:${by}:${value}`;
      g = { kind: "group", id, by, value, rows: [], open: 0, worst: 0, shut: shut.has(id) };
      groups.set(value, g);
    }
    g.rows.push(r);
    if (r.f.state === "open" || r.f.state === "review") g.open++;
    if (r.f.severity > g.worst) g.worst = r.f.severity;
  }
  const out: Item[] = [];
  for (const g of groups.values()) {
    out.push(g);
    if (!g.shut) for (const r of g.rows) out.push(r);
  }
  return out;
}

function groupOf(r: Row, by: GroupBy): string {
  if (by === "threat") return r.f.threat || r.f.id;
  if (by === "target") return r.f.target;
  if (by === "hazard") return r.f.hazards[0] ?? "";
  return r.f.state;
}
