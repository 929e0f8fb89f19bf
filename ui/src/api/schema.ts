// Code generated from openapi.json by `npm run api`. DO NOT EDIT.

import { type Ask, ask, askList } from "./request";

export interface Account {
  /** May manage people. */
  admin: boolean;
  /** Cannot sign in. */
  disabled: boolean;
  /** Name to sign in with. */
  name: string;
  /** Name shown to others. */
  shown: string;
}

export interface AccountStep {
  /** May manage people. */
  admin?: boolean;
  /** Cannot sign in; sessions end. */
  disabled?: boolean;
  /** The old password, for one's own. */
  old?: string;
  /** A new password; sessions end. */
  password?: string;
  /** Name shown to others. */
  shown?: string;
}

export interface AttackCandidate {
  at: string[];
  control?: string;
  cost: number;
  "cost-from": string;
  id: string;
  "in-model"?: boolean;
  "rests-on"?: string[];
  shuts: string[];
  status?: string;
  title: string;
}

export interface AttackChoke {
  controls: AttackSingle[];
  findings: string[];
  open: boolean;
  states: string[];
  target: string;
}

export interface AttackCut {
  bound: number;
  closed: string[];
  controls: AttackCandidate[];
  cost: number;
  exact: boolean;
  gap: number;
  open: AttackPath[];
  "paths-seen": number;
  rounds: number;
  targets: string[];
}

export interface AttackFact {
  field: string;
  origin: string;
  subject: string;
  value: string;
}

export interface AttackFollow {
  along?: string[];
  function?: string;
}

export interface AttackPath {
  findings: number;
  from: string[];
  hardest: number;
  points: number;
  possible?: boolean;
  severity?: string;
  steps: AttackStep[];
  target: string;
  text?: string;
}

export interface AttackPathList {
  partial?: boolean;
  paths: AttackPath[];
  severity?: string;
  target: string;
  text?: string;
}

export interface AttackSingle {
  at: string[];
  closes: string[];
  control?: string;
  cost: number;
  "cost-from": string;
  id: string;
  "in-model"?: boolean;
  paths: number;
  "rests-on"?: string[];
  shuts: string[];
  status?: string;
  title: string;
}

export interface AttackSpread {
  many: boolean;
  patients: number;
  reasons: AttackSpreadReason[];
  target: string;
}

export interface AttackSpreadReason {
  kind: string;
  patients: number;
  place: string;
  text: string;
}

export interface AttackStep {
  because?: string;
  certainty?: string;
  facts?: AttackFact[];
  finding?: string;
  follow?: AttackFollow;
  holds: string;
  kind: string;
  missing?: AttackFact[];
  points: number;
  state?: string;
  sum: number;
  text: string;
  title?: string;
  unrated?: string[];
}

export interface AutoBox {
  /** Height. */
  h: number;
  /** Width. */
  w: number;
  /** From the left, in the measure of boxes that people placed. */
  x: number;
  /** From the top. */
  y: number;
}

export interface AutoLayout {
  /** Ways of the flows by id; those that could not be drawn are missing. */
  flows: Record<string, AutoRoute>;
  /** Height of the whole. */
  h: number;
  /** Elements by id. */
  nodes: Record<string, AutoBox>;
  /** Notes by id. */
  notes: Record<string, AutoBox>;
  /** Width of the whole, in points. */
  w: number;
  /** Zones by id. */
  zones: Record<string, AutoBox>;
}

export interface AutoRoute {
  /** Where its label stands; absent where it has none. */
  label?: AutoBox;
  /** Corners of its line, from sender to receiver. */
  points: [number, number][];
}

export interface Blame {
  /** By whom. */
  author: string;
  /** The same for readers of any language. */
  did?: Did;
  /** What was written, as section/id/key. */
  path: string;
  /** In which revision. */
  revision: number;
  /** When, as RFC 3339. */
  time: string;
  /** In which change. */
  title: string;
}

export interface Box {
  /** Height. */
  h?: number;
  /** It stays where it is when the canvas is drawn on or arranged. */
  locked?: boolean;
  /** Width; absent for the size that the diagram gives it. */
  w?: number;
  /** From the left, in points. */
  x: number;
  /** From the top, in points. */
  y: number;
}

export interface BringIn {
  /** Id of the format to read it as; empty where its content shall say. */
  as?: string;
  /** Its bytes, as base64. At most 16 MB are read. */
  data: string;
  /** A fresh UUID. The same key sent again gets the same delta and changes nothing. */
  key: string;
  /** Its name, which helps to recognise the format and is kept. */
  name: string;
  /** Only say what would be done. */
  try?: boolean;
}

