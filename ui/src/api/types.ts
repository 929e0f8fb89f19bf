// The shapes that travel between server and studio. Until ui/openapi.json generates them they are written here by hand,
// after the contract of the API.

/** A value of the language as it stands in the text. Absent means unknown. */
export type Value = string | number | boolean | string[] | { [key: string]: Value };

/** What the engine says about an entry. Sections without findings have none. */
export interface Computed {
  severity?: string;
  findings?: { confirmed: number; possible: number; worst?: string };
  derived?: { [key: string]: Value };
}

/** One entry of a section: its id, the keys of the language exactly as in the text, and `_` from the engine. */
export interface Entry {
  id: string;
  _?: Computed;
  [key: string]: Value | Computed | undefined;
}

export const sections = [
  "zones",
  "elements",
  "data",
  "flows",
  "functions",
  "hazards",
  "situations",
  "harms",
  "roles",
  "credentials",
  "assumptions",
  "controls",
  "requirements",
  "tests",
  "threats",
  "usecases",
  "views",
  "goals",
  "anti-goals",
  "trees",
  "losses",
  "control-actions",
  "unsafe-actions",
  "scenarios",
  "constraints",
] as const;
export type Section = (typeof sections)[number];

/** A place of an element in a view, in units of the canvas. */
export interface Box {
  x: number;
  y: number;
  w?: number;
  h?: number;
}

export type Layout = Record<string, Record<string, Box>>;

export type Model = { [S in Section]?: Entry[] } & {
  id: string;
  name: string;
  device?: { [key: string]: Value };
  layout?: Layout;
};

/** A threat to a target, as the tables show it. */
export interface Finding {
  id: string;
  threat: string;
  target: string;
  title: string;
  severity: string; // "S1".."S5", "none"
  exploitability: string; // "E1".."E5"
  risk: string; // id of the level before controls
  residual: string; // id of the level that remains
  certainty: "confirmed" | "possible";
  state: string; // open, planned, implemented, verified, accepted ...
  decision?: string;
  patients: string; // one, many, none
  hazards: string[];
  categories: string[];
  exposure: string[];
  rank: number;
  changed?: string[];
  owner?: string;
  until?: string;
  clinical?: string;
}

export interface Counts {
  findings: number;
  hidden?: number;
  byCertainty?: Record<string, number>;
  bySeverity?: Record<string, number>;
  byRisk?: Record<string, number>;
  byState?: Record<string, number>;
}

export interface Place {
  file: string;
  line: number;
  column: number;
  endLine?: number;
  endColumn?: number;
}

export interface Diagnostic {
  severity: "error" | "warning" | "info" | "hint";
  code: string;
  message: string;
  hint?: string;
  place?: Place;
}

export interface SourceFile {
  name: string;
  text: string;
  version?: number;
}

export interface ScaleLevel {
  id: string;
  name: string;
  text?: string;
}

export interface ScaleWords {
  severity: ScaleLevel[];
  exploitability: ScaleLevel[];
  risks: ScaleLevel[];
}

export type Role = "owner" | "editor" | "reviewer" | "reader";

/** Everything the pages of a project need, at one revision. */
export interface State {
  project: { id: string; name: string; role: Role };
  revision: number;
  hash: string;
  model: Model;
  findings: Finding[];
  counts: Counts;
  diagnostics: Diagnostic[];
  files: SourceFile[];
  scales: ScaleWords;
  questionsOpen: number;
}

/** A piece of text that changes. Offsets are bytes of UTF-8. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** What one revision changed. */
export interface Delta {
  revision: number;
  base: number;
  hash: string;
  author: string;
  time: string;
  title: string;
  key: string;
  entries: { [S in Section]?: Record<string, Entry | null> };
  order?: { [S in Section]?: string[] };
  layout?: Record<string, Record<string, Box | null>>;
  findings: { upsert: Finding[]; gone: string[]; order?: string[] };
  counts: Counts;
  diagnostics: Diagnostic[];
  files: Record<string, { edits: TextEdit[] } | { text: string } | null>;
  renamed?: { section: string; from: string; to: string }[];
  name?: string;
  device?: { [key: string]: Value };
  questionsOpen?: number;
}

export type Fields = Record<string, Value>;

/** One edit of the model. Several in one request are one revision and one step of undo. */
export type Command =
  | { verb: "add"; section: Section; id?: string; fields: Fields }
  | { verb: "set"; path: string; value: Value }
  | { verb: "unset"; path: string }
  | { verb: "attribute"; target: string; key: string; value: string }
  | { verb: "append" | "drop"; path: string; value: string }
  | { verb: "remove"; section: Section; id: string; cascade?: boolean }
  | { verb: "rename"; section: Section; id: string; to: string }
  | { verb: "move"; element?: string; zone: string; moved?: string }
  | { verb: "order"; section: Section; ids: string[] }
  | { verb: "connect"; id: string; from: string; to: string; fields: Fields }
  | { verb: "reconnect"; flow: string; end: "from" | "to"; to: string }
  | ({ verb: "place"; view: string; id: string } & Box)
  | { verb: "decide"; findings: string[]; fields: Fields }
  | { verb: "control"; id: string; fields: Fields; findings: string[] }
  | { verb: "text"; file: string; edits: TextEdit[]; hash?: string };

export interface Clash {
  path: string;
  theirs: Value | null;
  yours: Value | null;
  by: string;
}

/** RFC 9457, with what our server adds. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { message: string; location?: string; value?: unknown }[];
  head?: number;
  clashes?: Clash[];
}

export interface Session {
  user?: { name: string };
  mode: "folder" | "database";
  needsSignIn: boolean;
  version: string;
}

export interface ProjectSummary {
  id: string;
  name: string;
  device?: string;
  elements: number;
  flows: number;
  counts: Counts;
  updated: string;
  role: Role;
  waiting: { review: number; open: number; questions: number };
}

export interface Start {
  id: string;
  name: string;
  text?: string;
}

export interface Starts {
  deviceTypes: Start[];
  examples: Start[];
}

export interface Presence {
  who: string; // id of the connection
  name: string;
  color: string;
  page?: string;
  selection?: string[];
  cursor?: { view: string; x: number; y: number };
  seen: number; // ms
}

export interface Revision {
  revision: number;
  author: string;
  time: string;
  title: string;
  key?: string;
  hash?: string;
  undoes?: number;
}
