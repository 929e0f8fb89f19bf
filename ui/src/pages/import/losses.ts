// What an import says was lost, changed or has to be answered: filtered, put in groups, and written down to take along.
import type { ForeignCount, ForeignLoss, ImportLook } from "@/api/schema";

export const whats = ["lost", "changed", "asked"] as const;
export type What = (typeof whats)[number];

/** Which losses are shown: of one sort, of one kind of thing, with these words in them. Empty asks for nothing. */
export interface Wanted {
  what: What | "";
  kind: string;
  text: string;
}

export const all: Wanted = { what: "", kind: "", text: "" };

/** What is about the file as a whole has no kind of thing. */
export const wholeFile = "-";

export function filterLosses(losses: readonly ForeignLoss[], wanted: Wanted): ForeignLoss[] {
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  return losses.filter((l) => {
    if (wanted.what && l.what !== wanted.what) return false;
    if (wanted.kind && (l.kind || wholeFile) !== wanted.kind) return false;
    const hay = `${l.where} ${l.text} ${l.path ?? ""}`.toLowerCase();
    return words.every((w) => hay.includes(w));
  });
}

/** Losses by the kind of thing that they are about, in the order of the counts; those of the whole file come first. */
export function groupLosses(
  losses: readonly ForeignLoss[],
  counts: readonly ForeignCount[],
): { kind: string; losses: ForeignLoss[] }[] {
  const order = [wholeFile, ...counts.map((c) => c.theirs)];
  const groups = new Map<string, ForeignLoss[]>();
  for (const l of losses) {
    const kind = l.kind || wholeFile;
    groups.set(kind, [...(groups.get(kind) ?? []), l]);
  }
  const place = (kind: string) => (order.includes(kind) ? order.indexOf(kind) : order.length);
  return [...groups].map(([kind, list]) => ({ kind, losses: list })).sort((a, b) => place(a.kind) - place(b.kind));
}

/** How many losses of each sort, for one kind of thing or for all. */
export function countLosses(losses: readonly ForeignLoss[], kind = ""): Record<What, number> {
  const out = { lost: 0, changed: 0, asked: 0 };
  for (const l of losses) if (!kind || (l.kind || wholeFile) === kind) out[l.what]++;
  return out;
}

export const sum = (counts: readonly ForeignCount[], key: "found" | "taken" | "changed" | "lost") =>
  counts.reduce((n, c) => n + c[key], 0);

// A cell that a spreadsheet would take for a formula is made a text.
const cell = (s: string) => `"${(/^[=+\-@\t\r]/.test(s) ? `'${s}` : s).replaceAll('"', '""')}"`;

/** The report as CSV (RFC 4180): one row for each loss. */
export function reportCSV(losses: readonly ForeignLoss[]): string {
  const rows = [
    ["what", "kind", "where", "text", "path"],
    ...losses.map((l) => [l.what, l.kind ?? "", l.where, l.text, l.path ?? ""]),
  ];
  return rows.map((r) => `${r.map(cell).join(",")}\r\n`).join("");
}

/** The report as plain text: the counts, then the losses. */
export function reportText(file: string, look: ImportLook): string {
  const counts = look.taken.map(
    (c) =>
      `${c.theirs}: ${c.found} found, ${c.taken} taken, ${c.changed} changed, ${c.lost} lost; in the model as ${c.ours}`,
  );
  const losses = look.losses.map((l) => `${l.what}: ${l.where}\n  ${l.text}${l.path ? ` (${l.path})` : ""}\n`);
  return [`${file}, read as ${look.format.title}`, "", ...counts, "", ...losses].join("\n");
}
