// Code generated from openapi.json by `npm run api`. DO NOT EDIT.

import { type Ask, ask } from "./request";

export interface Box {
  /** Height. */
  h?: number;
  /** Width; absent for the size that the diagram gives it. */
  w?: number;
  /** From the left, in points. */
  x: number;
  /** From the top, in points. */
  y: number;
}

export interface Command {
  /** order: the entry to stand before; empty for the end. */
  before?: string;
  /** remove: also what cannot be without it. Else it is refused where something names it. */
  cascade?: boolean;
  /** text: edits of the file as it was at base, ordered and without overlap. */
  edits?: Edit[];
  /** reconnect: which end. */
  end?: "from" | "to";
  /** add, connect, decide, control: the keys of the entry as an object. A key with null is taken away (decide). */
  fields?: Record<string, unknown>;
  /** text: the file. */
  file?: string;
  /** decide: the findings. control: those that it answers. */
  findings?: string[];
  /** reconnect: the flow. */
  flow?: string;
  /** connect: the element that sends. */
  from?: string;
  /** place: height; 0 leaves it. */
  h?: number;
  /** text: SHA-256 of the file that the edits count bytes of; where it is not that of base, the command is refused. */
  hash?: string;
  /** add, remove, rename, move, order, connect, place, control: the entry. connect: empty lets the model choose one. */
  id?: string;
  /** attribute: which. */
  key?: string;
  /** set, unset, append, drop: where, such as elements/pcu/zone or device/traits/legacy. */
  path?: string;
  /** add, remove, rename, order: the section of the entry; interfaces have ids of the form element.interface. */
  section?: string;
  /** attribute: element, flow, data asset, element.interface or device. place: element or zone. */
  target?: string;
  /** rename: the new id. connect, reconnect: the element. */
  to?: string;
  /** set: a word, number, list of words, or an object. append, drop, attribute: a word. Null or none takes it away. */
  value?: unknown;
  /** What is to be done. */
  verb: "add" | "set" | "unset" | "attribute" | "append" | "drop" | "remove" | "rename" | "move" | "order" | "connect" | "reconnect" | "place" | "decide" | "control" | "text";
  /** place: the view; empty or default for the whole model. */
  view?: string;
  /** place: width; 0 leaves it. */
  w?: number;
  /** place: from the left. */
  x?: number;
  /** place: from the top. */
  y?: number;
  /** move: the zone to put an element or a zone into; empty for outside of all. */
  zone?: string;
}

export interface Counts {
  /** confirmed, possible. */
  byCertainty: Record<string, number>;
  /** By level that is left, and none. */
  byResidual: Record<string, number>;
  /** By level before controls, and none. */
  byRisk: Record<string, number>;
  /** S5 to S1, and none. */
  bySeverity: Record<string, number>;
  /** By state; every state is there. */
  byState: Record<string, number>;
  /** Diagnostics that are errors. */
  errors: number;
  /** All findings. */
  findings: number;
  /** Diagnostics that are notes. */
  notes: number;
  /** Questions whose answers would settle findings. */
  questions: number;
  /** Diagnostics that are warnings. */
  warnings: number;
}

export interface Delta {
  /** Who made the change. */
  author: string;
  /** Revision that it starts from. A client with another revision asks /delta. */
  base: number;
  /** The counts after. */
  counts: Counts;
  /** All diagnostics after, where they differ from those before. */
  diagnostics?: Diagnostic[];
  /** By section and id: the entry as it is now, or null where it is gone. */
  entries: Record<string, Record<string, Record<string, unknown>>>;
  /** How the files changed, by name. */
  files: Record<string, FileChange>;
  /** What changed among the findings. */
  findings: FindingDiff;
  /** Hash of the files after. */
  hash: string;
  /** The head, where it changed. */
  head?: Record<string, unknown>;
  /** Key of the command, so that the sender knows its own. */
  key: string;
  /** Boxes that changed by view and target; null where one is gone. */
  layout?: Record<string, Record<string, Box>>;
  /** Something the people should be told, such as an edit from outside that met one of theirs. */
  notice?: string;
  /** All ids of a section in their order, where entries came, went or moved. */
  order?: Record<string, string[]>;
  /** Ids that became others, so that selections follow. */
  renamed?: Renaming[];
  /** Revision that this leads to. */
  revision: number;
  /** The scales, where they changed. */
  scales?: ReportScaleWords;
  /** When, as RFC 3339. */
  time: string;
  /** What was done, in a few words. */
  title: string;
  /** The revision that this one undoes. */
  undo?: number;
}