export interface Brought {
  /** Entries that come into the model. */
  added: number;
  /** The one revision that was made; absent where it was only tried. */
  delta?: Delta;
  /** What the file says of the product as a whole, which stays as it is in this model. */
  leftOut: LeftOut[];
  /** Boxes that get a place on the canvas, beside what is there. */
  placed: number;
  /** Ids that were taken in this model, and which ones the new entries have instead. */
  renamed: Renaming[];
  /** The thread that keeps the report. */
  thread?: string;
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
  /** place: whether it stays where it is when the canvas is drawn on or arranged; absent leaves it. */
  locked?: boolean;
  /** set, unset, append, drop: where, such as elements/pcu/zone or device/traits/legacy. */
  path?: string;
  /** add, remove, rename, order: the section of the entry; interfaces have ids of the form element.interface. */
  section?: string;
  /** attribute: element, flow, data asset, element.interface or device. place: element, zone, note or flow. */
  target?: string;
  /** rename: the new id. connect, reconnect: the element. */
  to?: string;
  /** set: a word, number, list of words, or an object. append, drop, attribute: a word. Null or none takes it away. */
  value?: unknown;
  /** What is to be done. */
  verb: "add" | "set" | "unset" | "attribute" | "append" | "drop" | "remove" | "rename" | "move" | "order" | "connect" | "reconnect" | "place" | "decide" | "control" | "text";
  /** place: of a flow, the points [x, y] that it goes through, in order from its source; an empty list lets it find its way by itself again. */
  via?: [number, number][];
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

export interface Comment {
  /** Who wrote it. */
  author: string;
  /** What was written, as plain text. */
  body: string;
  /** Id of the remark. */
  id: string;
  /** When. */
  time: string;
}

export interface Completion {
  /** A name or short explanation. */
  detail?: string;
  /** A longer explanation. */
  doc?: string;
  /** What is written for it. */
  insert: string;
  /** A key of the language, a word of a vocabulary, or the id of an entry. */
  kind: "key" | "word" | "id";
  /** The word. */
  label: string;
}

export interface Completions {
  /** First byte of the word that is being written, which they replace. */
  from: number;
  /** Words, best first. */
  items: Completion[];
  /** Byte after it. */
  to: number;
}

export interface ControlMore {
  /** EMB3D mitigation ids. */
  emb3d: string[];
  /** Id. */
  id: string;
  /** Wider controls: where one of them is asked for, this one will do. */
  is: string[];
  /** Items of FDA's control catalogue. */
  items: string[];
  /** Questions of the MDS2 form and capabilities of IEC TR 80001-2-2. */
  mds2: string[];
  /** Threats that it answers. */
  threats: string[];
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

export interface CountsTurn {
  /** At the newer revision. */
  now: Counts;
  /** At the older revision. */
  was: Counts;
}

export interface Credentials {
  /** Name of the account. */
  name: string;
  /** Its password. */
  password: string;
}

export interface Delta {
  /** The project was archived by this revision, or with false taken back. Such a revision changes no file. */
  archived?: boolean;
  /** Who made the change. */
  author: string;
  /** Revision that it starts from. A client with another revision asks /delta. */
  base: number;
  /** The counts after. */
  counts: Counts;
  /** All diagnostics after, where they differ from those before. */
  diagnostics?: Diagnostic[];
  /** The title for readers of any language. */
  did?: Did;
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
  /** Boxes and ways that changed by view and target; null where one is gone. */
  layout?: Record<string, Record<string, Box | Way>>;
  /** Something the people should be told besides, such as an edit from outside that met one of theirs. */
  notice?: Notice;
  /** All ids of a section in their order, where entries came, went or moved. */
  order?: Record<string, string[]>;
  /** How flows are protected that changed, or whose receiver did: stated, none, or unknown, also of one that is gone. */
  protection?: Record<string, string>;
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

export interface DeviceFunction {
  /** Id. */
  id: string;
  /** Name. */
  name: string;
  /** Its type. */
  type: string;
}

export interface DeviceHazard {
  /** The harm that it may lead to. */
  harm: string;
  /** Id. */
  id: string;
  /** Functions whose failure brings it. */
  of: string[];
  /** Severity of the harm. */
  severity: string;
  /** The hazard. */
  text: string;
}

export interface DeviceMore {
  /** Zone types: where it is used. */
  environments: string[];
  /** Usual critical functions. */
  functions: DeviceFunction[];
  /** Usual hazards. */
  hazards: DeviceHazard[];
  /** The word. */
  id: string;
  /** Component types of people: who works with it or lives with it. */
  users: string[];
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

export interface Did {
  /** The step was taken back, or done again, by this one. */
  back?: "undo" | "redo";
  /** How many other things the step did besides. */
  more?: number;
  /** What the step was about, by the names of its parts, such as name and n. */
  with?: Record<string, string>;
  /** Which kind of step, such as move; titled for one that has but its title. */
  word: string;
}

export interface Diff {
  /** Findings and problems counted before and after. */
  counts: CountsTurn;
  /** Entries that came, went or changed, in the order of the sections. */
  entries: EntryTurn[];
  /** Files that differ. */
  files: FileTurn[];
  /** Findings that came, went or changed. */
  findings: Turn;
  /** The older revision. */
  from: number;
  /** Boxes and ways of flows that differ, as view/target. */
  layout: string[];
  /** The newer revision. */
  to: number;
}

export interface Edit {
  /** Byte after the last; equal to start for an insertion. */
  end: number;
  /** First byte that is replaced. */
  start: number;
  /** What stands there then. */
  text: string;
}

export interface EntryTurn {
  /** Keys that differ. */
  fields: FieldTurn[];
  /** Its id; empty for the head. */
  id: string;
  /** What happened to it. */
  kind: "added" | "removed" | "changed";
  /** Its name, where it has one. */
  name?: string;
  /** Section of the entry; empty for the head of the model. */
  section: string;
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

export interface FieldTurn {
  /** The key. */
  key: string;
  /** Its value after; absent for unknown. */
  now?: unknown;
  /** Its value before; absent for unknown. */
  was?: unknown;
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

export interface FileContent {
  /** Path within the project. */
  name: string;
  /** Its text. */
  text: string;
}

export interface FileText {
  /** SHA-256 of the text. */
  hash: string;
  /** Path within the project. */
  name: string;
  /** Its text. */
  text: string;
}

export interface FileTurn {
  /** Its name. */
  name: string;
  /** Its text after; empty where there is none. */
  now: string;
  /** Its text before; empty where there was none. */
  was: string;
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

export interface FindingTurn {
  /** What differs: risk, residual, severity, exploitability, residualExploitability, certainty, state, decision, hazards, controls and so on. */
  fields: FieldTurn[];
  /** Its id. */
  id: string;
  /** What it is on. */
  target: string;
  /** One line. */
  title: string;
}

export interface Fix {
  /** Edits of the file of the diagnostic. */
  edits: Edit[];
  /** What it does. */
  title: string;
}

export interface ForeignCount {
  /** How many are in the model in another form or with less. */
  changed: number;
  found: number;
  /** How many are not in the model. */
  lost: number;
  /** The section of the model that it goes to. */
  ours: string;
  /** How many are in the model with all that they said. */
  taken: number;
  /** The kind in the words of the foreign format. */
  theirs: string;
}

export interface ForeignFile {
  /** Id of the format to read it as; empty where its content shall say. */
  as?: string;
  /** Its bytes, as base64. At most 16 MB are read. */
  data: string;
  /** Its name, which helps to recognise the format and is kept. */
  name: string;
}

export interface ForeignFormat {
  /** Of file names, with the dot; the usual one first. */
  endings: string[];
  /** The word for --format. */
  id: string;
  /** Do positions on the canvas come along? */
  layout: boolean;
  /** What is taken, in one sentence. */
  takes: string;
  /** Do threats that people wrote come along? */
  threats: boolean;
  /** The tool and the versions that are read. */
  title: string;
}

export interface ForeignLoss {
  /** The kind of the thing, as in the counts; absent where it is about the file as a whole. */
  kind?: string;
  /** Where it stands in the new model, such as elements/pump; absent where it is not there. */
  path?: string;
  /** What became of it, and what to do next. */
  text: string;
  what: "lost" | "changed" | "asked";
  /** Place in the foreign file: its path or id, and its name. */
  where: string;
}

export interface GoalAnswer {
  /** Anti-goals that break it or a goal below it. */
  antiGoals: string[];
  /** Data and elements that it rests on. */
  assets: string[];
  /** Highest level of risk before controls; empty where there is none. */
  before: string;
  /** Findings against it, worst first. */
  findings: string[];
  /** Functions that it rests on. */
  functions: string[];
  /** What is missing to judge it, in sentences without a full stop. */
  gaps: string[];
  /** Id of the goal. */
  goal: string;
  /** Hazards that follow, worst first. */
  hazards: string[];
  /** Kind of the goal. */
  kind: string;
  /** Highest level that is left; empty where none is. */
  left: string;
  /** The first finding with that level. */
  leftFinding?: string;
  /** Some finding is not controlled, accepted or transferred. */
  open: boolean;
  /** Who answers for it. */
  owner: string;
  /** Goals that it is part of. */
  serves: string[];
  /** What shall hold. */
  text: string;
  /** Trees that show how they are reached. */
  trees: string[];
}

export interface GrowAsk {
  /** Id of the new tree. Default: tree- and the id of the hazard. */
  id?: string;
  /** Hazard or anti-goal for a new tree; a tree to follow the paths in one that was made. */
  of: string;
  /** Ways at most; 0 for 12. */
  paths?: number;
  /** Findings on a way at most; 0 for 8. */
  steps?: number;
}

export interface Grown {
  /** Nodes that come to a tree that was there. */
  added: string[];
  /** Edits of each file; empty where nothing would change. */
  edits: GrownFile[];
  /** Nodes that are no longer found and go. */
  gone: string[];
  /** Id of the tree. */
  id: string;
  /** Nodes that stay as the team wrote them. */
  kept: string[];
  /** What was left out, in sentences without a full stop. */
  left: string[];
  /** Number of nodes of a new tree. */
  nodes: number;
  /** New nodes under a node that the team has rearranged, as parent: node. */
  offered: string[];
  /** Nodes that are no longer found and stay, because the team refers to them. */
  stale: string[];
  /** Nodes that follow what is found now. */
  updated: string[];
}

export interface GrownFile {
  /** Edits, ordered and without overlap. */
  edits: Edit[];
  /** Path within the project. */
  file: string;
  /** SHA-256 of the text that the edits count bytes of. */
  hash: string;
}

export interface Hover {
  /** The entry that the word names, as section/id. */
  entry?: string;
  /** First byte of the word that is explained. */
  from: number;
  /** Plain text that explains it; empty where there is nothing more to say. */
  text: string;
  /** What it is in a few words; empty where there is nothing to say. */
  title: string;
  /** Byte after it. */
  to: number;
  /** The word. */
  word: string;
}

export interface ImportLook {
  format: ForeignFormat;
  /** Text of layout.yaml; absent where the foreign file has no positions. */
  layout?: string;
  losses: ForeignLoss[];
  /** Text of theriac.yaml. */
  model: string;
  /** The data flow diagram as SVG; absent where it would be too large to look at. */
  picture?: string;
  taken: ForeignCount[];
  title: string;
}

export interface LanguageKey {
  /** What it says, in one sentence. */
  doc: string;
  /** Words allowed. */
  enum?: string[];
  /** It names a finding. */
  finding?: boolean;
  /** The key. */
  key: string;
  /** text, number, words, layers, attributes, quantity, group, section, extends, layout, points. */
  kind: string;
  /** Section or group that it stands in; empty for the model itself. An entry of a section is section/*. */
  path: string;
  /** Sections that an id may be of. */
  refs?: string[];
  /** An entry without it is an error. */
  required?: boolean;
  /** It names anything that a finding can be about. */
  target?: boolean;
  /** Vocabulary that its words come from. */
  vocabulary?: string;
}

export interface LeftOut {
  /** What it is; notes are the text at the head of the file, which the report keeps. */
  key: "name" | "version" | "device" | "notes";
  /** What the file says. */
  text: string;
}

export interface Level {
  /** Id of the level. */
  id: string;
  /** Its word. */
  name: string;
}

export interface LibraryAttribute {
  /** The question, with {name} for the thing. */
  ask: string;
  /** The key. */
  id: string;
  /** Kinds of things that have it: element, flow, interface, data, device. */
  of: string[];
  /** Pack that it is from. */
  pack: string;
  /** What it means. */
  text: string;
  /** Words allowed besides yes, no, partial, unknown and not-applicable. */
  values: string[];
}

export interface LibraryCase {
  /** What the threat must say. */
  marks: LibraryMark[];
  /** Its name. */
  name: string;
  /** The model as it is written. */
  text: string;
}

export interface LibraryControl {
  /** high, medium, low. */
  cost: string;
  /** What would prove it. */
  evidence: string[];
  /** Category codes of FDA's control catalogue. */
  fda: string[];
  /** Id. */
  id: string;
  /** Requirements of IEC 62443-4-2 and IEC TR 60601-4-5. */
  iec62443: string[];
  /** The hazard that it may bring. */
  introduces?: string;
  /** Controls of SP 800-53. */
  nist: string[];
  /** Pack that it is from. */
  pack: string;
  /** high, medium, low. */
  strength: string;
  /** The test that would prove it. */
  test?: string;
  /** What it does. */
  text: string;
  /** Name. */
  title: string;
  /** eliminate, protect, detect, respond, recover, inform. */
  type: string;
}

export interface LibraryDevice {
  /** Number of its usual critical functions. */
  functions: number;
  /** Number of its usual hazards. */
  hazards: number;
  /** The word. */
  id: string;
  /** Wider device types. */
  is: string[];
  /** Pack that it is from. */
  pack: string;
  /** Component types that such a device usually has. */
  parts: string[];
  /** What it is. */
  text: string;
  /** Name. */
  title: string;
}

export interface LibraryMark {
  /** The subject. */
  target: string;
  /** What the threat must say of it. */
  want: "confirmed" | "possible" | "silent";
}

export interface LibraryPack {
  /** Id. */
  id: string;
  /** Licence. */
  licence: string;
  /** Name. */
  name: string;
  /** Packs whose words it uses. */
  requires: string[];
  /** Version. */
  version: string;
}

export interface LibraryStep {
  /** reach, hands, login, control, read, change, influence, command, deny. */
  capability: string;
  /** element, source, target, flow, interface, data, device, devices, network, services. */
  place: string;
}

export interface LibraryTerm {
  /** Facts that come with it and cannot be otherwise. */
  gives?: Record<string, string[]>;
  /** The word. */
  id: string;
  /** Wider words that it is one of. */
  is: string[];
  /** Pack that it is from. */
  pack: string;
  /** What it means. */
  text: string;
  /** Name. */
  title: string;
  /** Facts that such a thing usually has. */
  usually?: Record<string, string[]>;
  /** Its vocabulary. */
  vocabulary: string;
}

export interface LibraryThreat {
  /** The question whose answer settles it. */
  ask?: string;
  /** Why it fires. */
  because: string;
  /** STRIDE words, safety, abuse, privacy; the main one first. */
  categories: string[];
  /** How to verify it on the product. */
  check?: string;
  /** What the patient or the ward would notice. */
  clinical: string;
  /** Controls that answer it, best first. */
  controls: string[];
  /** EMB3D threat ids. */
  emb3d: string[];
  /** CVE or advisory ids. */
  evidence: string[];
  /** When a finding is probably wrong. */
  false?: string;
  /** What it is asked of: flow, element, interface, data, device. */
  for: string;
  /** Properties whose loss it brings. */
  harms: string[];
  /** Id. */
  id: string;
  /** Pack that it is from. */
  pack: string;
  /** CAPEC ids. */
  patterns: string[];
  /** ATT&CK ids. */
  techniques: string[];
  /** Who does what with which access, so that what happens. */
  text: string;
  /** Short name, with variables in braces. */
  title: string;
  /** The exception. */
  unless?: string;
  /** CWE ids. */
  weakness: string[];
  /** The condition. */
  when: string;
}

export interface LibraryWord {
  /** Other spellings. */
  also: string[];
  /** Id. */
  id: string;
  /** Pack that it is from. */
  pack: string;
  /** What it means. */
  text: string;
  /** The word. */
  title: string;
}

export interface LookAsk {
  /** Id of the format to read it as; empty where its content shall say. */
  as?: string;
  /** Its bytes, as base64. At most 16 MB are read. */
  data: string;
  /** Its name, which helps to recognise the format and is kept. */
  name: string;
  /** Colours of the picture. */
  theme?: "light" | "dark" | "print";
}

export interface Member {
  /** Name of the account. */
  name: string;
  /** What they may do. */
  role: "owner" | "editor" | "reviewer" | "reader";
  /** Name shown to others. */
  shown: string;
}

export interface MemberStep {
  /** Name of the account. */
  name: string;
  /** What they may do; none takes them out. */
  role: "owner" | "editor" | "reviewer" | "reader" | "none";
}

export interface Model {
  /** What stands at the top: id, name, device, packs, scales. */
  head: Record<string, unknown>;
  /** What people laid out, by view (default is the whole model) and element, zone, note or flow. */
  layout: Record<string, Record<string, Box | Way>>;
  /** The entries of each section in the order of the text, by the key of the section: zones, elements, flows, anti-goals and so on. Every section of the language is there. */
  sections: Record<string, (Record<string, unknown>)[]>;
}

export interface NewAccount {
  /** May manage people. */
  admin?: boolean;
  /** Name to sign in with. */
  name: string;
  /** Its first password. */
  password: string;
}

export interface NewProject {
  /** What it begins from; nothing for an empty model. */
  from: ProjectFrom;
  /** Name of the product. */
  name: string;
}

export interface NewReview {
  /** What changed after this revision, */
  from: number;
  /** What is to be looked at. */
  title: string;
  /** up to and with this one. */
  to: number;
}

export interface Notice {
  /** overtaken: which changes, each with its revision and author. */
  changes?: string[];
  /** overtaken: another editor saved a file at the moment when changes were written to it, and may have written over them. unwritten: the change is kept, and not in the files yet. */
  kind: "overtaken" | "unwritten";
  /** unwritten: what stands in the way. */
  why?: string;
}

export interface OwnerWaiting {
  /** Their decisions whose day has passed. */
  overdue: number;
  /** The name, as the decisions write it. */
  owner: string;
  /** Their decisions that are asked for again. */
  review: number;
}

export interface Person {
  /** May manage people. */
  admin: boolean;
  /** Name to sign in with. */
  name: string;
  /** Name shown to others. */
  shown: string;
}

export interface PlanAnswer {
  /** Hazards that nothing that is known closes. */
  open: string[];
  /** Points of the easiest path to each hazard that is open now. */
  points: Record<string, number>;
  /** Controls in their order. */
  steps: PlanStep[];
}

export interface PlanStep {
  at: string[];
  /** Hazards that no path leads to any more with this step, and did before it. */
  closed: string[];
  control?: string;
  cost: number;
  "cost-from": string;
  /** The hazard that it is there to close. */
  for: string;
  id: string;
  "in-model"?: boolean;
  /** Points of the easiest path to each hazard that is still open. */
  points: Record<string, number>;
  "rests-on"?: string[];
  shuts: string[];
  status?: string;
  title: string;
}

export interface Potential {
  /** Window of opportunity; absent where the position of the attacker decides it. */
  access?: string;
  /** Equipment. */
  equipment: string;
  /** Expertise. */
  expertise: string;
  /** Knowledge of the target. */
  knowledge: string;
  /** Elapsed time. */
  time: string;
}

export interface Project {
  /** It takes no changes any more. */
  archived?: boolean;
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
  /** Levels of risk of its scale, lowest first. */
  levels: Level[];
  /** Name of the model. */
  name: string;
  /** Newest revision. */
  revision: number;
  /** What the caller may do. */
  role: "owner" | "editor" | "reviewer" | "reader";
  /** Its files cannot be read; the log of the server says why. */
  unread?: boolean;
  /** When it was last changed, as RFC 3339; absent where nobody knows. */
  updated?: string;
  /** What waits for somebody. */
  waiting: Waiting;
}

export interface ProjectFrom {
  /** A device type of the library: its first model. */
  deviceType?: string;
  /** An example: a device as it is commonly found, under the new name. */
  example?: string;
  /** Files of a model; one of them is theriac.yaml. */
  files?: FileContent[];
  /** A file of another tool. What became of it is kept as a comment. */
  import?: ForeignFile;
  /** Another project, whose files are copied under the new name. */
  project?: string;
}

export interface ProjectHead {
  /** It takes no changes any more, whatever the role. */
  archived?: boolean;
  /** Id of the project on this server. */
  id: string;
  /** Name of the model, or its id. */
  name: string;
  /** What the caller may do. */
  role: "owner" | "editor" | "reviewer" | "reader";
}

export interface ProjectStep {
  /** Put out of work: it can be read and takes no change. false takes it back. */
  archived: boolean;
}

export interface Proposal {
  /** Revision that the client saw when it made the commands. */
  base: number;
  /** What is to be done, in order: all of it or nothing, one revision and one step of undo. */
  commands: Command[];
  /** The same for readers of other languages; only beside a title. */
  did?: Did;
  /** A fresh UUID. The same key sent again gets the same answer and changes nothing. */
  key: string;
  /** What is done, for history and undo. Default: words made from the verbs. */
  title?: string;
}

export interface Question {
  /** Words that answer it. */
  answers: string[];
  /** The key to set: a free attribute or a key of the entry. */
  field: string;
  /** The path to set, where the answer is a value of one key; empty where a page must ask otherwise. */
  path: string;
  /** Findings that the answer would settle. */
  settles: string[];
  /** Worst severity among them. */
  severity: number;
  /** What is asked about. */
  target: string;
  /** The question. */
  text: string;
}

export interface Remark {
  /** Plain text. */
  body: string;
  /** The review that it belongs to. */
  review?: string;
  /** What it is about; empty for the project. */
  target?: string;
  /** The thread that it answers in; empty begins a new one. */
  thread?: string;
}

export interface Renaming {
  /** The id before. */
  from: string;
  /** Section of the entry; threats for a decision. */
  section: string;
  /** The id after. */
  to: string;
}

export interface ReportCVSS {
  /** Base score. */
  base: number;
  /** stated, or MITRE rubric. */
  from: string;
  /** The vector as it is written. */
  vector: string;
  /** Version of CVSS. */
  version: string;
  /** Qualitative rating of the base score. */
  word: string;
}

export interface ReportCell {
  /** Findings that stand there before controls. */
  before: string[];
  /** E1 to E5. */
  exploitability: string;
  /** Findings that stand there with what is left. */
  residual: string[];
  /** Level of risk of the cell. */
  risk: string;
  /** S1 to S5. */
  severity: string;
}

export interface ReportConsequence {
  /** The critical function that fails; empty where it follows from the data itself. */
  function: string;
  /** Id of the hazard. */
  hazard: string;
  /** Ids from the target to who performs the function. */
  path: string[];
  /** Its severity. */
  severity: string;
  /** The hazard. */
  text: string;
}

export interface ReportControl {
  /** What it depends on has not come as far, so that it counts for less than its status says. */
  heldBack?: boolean;
  /** Id in the model. */
  id: string;
  /** gap, planned, implemented, verified, waived, inherited. */
  status: string;
  /** Name. */
  title: string;
}

export interface ReportDecision {
  /** In which function the risk was accepted. */
  authority: string;
  /** Why. */
  because: string;
  /** Facts that it rests on and that are not what they were: it is asked for again. */
  changed: string[];
  /** When. */
  date: string;
  /** eliminate, mitigate, accept, transfer, not-applicable. */
  decision: string;
  /** The document in which the receiver reads it. */
  document: string;
  /** Who decided. */
  owner: string;
  /** The words that the receiver of a transfer is given. */
  text: string;
  /** Who takes a transferred threat over. */
  to: string;
  /** When it must be looked at again. */
  until: string;
}

export interface ReportFact {
  /** Where it is stated, as file:line:column. */
  at?: string;
  /** What is said of it. */
  field: string;
  /** For inherent and usual: what brings it. */
  from?: string;
  /** true where the fact matters only because the rule excludes something that it is not. Only why tells such facts. */
  guard?: boolean;
  /** stated, inherent, usual, unknown. */
  origin: string;
  /** Short id of what the fact is about. */
  subject: string;
  /** What is said, or unknown. */
  value: string;
}

export interface ReportImpact {
  /** privacy, reputation, money, regulatory. */
  field: string;
  /** I1 to I4. */
  level: string;
  /** Its word on the scale. */
  name: string;
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

export interface ReportLine {
  /** Formats that it can be had in. */
  formats: string[];
  /** Name of the report. */
  name: string;
  /** What is in it. */
  text: string;
  /** What it is. */
  title: string;
}

export interface ReportLink {
  /** Id that it starts from. */
  from: string;
  /** leads-to, mitigates, introduces, depends-on. */
  kind: string;
  /** Id that it goes to. */
  to: string;
}

export interface ReportPlace {
  /** First column. */
  column: number;
  /** Column after the last character. */
  endColumn: number;
  /** Last line. */
  endLine: number;
  /** Path of the file. */
  file: string;
  /** First line. */
  line: number;
}

export interface ReportReason {
  /** The rule in one sentence. */
  because: string;
  /** Facts that matched. */
  facts: ReportFact[];
  /** Facts that are not known. */
  missing: ReportFact[];
}

export interface ReportRegister {
  /** Counts that add up. */
  counts: ReportRegisterCount;
  /** Typed links between the two registers. */
  links: ReportLink[];
  /** How many security risks stand in each cell, before controls and of what is left. */
  matrix: ReportCell[];
  /** Id of the model. */
  model: string;
  /** Name of the model. */
  name: string;
  /** Safety risks: one row for each hazard, worst first. */
  safety: ReportSafetyRow[];
  /** The scales in force. */
  scales: ReportScaleWords;
  /** Security risks: one row for each finding that leads to a hazard, worst first. */
  security: ReportSecurityRow[];
  /** Findings that lead to no hazard of the model: nothing to rate yet. */
  unrated: ReportSecurityRow[];
}

export interface ReportRegisterCount {
  /** Security risks by level before controls. */
  before: Record<string, number>;
  /** Security risks that are controlled. */
  controlled: number;
  /** All findings: security and unrated. */
  findings: number;
  /** Rows of the safety register. */
  hazards: number;
  /** Security risks by level of what is left; gone where nothing is left. */
  residual: Record<string, number>;
  /** Rows of the security register. */
  security: number;
  /** Findings without a hazard. */
  unrated: number;
}

export interface ReportRisk {
  /** Factors that are not known and counted as the easiest for the attacker. */
  assumed: string[];
  /** Id of the level of risk before controls; empty where no hazard can be reached. */
  before: string;
  /** Is what is left controlled in the sense of FDA's postmarket guidance? true where nothing is left, false where nothing is rated. */
  controlled: boolean;
  /** E1, hardest for the attacker, to E5, before controls. */
  exploitability: string;
  /** Where the exploitability comes from: attack potential, stated, CVSS, MITRE rubric. */
  from: string;
  /** Is the harm one to people, and not only to privacy or money? */
  health: boolean;
  /** The level once implemented controls count. */
  implemented: string;
  /** The level once planned controls count too. */
  planned: string;
  /** Points of attack potential before controls, where it comes from there. */
  points: number;
  /** The level that is left, as the scales of the model count controls. */
  residual: string;
  /** The exploitability that is left. */
  residualExploitability: string;
  /** The level once only verified controls count. */
  verified: string;
}

export interface ReportSafetyRow {
  /** Worst level of security risk before controls. */
  before: string;
  /** Are all security risks that lead to it controlled? */
  controlled: boolean;
  /** Critical functions whose failure leads to it. */
  functions: string[];
  /** The harm. */
  harm: string;
  /** Id of the hazard. */
  hazard: string;
  /** Controls that bring this hazard themselves. It goes to the safety process. */
  introduced: string[];
  /** Controls of the model that answer threats to it. */
  mitigated: string[];
  /** How many of them are open, planned or at review. */
  open: number;
  /** one, many, or none where the harm is not to health. */
  patients: string;
  /** Worst level of security risk that is left. */
  residual: string;
  /** Worst severity; S3 where nobody has rated it. */
  severity: string;
  /** Hazardous situations. */
  situations: ReportSituationRow[];
  /** The hazard. */
  text: string;
  /** Findings that lead to it, worst first. */
  threats: string[];
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

export interface ReportSecurityRow {
  /** confirmed or possible. */
  certainty: string;
  /** Controls that answer it. */
  controls: ReportControl[];
  /** Scores of the vector that the team states. */
  cvss?: ReportCVSS;
  /** The team's decision. */
  decision?: ReportDecision;
  /** Id of the finding. */
  finding: string;
  /** Hazards that it leads to, worst first. */
  hazards: string[];
  /** Impact beside harm to people, as the team rates it. */
  impact: ReportImpact[];
  /** one or many. */
  patients: string;
  /** Rating before and after controls. */
  risk: ReportRisk;
  /** theory or evidence, as the team says. */
  seen: string;
  /** Worst severity of what it leads to. */
  severity: string;
  /** open, review, planned, controlled, accepted, transferred, eliminated, not-applicable. */
  state: string;
  /** What it is about. */
  target: string;
  /** One line. */
  title: string;
}

export interface ReportSituationRow {
  /** The harm that it can lead to. */
  harm: string;
  /** Id. */
  id: string;
  /** The circumstances. */
  text: string;
  /** Findings that lead to it. */
  threats: string[];
}

export interface ReportThreat {
  /** How to look for it on the product. */
  check: string;
  /** Ids of controls of the library that answer it, best first. */
  controls: string[];
  /** EMB3D threat ids. */
  emb3d: string[];
  /** Advisories and CVE ids of the same weakness in other devices. */
  evidence: string[];
  /** Id of the threat. */
  id: string;
  /** The pack that it comes from. */
  pack: string;
  /** CAPEC ids. */
  patterns: string[];
  /** Phases of life in which it acts. */
  stages: string[];
  /** ATT&CK ids. */
  techniques: string[];
}

export interface ReportWay {
  /** The zone, flow or radio that it comes by, in words. */
  by: string;
  /** What carries it there, such as a radio. */
  carrier?: string;
  /** Id of the flow that it comes over. */
  flow?: string;
  /** The attacker position. */
  position: string;
  /** true where that is only usual for such a place. */
  usual?: boolean;
  /** Id of the zone that it comes from. */
  zone?: string;
}

export interface ReportWhy {
  /** The question whose answer settles it. */
  ask: string;
  /** STRIDE words, safety, abuse, privacy; the main one first. */
  categories: string[];
  /** confirmed or possible. */
  certainty: string;
  /** For a clinician: what the ward or the patient would notice. */
  clinical: string;
  /** Controls of the model that answer it. */
  controls: ReportControl[];
  /** The team's decision. */
  decision?: ReportDecision;
  /** Attacker positions that reach the target. */
  exposure: string[];
  /** Ids of the hazards that it can lead to, worst first. */
  hazards: string[];
  /** <threat>@<target>, stable. */
  id: string;
  /** What the library knows of the threat. */
  known: ReportThreat;
  /** How the target can lead to hazards, worst first. */
  leadsTo: ReportConsequence[];
  /** many where one attack can hurt several patients, else one; empty without a hazard. */
  patients: string;
  /** Where its target stands in the text. */
  place: ReportPlace;
  /** Place in the rank order of its model, from 1, before any filter. */
  rank: number;
  /** Why it fired. */
  reason: ReportReason;
  /** How bad and how hard, before and after its controls. Never a probability. */
  risk: ReportRisk;
  /** Id of the threat with its pack; empty for a threat of the team. */
  rule: string;
  /** S1 to S5: worst harm that it can lead to; empty where no hazard can be reached. */
  severity: string;
  /** open, review, planned, controlled, accepted, transferred, eliminated, not-applicable. */
  state: string;
  /** Short id of what it is about. */
  target: string;
  /** Who does what, so that what happens. */
  text: string;
  /** Id of the threat in the library, or of the team's own threat. */
  threat: string;
  /** One line. */
  title: string;
  /** The exception of the rule. */
  unless?: string;
  /** How attacker positions reach the target. */
  ways: ReportWay[];
  /** CWE ids. */
  weaknesses: string[];
  /** The condition of the rule. */
  when: string;
}

export interface ResolveCommentRequest {
  /** false opens it again. */
  resolved: boolean;
}

export interface Restore {
  /** The revision that the caller sees: where somebody changed something since, it is refused. */
  base: number;
  /** A fresh UUID. */
  key: string;
  /** The revision whose files become the newest. */
  to: number;
}

export interface Review {
  /** Who asks. */
  author: string;
  /** The project has moved on to another content since. */
  changed: boolean;
  /** When it was closed; absent while it is open. */
  closed?: string;
  /** By whom. */
  closedBy?: string;
  /** Hash of the files of the newer revision: what a verdict is bound to. */
  content: string;
  /** What changed after this revision, */
  from: number;
  /** Id of the review. */
  id: string;
  /** When it was asked for. */
  time: string;
  /** What is to be looked at. */
  title: string;
  /** up to and with this one. */
  to: number;
  /** What people said, oldest first; the newest of a person counts. */
  verdicts: Verdict[];
}

export interface ReviewStep {
  /** verdict: hash of the files that are on the screen; refused where it is not that of the review. */
  content?: string;
  /** verdict: which. */
  kind?: "approve" | "request-changes";
  /** verdict: why. */
  note?: string;
  /** What is done. */
  step: "verdict" | "move" | "close";
  /** move: the revision to look at now. */
  to?: number;
}

export interface Revision {
  /** Who made it; another editor for edits on the files. */
  author: string;
  /** Hash of the files: what an approval is bound to. */
  content: string;
  /** The same for readers of any language. */
  did?: Did;
  /** Files that it wrote or took away. */
  files: string[];
  /** Hash over all of it and the revision before: the chain of the log. */
  hash: string;
  /** Its number, from 1. */
  number: number;
  /** It was made by another editor, on the files. */
  outside?: boolean;
  /** It was made in the text; each pause of typing makes one. */
  text?: boolean;
  /** When, as RFC 3339. */
  time: string;
  /** What was done. */
  title: string;
  /** The revision that it undid. */
  undo?: number;
  /** Paths that it wrote, as section/id/key. */
  wrote: string[];
}

export interface RevisionFiles {
  /** All files as they stood after it. */
  all: FileText[];
  /** Who made it; another editor for edits on the files. */
  author: string;
  /** Hash of the files: what an approval is bound to. */
  content: string;
  /** The same for readers of any language. */
  did?: Did;
  /** Files that it wrote or took away. */
  files: string[];
  /** Hash over all of it and the revision before: the chain of the log. */
  hash: string;
  /** Its number, from 1. */
  number: number;
  /** It was made by another editor, on the files. */
  outside?: boolean;
  /** It was made in the text; each pause of typing makes one. */
  text?: boolean;
  /** When, as RFC 3339. */
  time: string;
  /** What was done. */
  title: string;
  /** The revision that it undid. */
  undo?: number;
  /** Paths that it wrote, as section/id/key. */
  wrote: string[];
}

export interface Session {
  /** People have accounts here, and can sign out. */
  accounts: boolean;
  /** folder: models of a folder, edited in place. database: projects of their own. */
  mode: "folder" | "database";
  /** Nothing else can be asked before somebody signs in. */
  needsSignIn: boolean;
  /** Who is signed in; absent where nobody is. */
  user?: Person;
  /** Version of the program. */
  version: string;
}

export interface Start {
  /** Id of the device type or of the example. */
  id: string;
  /** The key of "from" that it goes into. */
  kind: "deviceType" | "example";
  /** Device type: the pack that it is from. */
  pack?: string;
  /** What it is. */
  text: string;
  /** Its name. */
  title: string;
  /** Example: it has harms, goals, trees, controls and decisions too. */
  worked?: boolean;
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
  /** How each flow is protected between its two ends, by its id: stated or none. Absent where authentication or encryption is not known. */
  protection: Record<string, string>;
  /** Number of the revision that all of this belongs to. */
  revision: number;
  /** The scales of risk in force. */
  scales: ReportScaleWords;
}

export interface Thread {
  /** Remarks, oldest first. */
  comments: Comment[];
  /** Id of the thread. */
  id: string;
  /** When it was resolved; absent while it is open. */
  resolved?: string;
  /** By whom. */
  resolvedBy?: string;
  /** The review that it belongs to. */
  review?: string;
  /** Revision that was looked at when it began. */
  revision: number;
  /** Element, finding or other thing that it is about; empty for the project. */
  target: string;
  /** When it began. */
  time: string;
}

export interface ThreatMore {
  /** Techniques of MITRE ATLAS. */
  atlas: string[];
  /** Its tests, in the order of the test file. */
  cases: LibraryCase[];
  /** possible where a finding is never confirmed. */
  certainty?: string;
  /** What the attacker has afterwards. */
  gains: LibraryStep[];
  /** Id. */
  id: string;
  /** What an attacker must have before. */
  needs?: LibraryStep;
  /** What it takes to carry it out. */
  potential?: Potential;
  /** How common the weakness is where the condition holds: high, medium, low. */
  prior?: string;
  /** Facts that its condition reads. */
  reads: string[];
  /** Phases of the life cycle in which it acts. */
  stages: string[];
}

export interface TreeAnswer {
  /** The cheapest attacks. */
  cheapest: TreeAttack[];
  /** Number of minimal attack sets, in decimal digits. */
  count: string;
  /** Sets of steps such that no attack is left when they are made impossible. */
  cuts: string[][];
  /** Whether that number is exact, or a bound from below. */
  exact: boolean;
  /** Attacks that no other is at least as easy as in everything. */
  front: TreeAttack[];
  /** Id of the tree. */
  id: string;
  /** Its title. */
  name: string;
  /** Its nodes, in the order of the text. */
  nodes: TreeNode[];
  /** What is wrong with the tree. */
  problems: Diagnostic[];
  /** What costs are: as written, points of attack potential, or empty where no leaf has any. */
  unit: string;
}

export interface TreeAttack {
  /** Sum of the costs. */
  cost: number;
  /** Time along the longest chain. */
  hours: number;
  /** Steps of the attack, by the ids of their nodes. */
  leaves: string[];
}

export interface TreeLine {
  /** Number of minimal attack sets before controls, in decimal digits; it may be very large. */
  attacks: string;
  /** Id of the tree. */
  id: string;
  /** Number that is left with the controls that count. */
  left: string;
  /** Its title. */
  name: string;
  /** Number of nodes. */
  nodes: number;
  /** Anti-goals and hazards that its root means. */
  of: string[];
}

export interface TreeNode {
  /** A defence that counts in this answer. */
  active: boolean;
  /** The control of the model that the defence is. */
  control?: string;
  /** The finding that the step is, where the analysis raises it. */
  finding?: string;
  /** A step whose finding is eliminated or does not apply. */
  gone: boolean;
  /** Id in the tree. */
  id: string;
  /** Its status. */
  status?: string;
  /** What happens here. */
  text: string;
}

export interface TreeOption {
  /** What it takes. */
  cost: number;
  /** Where the cost comes from: model, library or assumed. */
  from: string;
  /** Id of the node, or control@target for one of the library. */
  id: string;
  /** It is a defence of the tree that does not count yet. */
  inUse: boolean;
  /** Steps that it counters. */
  stops: string[];
  /** What it is. */
  title: string;
}

export interface TreeProtection {
  /** Proven: no set of the known defences that stops as much costs less. */
  bound: number;
  /** The defences. */
  chosen: TreeOption[];
  /** Their cost in all. */
  cost: number;
  /** Cost and bound are equal. */
  exact: boolean;
  /** Attacks that nothing that is known stops, by the ids of their steps; a few of them. */
  open: string[][];
}

export interface Turn {
  /** Findings that are new. */
  came: Finding[];
  /** Findings that differ, as they are after. */
  changed: Finding[];
  /** How those that changed differ, in the same order. */
  turned: FindingTurn[];
  /** Findings that are gone, as they were. */
  went: Finding[];
}

export interface TypedBody {
  /** Byte offset of the cursor in it. */
  offset: number;
  /** The text around the cursor. */
  text: string;
}

export interface Verdict {
  /** Who. */
  author: string;
  /** Hash of its files. */
  content: string;
  /** approve or request-changes. */
  kind: string;
  /** What was said. */
  note: string;
  /** The revision that was judged. */
  revision: number;
  /** The review has moved on to another content since. */
  stale: boolean;
  /** When. */
  time: string;
}

export interface Waiting {
  /** Findings on which nothing is decided. */
  open: number;
  /** Decisions whose day has passed. */
  overdue: number;
  /** Who is named as owner of decisions that are asked for again or whose day has passed, by name. */
  owners: OwnerWaiting[];
  /** Questions whose answers would settle findings. */
  questions: number;
  /** Decisions that are asked for again, because a fact has changed. */
  review: number;
  /** Open reviews that wait for the caller: asked for by somebody else and not judged by the caller as they are now, or the caller's own with changes requested. */
  reviews: number;
}

export interface Way {
  /** The points [x, y] that it goes through, in order from its source. */
  via: [number, number][];
}

export interface WhatIf {
  /** Status from which controls of the model count. Default: as its scales say. */
  after?: "none" | "planned" | "implemented" | "verified";
  /** Controls to put in place: control@target for one of the library, or the id of one of the model. */
  with?: string[];
  /** Controls of the model to take away. */
  without?: string[];
}

export interface WhatIfAnswer {
  /** Hazards that no path leads to any more. */
  closed: number;
  /** One for each hazard, worst first. */
  hazards: WhatIfHazard[];
  /** Hazards that a path leads to only then. */
  opened: number;
}

export interface WhatIfHazard {
  /** The easiest path then; absent where there is none. */
  after?: AttackPath;
  /** The easiest path now; absent where there is none. */
  before?: AttackPath;
  /** Id of the hazard. */
  hazard: string;
  /** The hazard. */
  text: string;
}

export interface Which {
  /** Do it although something that came later would be left without what it rests on. */
  force?: boolean;
  /** A fresh UUID, as for commands. */
  key: string;
  /** The revision. */
  revision: number;
}

/** What a project can begin from */
export const listStarts = (o?: Ask) => askList<Start>("GET", `/api/v1/catalog/starts`, {}, undefined, o);

/** What a file of another tool would become. Reads the file and says what is taken, changed and lost. Nothing is kept. 422 with code `unreadable` says where the file is not what was expected. */
export const lookAtImport = (p: { body: LookAsk }, o?: Ask) => ask<ImportLook>("POST", `/api/v1/import`, {}, p.body, o);

/** Formats of other tools that can be read */
export const listImportFormats = (o?: Ask) => askList<ForeignFormat>("GET", `/api/v1/import/formats`, {}, undefined, o);

/** Free attributes with their questions */
export const listAttributes = (o?: Ask) => askList<LibraryAttribute>("GET", `/api/v1/library/attributes`, {}, undefined, o);

/** Controls of the library */
export const listControls = (o?: Ask) => askList<LibraryControl>("GET", `/api/v1/library/controls`, {}, undefined, o);

/** A control with what it answers */
export const getControl = (p: { id: string }, o?: Ask) => ask<ControlMore>("GET", `/api/v1/library/controls/${encodeURIComponent(p.id)}`, {}, undefined, o);

/** Device types */
export const listDevices = (o?: Ask) => askList<LibraryDevice>("GET", `/api/v1/library/devices`, {}, undefined, o);

/** A device type with its functions and hazards */
export const getDevice = (p: { id: string }, o?: Ask) => ask<DeviceMore>("GET", `/api/v1/library/devices/${encodeURIComponent(p.id)}`, {}, undefined, o);

/** Words of the field in plain English */
export const listGlossary = (o?: Ask) => askList<LibraryWord>("GET", `/api/v1/library/glossary`, {}, undefined, o);

/** Keys of the language, for forms and editors */
export const listLanguage = (o?: Ask) => askList<LanguageKey>("GET", `/api/v1/library/language`, {}, undefined, o);

/** Packs of the library */
export const listPacks = (o?: Ask) => askList<LibraryPack>("GET", `/api/v1/library/packs`, {}, undefined, o);

/** Threats of the library */
export const listThreats = (o?: Ask) => askList<LibraryThreat>("GET", `/api/v1/library/threats`, {}, undefined, o);

/** A threat with its tests */
export const getThreat = (p: { id: string }, o?: Ask) => ask<ThreatMore>("GET", `/api/v1/library/threats/${encodeURIComponent(p.id)}`, {}, undefined, o);

/** Words of all vocabularies: components, protocols, zones and so on */
export const listVocabulary = (o?: Ask) => askList<LibraryTerm>("GET", `/api/v1/library/vocabulary`, {}, undefined, o);

/** People with accounts */
export const listPeople = (o?: Ask) => askList<Account>("GET", `/api/v1/people`, {}, undefined, o);

/** Make an account */
export const addPerson = (p: { body: NewAccount }, o?: Ask) => ask<Account>("POST", `/api/v1/people`, {}, p.body, o);

/** Change an account */
export const stepPerson = (p: { name: string; body: AccountStep }, o?: Ask) => ask<Account>("POST", `/api/v1/people/${encodeURIComponent(p.name)}`, {}, p.body, o);

/** List the projects */
export const listProjects = (o?: Ask) => askList<Project>("GET", `/api/v1/projects`, {}, undefined, o);

/** Make a project */
export const createProject = (p: { body: NewProject }, o?: Ask) => ask<Project>("POST", `/api/v1/projects`, {}, p.body, o);

/** Archive a project, or take it back. For its owners. An archived project can be read and copied; changes, comments and reviews are refused with 409 `archived`. In a folder the files are the truth, and nothing is archived. */
export const stepProject = (p: { project: string; body: ProjectStep }, o?: Ask) => ask<Project>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}`, {}, p.body, o);

/** Who last wrote what below a path */
export const getBlame = (p: { project: string; path: string }, o?: Ask) => askList<Blame>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/blame`, { path: p.path }, undefined, o);

/** What all paths to a target have in common */
export const getChoke = (p: { project: string; after?: "none" | "planned" | "implemented" | "verified"; target: string }, o?: Ask) => ask<AttackChoke>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/choke`, { after: p.after, target: p.target }, undefined, o);

/** Change the model. All commands are made, as one revision, or none. 409 says that somebody else wrote the same since `base`. 422 with code `needs` says what a decision lacks, `refused` why a verb cannot be done, `nothing` that it is so already. */
export const postCommands = (p: { project: string; body: Proposal }, o?: Ask) => ask<Delta>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/commands`, {}, p.body, o);

/** Comments in their threads, oldest first, all or a page of them */
export const listComments = (p: { project: string; limit?: number; offset?: number; after?: string; open?: boolean }, o?: Ask) => askList<Thread>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/comments`, { limit: p.limit, offset: p.offset, after: p.after, open: p.open }, undefined, o);

/** Write a comment */
export const addComment = (p: { project: string; body: Remark }, o?: Ask) => ask<Thread>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/comments`, {}, p.body, o);

/** Resolve a thread, or open it again */
export const resolveComment = (p: { project: string; thread: string; body: ResolveCommentRequest }, o?: Ask) => ask<Thread>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/comments/${encodeURIComponent(p.thread)}/resolve`, {}, p.body, o);

/** Words that may stand at a place in the text */
export const complete = (p: { project: string; file: string; offset: number }, o?: Ask) => ask<Completions>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/complete`, { file: p.file, offset: p.offset }, undefined, o);

/** Words that may stand at a place in text that is being written */
export const completeTyped = (p: { project: string; body: TypedBody }, o?: Ask) => ask<Completions>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/complete`, {}, p.body, o);

/** The cheapest set of controls that cuts all paths */
export const getCut = (p: { project: string; after?: "none" | "planned" | "implemented" | "verified"; target?: string[] }, o?: Ask) => ask<AttackCut>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/cut`, { after: p.after, target: p.target }, undefined, o);

/** What changed since a revision. The deltas after a revision, oldest first. 410 says that it is too far back: read the state again. */
export const getDelta = (p: { project: string; since?: number }, o?: Ask) => askList<Delta>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/delta`, { since: p.since }, undefined, o);

/** Problems of text and model */
export const listDiagnostics = (p: { project: string }, o?: Ask) => askList<Diagnostic>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/diagnostics`, {}, undefined, o);

/** The data flow diagram as svg, png, pdf, drawio, dot or mmd (Mermaid) */
export const getDiagram = (p: { project: string; view?: string; theme?: "light" | "dark" | "print"; ratio?: number; overview?: boolean; findings?: boolean; paper?: "a4" | "letter"; all?: boolean; auto?: boolean; format: "svg" | "png" | "pdf" | "drawio" | "dot" | "mmd" }, o?: Ask) => ask<string>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/diagram/${encodeURIComponent(p.format)}`, { view: p.view, theme: p.theme, ratio: p.ratio, overview: p.overview, findings: p.findings, paper: p.paper, all: p.all, auto: p.auto }, undefined, o);

/** What differs between two revisions */
export const getDiff = (p: { project: string; from: number; to: number }, o?: Ask) => ask<Diff>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/diff`, { from: p.from, to: p.to }, undefined, o);

/** What differs between two revisions, as a diagram. What came, went and changed is told by word, line and colour; what is gone stands where it stood. In SVG the groups carry data-kind, data-id and data-change. */
export const getDiffPicture = (p: { project: string; from: number; to: number; view?: string; theme?: "light" | "dark" | "print"; ratio?: number; format: "svg" | "png" | "pdf" }, o?: Ask) => ask<string>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/diff/${encodeURIComponent(p.format)}`, { from: p.from, to: p.to, view: p.view, theme: p.theme, ratio: p.ratio }, undefined, o);

/** The findings in rank order, as in the state, all or a page of them */
export const listFindings = (p: { project: string; limit?: number; offset?: number }, o?: Ask) => askList<Finding>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/findings`, { limit: p.limit, offset: p.offset }, undefined, o);

