// What waits for a person in their projects: only what they may do something about, each number with the filter that shows
// exactly its rows.
import type { ProjectSummary } from "@/api/types";
import { formatFilter, type Token } from "@/parts/filter";

type Counted = "reviews" | "overdue" | "review" | "open" | "questions";
export type Kind = Counted | "mineOverdue" | "mineReview" | "otherOverdue" | "otherReview";

export interface Line {
  p: ProjectSummary;
  kind: Kind;
  n: number;
  /** Filter of the table of threats; absent where another page shows it. */
  q?: string;
}

// What is one's own comes first, then a verdict that somebody waits for, and a question last.
const kinds: readonly Kind[] = [
  "mineOverdue",
  "mineReview",
  "reviews",
  "overdue",
  "otherOverdue",
  "review",
  "otherReview",
  "open",
  "questions",
];

/** names are what the person is called: an owner is written as free text. */
export function waitingOf(projects: readonly ProjectSummary[], names: readonly string[]): Line[] {
  const lines = projects.filter((p) => !p.archived).flatMap((p) => linesOf(p, names));
  return kinds.flatMap((kind) => lines.filter((l) => l.kind === kind && l.n > 0));
}

// A reader may do none of it; a reviewer gives verdicts and edits nothing.
function linesOf(p: ProjectSummary, names: readonly string[]): Line[] {
  const w = p.waiting;
  if (p.role === "reader") return [];
  const reviews: Line = { p, kind: "reviews", n: w.reviews };
  if (p.role === "reviewer") return [reviews];
  return [
    reviews,
    ...owned(p, names, "overdue", { key: "due", value: "overdue", not: false }),
    ...owned(p, names, "review", { key: "state", value: "review", not: false }),
    { p, kind: "open", n: w.open, q: "state:open" },
    { p, kind: "questions", n: w.questions },
  ];
}

const kindsOf = {
  overdue: { mine: "mineOverdue", other: "otherOverdue" },
  review: { mine: "mineReview", other: "otherReview" },
} as const;

// The person's own and the rest; where nothing is their own, all of it. The filter cannot ask for a quotation mark.
function owned(p: ProjectSummary, names: readonly string[], kind: "overdue" | "review", what: Token): Line[] {
  const called = new Set(names.map((x) => x.toLowerCase()));
  const mine = p.waiting.owners.filter(
    (o) => o[kind] > 0 && called.has(o.owner.toLowerCase()) && !o.owner.includes('"'),
  );
  const n = mine.reduce((sum, o) => sum + o[kind], 0);
  if (n === 0) return [{ p, kind, n: p.waiting[kind], q: formatFilter([what]) }];
  const owners = [...new Set(mine.map((o) => o.owner.toLowerCase()))];
  const by = (not: boolean) => formatFilter([what, ...owners.map((value) => ({ key: "owner", value, not }))]);
  return [
    { p, kind: kindsOf[kind].mine, n, q: by(false) },
    { p, kind: kindsOf[kind].other, n: p.waiting[kind] - n, q: by(true) },
  ];
}