export interface Diagnostic {
  /** Kind of problem, stable. */
  code: string;
  /** Column in code points, from 1. */
  column: number;
  /** Byte after the last. */
  end: number;
  /** File of the project; of a platform model its path. */
  file: string;
  /** Changes that would mend it, best first. */
  fixes?: Fix[];
  /** What to do next. */
  hint?: string;
  /** Line, from 1. */
  line: number;
  /** What was found and what was expected. */
  message: string;
  /** How much it matters. */
  severity: "error" | "warning" | "note";
  /** First byte. */
  start: number;
}

export interface Edit {
  /** Byte after the last; equal to start for an insertion. */
  end: number;
  /** First byte that is replaced. */
  start: number;
  /** What stands there then. */
  text: string;
}

export interface ErrorDetail {
  /** Where the error occurred, e.g. 'body.items[3].tags' or 'path.thing-id' */
  location?: string;
  /** Error message text */
  message?: string;
  /** The value at the given location */
  value?: unknown;
}

export interface ErrorModel {
  /** A human-readable explanation specific to this occurrence of the problem. */
  detail?: string;
  /** Optional list of individual error details */
  errors?: ErrorDetail[];
  /** A URI reference that identifies the specific occurrence of the problem. */
  instance?: string;
  /** HTTP status code */
  status?: number;
  /** A short, human-readable summary of the problem type. This value should not change between occurrences of the error. */
  title?: string;
  /** A URI reference to human-readable documentation for the error. */
  type?: string;
}

export interface FileChange {
  /** The file is new; its text is the one edit. */
  created?: boolean;
  /** Edits of the text before, ordered and without overlap. */
  edits?: Edit[];
  /** SHA-256 of the text after. */
  hash?: string;
  /** The file is no longer part of the model. */
  removed?: boolean;
}

export interface FileText {
  /** SHA-256 of the text. */
  hash: string;
  /** Path within the project. */
  name: string;
  /** Its text. */
  text: string;
}

export interface Finding {
  /** STRIDE words, safety, abuse, privacy; the main one first. */
  categories: string[];
  /** possible where it rests on something unknown or usual. */
  certainty: "confirmed" | "possible";
  /** Facts that the decision rests on and that are not what they were. */
  changed?: string[];
  /** Controls of the model that answer it. */
  controls: string[];
  /** The decision that is written. */
  decision?: string;
  /** 1, hardest for the attacker, to 5, before controls. */
  exploitability: number;
  /** Attacker positions that reach the target, from outside to inside. */
  exposure: string[];
  /** Hazards that it can lead to, worst first. */
  hazards: string[];
  /** <threat>@<target>, stable; for a threat of the team its own id. */
  id: string;
  /** One attack can hurt several patients. */
  many: boolean;
  /** Who decided. */
  owner?: string;
  /** Sorts findings: higher comes first, equal ones by id in the order of their bytes. */
  rank: number;
  /** Level of the risk that is left; empty where nothing is left or rated. */
  residual: string;
  /** What is left of it; 0 where nothing is left. */
  residualExploitability: number;
  /** Level of risk before controls; empty where nothing is rated. */
  risk: string;
  /** 1 to 5; 0 where no hazard can be reached. */
  severity: number;
  /** What is left to do. */
  state: "open" | "review" | "planned" | "controlled" | "accepted" | "transferred" | "eliminated" | "not-applicable";
  /** Controls of the library that answer it, best first. */
  suggested: string[];
  /** Element, flow, data asset, element.interface, or device. */
  target: string;
  /** Id of the threat in the library; empty for a threat of the team. */
  threat: string;
  /** One line. */
  title: string;
  /** When it must be looked at again. */
  until?: string;
}

export interface FindingDiff {
  /** Ids of findings that went. */
  gone: string[];
  /** Findings that came or differ from before. */
  upsert: Finding[];
}

export interface Fix {
  /** Edits of the file of the diagnostic. */
  edits: Edit[];
  /** What it does. */
  title: string;
}

export interface Model {
  /** What stands at the top: id, name, device, packs, scales. */
  head: Record<string, unknown>;
  /** Positions by view (default is the whole model) and element or zone. */
  layout: Record<string, Record<string, Box>>;
  /** The entries of each section in the order of the text, by the key of the section: zones, elements, flows, anti-goals and so on. Every section of the language is there. */
  sections: Record<string, (Record<string, unknown>)[]>;
}

export interface Person {
  /** May manage people. */
  admin: boolean;
  /** Name to sign in with. */
  name: string;
  /** Name shown to others. */
  shown: string;
}