/** Why a finding is there */
export const getWhy = (p: { project: string; finding: string }, o?: Ask) => ask<ReportWhy>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/findings/${encodeURIComponent(p.finding)}/why`, {}, undefined, o);

/** How each goal stands, worst first */
export const listGoals = (p: { project: string }, o?: Ask) => askList<GoalAnswer>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/goals`, {}, undefined, o);

/** A tree from the attack paths, as edits that are yet to be made */
export const growTree = (p: { project: string; body: GrowAsk }, o?: Ask) => ask<Grown>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/grow`, {}, p.body, o);

/** The history, newest first */
export const listRevisions = (p: { project: string; before?: number; limit?: number }, o?: Ask) => askList<Revision>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/history`, { before: p.before, limit: p.limit }, undefined, o);

/** What stands at a place in the text */
export const hover = (p: { project: string; file: string; offset: number }, o?: Ask) => ask<Hover>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/hover`, { file: p.file, offset: p.offset }, undefined, o);

/** What stands at a place in text that is being written */
export const hoverTyped = (p: { project: string; body: TypedBody }, o?: Ask) => ask<Hover>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/hover`, {}, p.body, o);

/** Add what is in a file of another tool to the model. All of it is one revision of ordinary commands, and one step of undo. An id that is taken is made another; the answer says which. The report is kept as a comment. */
export const bringIn = (p: { project: string; body: BringIn }, o?: Ask) => ask<Brought>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/import`, {}, p.body, o);

/** Where the Go layout would place everything */
export const getLayout = (p: { project: string; view?: string; theme?: "light" | "dark" | "print"; ratio?: number; overview?: boolean; findings?: boolean; paper?: "a4" | "letter"; all?: boolean; auto?: boolean }, o?: Ask) => ask<AutoLayout>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/layout`, { view: p.view, theme: p.theme, ratio: p.ratio, overview: p.overview, findings: p.findings, paper: p.paper, all: p.all, auto: p.auto }, undefined, o);

