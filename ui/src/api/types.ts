// The shapes that travel between server and studio: those generated from the description of the API, told more finely
// where the description can only say "an object with keys of the language".
import type * as wire from "./schema";

export type { Clash } from "./request";
export type {
  Counts,
  Diagnostic,
  Did,
  Edit,
  FileChange,
  FileText,
  Finding,
  Fix,
  Notice,
  Renaming,
  Session,
} from "./schema";
export type ProjectSummary = wire.Project;
/** That a project was archived or taken back. */
export interface Archiving {
  archived: boolean;
  by: string; // name of the account
}
export type TextEdit = wire.Edit;
export type ScaleWords = wire.ReportScaleWords;
export type Level = wire.ReportLevelWords;
export type Role = wire.ProjectHead["role"];

/** A value of the language as it stands in the text. Absent means unknown. */
export type Value = string | number | boolean | string[] | Fields | Fields[];
export interface Fields {
  [key: string]: Value;
}

/** One entry of a section: its id and the keys of the language exactly as in the text. */
export interface Entry {
  id: string;
  [key: string]: Value | undefined;
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
  "notes",
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

/** A place of an element in a view, in points of the canvas. */
export type Box = wire.Box;
/** The points that a flow goes through in a view, in order from its source. */
export type Way = wire.Way;
/** By view and target: the box of an element, zone or note, or the way of a flow. */
export type Layout = Record<string, Record<string, Box | Way>>;

export const isWay = (place: Box | Way | undefined): place is Way => place !== undefined && "via" in place;

/** The boxes of a view and the ways of its flows apart. */
export function boxesAndWays(view?: Layout[string]): { boxes: Record<string, Box>; ways: Record<string, Way> } {
  const out: ReturnType<typeof boxesAndWays> = { boxes: {}, ways: {} };
  for (const [id, place] of Object.entries(view ?? {})) {
    if (isWay(place)) out.ways[id] = place;
    else out.boxes[id] = place;
  }
  return out;
}

export interface Model {
  head: { id?: string; name?: string; device?: Fields; [key: string]: Value | undefined };
  sections: { [S in Section]?: Entry[] };
  layout: Layout;
}

/** Everything the pages of a project need, at one revision. */
export interface State extends Omit<wire.State, "model"> {
  model: Model;
}

/** What one revision changed. */
export interface Delta extends Omit<wire.Delta, "entries" | "head" | "layout" | "order"> {
  entries: { [S in Section]?: Record<string, Entry | null> };
  head?: Model["head"];
  layout?: Record<string, Record<string, Box | Way | null>>;
  order?: { [S in Section]?: string[] };
}

/** One edit of the model. Several in one request are one revision and one step of undo. */
export type Command =
  | { verb: "add"; section: Section | "interfaces"; id: string; fields: Fields }
  | { verb: "set"; path: string; value: Value }
  | { verb: "unset"; path: string }
  | { verb: "attribute"; target: string; key: string; value: string | null }
  | { verb: "append" | "drop"; path: string; value: string }
  | { verb: "remove"; section: Section | "interfaces"; id: string; cascade?: boolean }
  | { verb: "rename"; section: Section | "interfaces"; id: string; to: string }
  | { verb: "move"; id: string; zone: string }
  | { verb: "order"; section: Section; id: string; before: string }
  | { verb: "connect"; id?: string; from: string; to: string; fields: Fields }
  | { verb: "reconnect"; flow: string; end: "from" | "to"; to: string }
  | ({ verb: "place"; view: string; target: string } & (Box | Way)) // no points: the flow finds its way by itself
  | { verb: "decide"; findings: string[]; fields: { [key: string]: Value | null } }
  | { verb: "control"; id: string; fields: Fields; findings: string[] }
  | { verb: "text"; file: string; edits: TextEdit[]; hash?: string };

export interface Presence {
  who: string; // id of the page that speaks
  name: string;
  color: string;
  page?: string;
  selection?: string[];
  cursor?: { view: string; x: number; y: number };
  seen: number; // ms
}

export type { Person, ProjectFrom, Revision, Start } from "./schema";