export interface Project {
  /** Its findings. */
  counts: Counts;
  /** Device types of the library, separated by commas. */
  device: string;
  /** Number of elements. */
  elements: number;
  /** Number of flows. */
  flows: number;
  /** Folder mode: where it is, relative to the folder served. */
  folder?: string;
  /** Id of the project on this server. */
  id: string;
  /** Name of the model. */
  name: string;
  /** Newest revision. */
  revision: number;
  /** What the caller may do. */
  role: "owner" | "editor" | "reviewer" | "reader";
  /** When it was last changed, as RFC 3339; absent where nobody knows. */
  updated?: string;
  /** What waits for somebody. */
  waiting: Waiting;
}

export interface ProjectHead {
  /** Id of the project on this server. */
  id: string;
  /** Name of the model, or its id. */
  name: string;
  /** What the caller may do. */
  role: "owner" | "editor" | "reviewer" | "reader";
}

export interface Proposal {
  /** Revision that the client saw when it made the commands. */
  base: number;
  /** What is to be done, in order: all of it or nothing, one revision and one step of undo. */
  commands: Command[];
  /** A fresh UUID. The same key sent again gets the same answer and changes nothing. */
  key: string;
  /** What is done, for history and undo. Default: words made from the verbs. */
  title?: string;
}

export interface Renaming {
  /** The id before. */
  from: string;
  /** Section of the entry; threats for a decision. */
  section: string;
  /** The id after. */
  to: string;
}

export interface ReportLevelWords {
  /** Levels of risk: acceptable, justify, unacceptable. */
  accept: string;
  /** Levels of risk: who may accept it. */
  authority: string[];
  /** Levels of risk: controlled in the sense of FDA's postmarket guidance. */
  controlled: boolean;
  /** Id of the level. */
  id: string;
  /** Its word. */
  name: string;
  /** What belongs to it. */
  text: string;
}

export interface ReportScaleWords {
  /** Status from which a control counts for what is left. */
  after: string;
  /** E1 to E5. */
  exploitability: ReportLevelWords[];
  /** Level of risk by severity and exploitability, S1 and E1 first. */
  matrix: string[][];
  /** Levels of risk, lowest first. */
  risks: ReportLevelWords[];
  /** S1 to S5. */
  severity: ReportLevelWords[];
}

export interface Session {
  /** folder: models of a folder, edited in place. database: projects of their own. */
  mode: "folder" | "database";
  /** Nothing else can be asked before somebody signs in. */
  needsSignIn: boolean;
  /** Who is signed in; absent where nobody is. */
  user?: Person;
  /** Version of the program. */
  version: string;
}

export interface State {
  /** Findings counted; each way adds up to findings. */
  counts: Counts;
  /** Problems of text and model, in the order of the text. */
  diagnostics: Diagnostic[];
  /** The files of the model, the root file first. */
  files: FileText[];
  /** All findings in rank order, most serious first. */
  findings: Finding[];
  /** Hash of the files at this revision. */
  hash: string;
  /** The model by entries. */
  model: Model;
  /** Which project, and what the caller may do in it. */
  project: ProjectHead;
  /** Number of the revision that all of this belongs to. */
  revision: number;
  /** The scales of risk in force. */
  scales: ReportScaleWords;
}

export interface Waiting {
  /** Findings on which nothing is decided. */
  open: number;
  /** Questions whose answers would settle findings. */
  questions: number;
  /** Decisions that are asked for again, because a fact has changed. */
  review: number;
}

/** List the projects */
export const listProjects = (o?: Ask) => ask<Project[] | null>("GET", `/api/v1/projects`, {}, undefined, o);

/** Change the model. All commands are made, as one revision, or none. 409 says that somebody else wrote the same since `base`. 422 with code `needs` says what a decision lacks, `refused` why a verb cannot be done, `nothing` that it is so already. */
export const postCommands = (p: { project: string; body: Proposal }, o?: Ask) => ask<Delta>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/commands`, {}, p.body, o);

/** What changed since a revision. The deltas after a revision, oldest first. 410 says that it is too far back: read the state again. */
export const getDelta = (p: { project: string; since?: number }, o?: Ask) => ask<Delta[] | null>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/delta`, { since: p.since }, undefined, o);

/** Everything that the pages need, at one revision */
export const getState = (p: { project: string }, o?: Ask) => ask<State>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/state`, {}, undefined, o);

/** Who is signed in */
export const getSession = (o?: Ask) => ask<Session>("GET", `/api/v1/session`, {}, undefined, o);