/** Who works on a project */
export const listMembers = (p: { project: string }, o?: Ask) => askList<Member>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/members`, {}, undefined, o);

/** Give somebody a role */
export const stepMember = (p: { project: string; body: MemberStep }, o?: Ask) => askList<Member>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/members`, {}, p.body, o);

/** The easiest attack paths to a target, or to each hazard */
export const getPaths = (p: { project: string; after?: "none" | "planned" | "implemented" | "verified"; target?: string; k?: number; order?: "cheapest" | "fewest" }, o?: Ask) => askList<AttackPathList>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/paths`, { after: p.after, target: p.target, k: p.k, order: p.order }, undefined, o);

/** Controls in an order that closes hazard after hazard */
export const getPlan = (p: { project: string; after?: "none" | "planned" | "implemented" | "verified" }, o?: Ask) => ask<PlanAnswer>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/plan`, { after: p.after }, undefined, o);

/** Questions whose answers would settle most */
export const listQuestions = (p: { project: string; top?: number }, o?: Ask) => askList<Question>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/questions`, { top: p.top }, undefined, o);

/** Redo a revision. Takes an undo of the caller's own back. */
export const redo = (p: { project: string; body: Which }, o?: Ask) => ask<Delta>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/redo`, {}, p.body, o);

/** The reports that can be had */
export const listReports = (p: { project: string }, o?: Ask) => askList<ReportLine>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/reports`, {}, undefined, o);

/** A report */
export const getReport = (p: { project: string; name: string; format: "md" | "csv" | "json" | "txt" | "svg" | "png" | "pdf" | "drawio" | "xlsx" }, o?: Ask) => ask<string>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/reports/${encodeURIComponent(p.name)}/${encodeURIComponent(p.format)}`, {}, undefined, o);

