// What differs, sorted to where a person looks for it: findings to the entry that they are on.
import type { Diff, EntryTurn, Finding, FindingTurn } from "@/api/schema";

/** Findings that came, went or moved. */
export interface Threats {
  came: Finding[];
  went: Finding[];
  moved: { turn: FindingTurn; now: Finding }[];
}

export const countOf = (x: Threats) => x.came.length + x.went.length + x.moved.length;

/** What a person would call a change of a finding. Words of suggestions and the like are none. */
const told = [
  "residual",
  "risk",
  "state",
  "certainty",
  "severity",
  "residualExploitability",
  "exploitability",
  "many",
  "decision",
  "owner",
  "until",
  "controls",
  "hazards",
] as const;
export type Told = (typeof told)[number];
export const isTold = (key: string): key is Told => (told as readonly string[]).includes(key);

export const pathOf = (e: EntryTurn) => (e.id ? `${e.section}/${e.id}` : "head");

/** The sections whose entries stand on the diagram. */
export const drawn = ["zones", "elements", "flows", "notes"];

export function allThreats(d: Diff): Threats {
  const now = new Map(d.findings.changed.map((f) => [f.id, f]));
  return {
    came: d.findings.came,
    went: d.findings.went,
    moved: d.findings.turned.flatMap((turn) => {
      const f = now.get(turn.id);
      return f && turn.fields.some((x) => isTold(x.key)) ? [{ turn, now: f }] : [];
    }),
  };
}

/** The findings of each entry that changed, and under "" those on what did not change itself. */
export function byEntry(d: Diff): Map<string, Threats> {
  const paths = new Map<string, string>();
  for (const e of d.entries) if (e.id) paths.set(e.section === "threats" ? `@${e.id}` : e.id, pathOf(e));
  const out = new Map<string, Threats>();
  const at = (f: { id: string; target: string }) => {
    const path = paths.get(`@${f.id}`) ?? paths.get(f.target) ?? paths.get(f.target.split(".")[0] ?? "") ?? "";
    let x = out.get(path);
    if (!x) {
      x = { came: [], went: [], moved: [] };
      out.set(path, x);
    }
    return x;
  };
  const all = allThreats(d);
  for (const f of all.came) at(f).came.push(f);
  for (const f of all.went) at(f).went.push(f);
  for (const m of all.moved) at(m.now).moved.push(m);
  return out;
}
