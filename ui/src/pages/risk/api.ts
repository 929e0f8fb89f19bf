// What the pages about risk ask of the server besides the state: registers, paths, cuts, trees, goals.
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { request } from "@/api/client";
import type { Finding, ScaleWords } from "@/api/types";
import { useProject } from "@/project/store";
import { useView } from "@/project/use";
import { useProjectId } from "@/shell/router";

/** Asks for something of the project below its address; asked again when the project has changed. */
export function useAsk<T>(path: string | undefined): UseQueryResult<T> {
  const project = useProjectId() ?? "";
  const revision = useView((s) => s.revision);
  // What the page shows already and the server does not know yet would be answered with nothing.
  const ahead = useProject((p) => p.pending.length > 0);
  return useQuery({
    queryKey: [project, path, revision],
    queryFn: ({ signal }) =>
      request<T>("GET", `/projects/${encodeURIComponent(project)}${path}`, undefined, { signal }),
    enabled: path !== undefined && revision !== undefined && !ahead,
    // While the answer for the new revision is on its way the old one stays; that of another question does not.
    placeholderData: (old, query) => (query?.queryKey[1] === path ? keepPreviousData(old) : undefined) as never,
  });
}

/** The address of a file that the server makes of the project. */
export const fileOf = (project: string, path: string) => `/api/v1/projects/${encodeURIComponent(project)}${path}`;

export interface RegisterRisk {
  exploitability: string;
  from: string;
  points: number;
  assumed: string[];
  before: string;
  planned: string;
  implemented: string;
  verified: string;
  residual: string;
  residualExploitability: string;
  controlled: boolean;
  health: boolean;
}

export interface SecurityRow {
  finding: string;
  title: string;
  target: string;
  certainty: Finding["certainty"];
  severity: string;
  patients: string;
  hazards: string[];
  risk: RegisterRisk;
  controls: { id: string; title: string; status: string }[];
  state: Finding["state"];
  cvss?: { version: string; vector: string; base: number; word: string; from: string };
  impact: { field: string; level: string; name: string }[];
  seen: string;
}

export interface SituationRow {
  id: string;
  text: string;
  harm: string;
  threats: string[];
}

export interface SafetyRow {
  hazard: string;
  text: string;
  situations: SituationRow[];
  harm: string;
  severity: string;
  patients: string;
  functions: string[];
  threats: string[];
  open: number;
  before: string;
  residual: string;
  controlled: boolean;
  mitigated: string[];
  introduced: string[];
}

export interface Register {
  counts: { findings: number; security: number; unrated: number; controlled: number; hazards: number };
  scales: ScaleWords;
  security: SecurityRow[];
  unrated: SecurityRow[];
  safety: SafetyRow[];
}

export interface GoalRow {
  goal: string;
  kind: string;
  text: string;
  owner: string;
  serves: string[];
  functions: string[];
  assets: string[];
  antiGoals: string[];
  trees: string[];
  hazards: string[];
  findings: string[];
  before: string;
  left: string;
  leftFinding?: string;
  open: boolean;
  gaps: string[];
}

export interface Question {
  target: string;
  field: string;
  text: string;
  settles: string[];
  severity: number;
}

export interface Fact {
  subject: string;
  field: string;
  value: string;
  origin: string;
}

export interface PathStep {
  kind: "position" | "finding" | "ground" | "target";
  holds: string;
  text: string;
  finding?: string;
  title?: string;
  state?: Finding["state"];
  certainty?: Finding["certainty"];
  because?: string;
  facts?: Fact[];
  missing?: Fact[];
  follow?: { function?: string; along?: string[] };
  points: number;
  sum: number;
}

export interface Path {
  target: string;
  text?: string;
  severity?: string;
  from: string[];
  steps: PathStep[];
  findings: number;
  points: number;
  hardest: number;
  possible?: boolean;
}

export interface PathList {
  target: string;
  text?: string;
  severity?: string;
  paths: Path[];
  partial?: boolean;
}

export interface Candidate {
  id: string;
  control?: string;
  title: string;
  "in-model"?: boolean;
  "rests-on"?: string[];
  status?: string;
  at: string[];
  cost: number;
  "cost-from": string;
  shuts: string[];
}

export interface Single extends Candidate {
  closes: string[];
  paths: number;
}

export interface Choke {
  target: string;
  open: boolean;
  states: string[];
  findings: string[];
  controls: Single[];
}

export interface Cut {
  targets: string[];
  controls: Candidate[];
  cost: number;
  bound: number;
  exact: boolean;
  gap: number;
  closed: string[];
  open: Path[];
  "paths-seen": number;
  rounds: number;
}

export interface Spread {
  many: boolean;
  patients: number;
  reasons: { kind: string; place: string; patients: number; text: string }[];
}

export interface Plan {
  points: Record<string, number>;
  steps: (Candidate & { for: string; closed: string[]; points: Record<string, number> })[];
  open: string[];
}

export interface WhatIfAnswer {
  hazards: { hazard: string; text: string; before?: Path; after?: Path }[];
  opened: number;
  closed: number;
}

export interface TreeLine {
  id: string;
  name: string;
  of: string[];
  nodes: number;
  attacks: string;
  left: string;
}

export interface TreeAttack {
  leaves: string[];
  cost: number;
  hours: number;
}

export interface TreeAnswer {
  id: string;
  name: string;
  unit: string;
  nodes: {
    id: string;
    text: string;
    finding?: string;
    control?: string;
    status?: string;
    active: boolean;
    gone: boolean;
  }[];
  count: string;
  exact: boolean;
  cheapest: TreeAttack[];
  front: TreeAttack[];
  cuts: string[][];
  problems: { severity: string; message: string; hint?: string }[];
}

export interface TreeProtection {
  chosen: { id: string; title: string; cost: number; from: string; inUse: boolean; stops: string[] }[];
  cost: number;
  bound: number;
  exact: boolean;
  open: string[][];
}

export interface Revision {
  number: number;
  author: string;
  time: string;
  title: string;
  outside?: boolean;
}

export interface LibraryControl {
  id: string;
  title: string;
  text: string;
  strength: string;
  cost: string;
  test?: string;
  evidence?: string[];
}