/** Make the files of an older revision the newest. The history stays; the restored files are a new revision. */
export const restore = (p: { project: string; body: Restore }, o?: Ask) => ask<Delta>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/restore`, {}, p.body, o);

/** Reviews of the project, newest first, all or a page of them */
export const listReviews = (p: { project: string; limit?: number; offset?: number; after?: string }, o?: Ask) => askList<Review>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/reviews`, { limit: p.limit, offset: p.offset, after: p.after }, undefined, o);

/** Ask for a review */
export const addReview = (p: { project: string; body: NewReview }, o?: Ask) => ask<Review>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/reviews`, {}, p.body, o);

/** Judge, move on or close a review */
export const stepReview = (p: { project: string; review: string; body: ReviewStep }, o?: Ask) => ask<Review>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/reviews/${encodeURIComponent(p.review)}`, {}, p.body, o);

/** A revision with its files */
export const getRevision = (p: { project: string; number: number }, o?: Ask) => ask<RevisionFiles>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/revisions/${encodeURIComponent(p.number)}`, {}, undefined, o);

/** The risk assessment: two registers and what links them */
export const getRisk = (p: { project: string }, o?: Ask) => ask<ReportRegister>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/risk`, {}, undefined, o);

/** A register of risk as a file */
export const getRiskFile = (p: { project: string; register: "security" | "safety" | "both"; format: "csv" | "xlsx" | "md" | "json" | "svg" | "pdf"; theme?: "light" | "dark" | "print" }, o?: Ask) => ask<string>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/risk/${encodeURIComponent(p.register)}/${encodeURIComponent(p.format)}`, { theme: p.theme }, undefined, o);

/** What each single control would close, best first */
export const listSingles = (p: { project: string; after?: "none" | "planned" | "implemented" | "verified"; k?: number }, o?: Ask) => askList<AttackSingle>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/singles`, { after: p.after, k: p.k }, undefined, o);

/** How many patients one attack can reach */
export const getSpread = (p: { project: string; target: string }, o?: Ask) => ask<AttackSpread>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/spread`, { target: p.target }, undefined, o);

/** Everything that the pages need, at one revision */
export const getState = (p: { project: string }, o?: Ask) => ask<State>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/state`, {}, undefined, o);

/** The attack-defence trees */
export const listTrees = (p: { project: string }, o?: Ask) => askList<TreeLine>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/trees`, {}, undefined, o);

/** What the attacker can do in a tree */
export const getTree = (p: { project: string; tree: string; after?: "none" | "planned" | "implemented" | "verified"; with?: string[]; without?: string[]; k?: number }, o?: Ask) => ask<TreeAnswer>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/trees/${encodeURIComponent(p.tree)}`, { after: p.after, with: p.with, without: p.without, k: p.k }, undefined, o);

/** A tree as svg, png or pdf */
export const getTreePicture = (p: { project: string; tree: string; after?: "none" | "planned" | "implemented" | "verified"; with?: string[]; without?: string[]; k?: number; theme?: "light" | "dark" | "print"; format: "svg" | "png" | "pdf" }, o?: Ask) => ask<string>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/trees/${encodeURIComponent(p.tree)}/picture/${encodeURIComponent(p.format)}`, { after: p.after, with: p.with, without: p.without, k: p.k, theme: p.theme }, undefined, o);

/** The cheapest defences that stop every attack of a tree */
export const getTreeProtection = (p: { project: string; tree: string; after?: "none" | "planned" | "implemented" | "verified"; with?: string[]; without?: string[]; k?: number }, o?: Ask) => ask<TreeProtection>("GET", `/api/v1/projects/${encodeURIComponent(p.project)}/trees/${encodeURIComponent(p.tree)}/protection`, { after: p.after, with: p.with, without: p.without, k: p.k }, undefined, o);

/** Undo a revision. Takes a revision of the caller's own back. 409 where others changed the same since. */
export const undo = (p: { project: string; body: Which }, o?: Ask) => ask<Delta>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/undo`, {}, p.body, o);

/** What the attacker could do with other controls */
export const askWhatIf = (p: { project: string; body: WhatIf }, o?: Ask) => ask<WhatIfAnswer>("POST", `/api/v1/projects/${encodeURIComponent(p.project)}/what-if`, {}, p.body, o);

/** Sign out */
export const signOut = (o?: Ask) => ask<void>("DELETE", `/api/v1/session`, {}, undefined, o);

/** Who is signed in */
export const getSession = (o?: Ask) => ask<Session>("GET", `/api/v1/session`, {}, undefined, o);

/** Sign in. 401 does not say whether name or password is wrong. 429 says when to try again, in Retry-After. */
export const signIn = (p: { body: Credentials }, o?: Ask) => ask<Session>("POST", `/api/v1/session`, {}, p.body, o);
