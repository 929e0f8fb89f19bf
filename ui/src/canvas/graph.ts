// What a view of the model shows, as plain values: zones, elements and flows. The rules of what a view shows are those
// of package diagram, so that the picture on screen and the picture in a report have the same parts.
import type { Entry, Finding, Model, Section, Value } from "@/api/types";

export const kinds = ["process", "store", "external", "human", "sensor", "actuator", "physical"] as const;
export type Kind = (typeof kinds)[number];

/** How a flow is protected between its two ends, as the server judges it. */
export type Protection = "stated" | "none" | "unknown";

/** Findings of one thing, counted, with the worst level of risk among them. */
export interface Mark {
  confirmed: number;
  possible: number;
  risk: string; // id of a level, empty where nothing is rated
}

export interface GraphZone {
  id: string;
  name: string;
  in?: string;
  trust: number; // -1 where nobody said
  depth: number;
}

export interface GraphElement {
  id: string;
  name: string;
  kind: Kind;
  type: string[];
  zone?: string;
  outOfScope: boolean;
  mark?: Mark;
}

export interface GraphFlow {
  id: string;
  name: string;
  from: string;
  to: string;
  twoWay: boolean;
  protection: Protection;
  protocol: string;
  outOfScope: boolean;
  mark?: Mark;
}

export interface Graph {
  view: string;
  zones: GraphZone[]; // outer ones first
  elements: GraphElement[];
  flows: GraphFlow[];
}

/** The name under which positions of the whole model are kept. */
export const wholeModel = "default";

/** What a library says about words: whether a word is one of a wider one. Without a library only equal words match. */
export type IsA = (vocabulary: string, word: string, wider: string) => boolean;

const noLibrary: IsA = () => false;

const none: Entry[] = [];

export const entriesOf = (m: Model, section: Section): Entry[] => m.sections[section] ?? none;

export function words(v: unknown): string[] {
  if (Array.isArray(v)) return v.map(String);
  return v === undefined || v === null || typeof v === "object" ? [] : [String(v)];
}

const text = (v: unknown): string => (typeof v === "string" || typeof v === "number" ? String(v) : "");

interface Shown {
  elements: Set<string>;
  ends: Set<string>; // elements that are there only as ends of flows
  flows: Set<string>;
  zones: Set<string>;
}

/** Makes the graph of a view, with what the findings and the protection of flows are. The view is the id of a view or a zone of the model; any other is the whole model. */
export function graphOf(
  m: Model,
  view: string,
  marks: Map<string, Mark>,
  guarded: Record<string, string>,
  isA: IsA = noLibrary,
): Graph {
  const zones = new Map(entriesOf(m, "zones").map((z) => [z.id, z]));
  const shown = choose(m, view, zones);
  const showsElement = (id: string) => !shown || shown.elements.has(id) || shown.ends.has(id);
  const showsFlow = (f: Entry) =>
    !shown || shown.flows.has(f.id) || (shown.elements.has(text(f.from)) && shown.elements.has(text(f.to)));
  const elements: GraphElement[] = [];
  for (const e of entriesOf(m, "elements")) {
    if (!showsElement(e.id)) continue;
    const zone = text(e.zone);
    elements.push({
      id: e.id,
      name: text(e.name) || e.id,
      kind: kindOf(e, isA),
      type: words(e.type),
      outOfScope: e["out-of-scope"] !== undefined,
      ...(zones.has(zone) ? { zone } : {}),
      ...withMark(marks, e.id),
    });
  }
  const there = new Set(elements.map((e) => e.id));
  const flows: GraphFlow[] = [];
  for (const f of entriesOf(m, "flows")) {
    const from = text(f.from);
    const to = text(f.to);
    if (!showsFlow(f) || !there.has(from) || !there.has(to)) continue;
    flows.push({
      id: f.id,
      name: text(f.name) || f.id,
      from,
      to,
      twoWay: f.direction === "two-way",
      protection: (guarded[f.id] as Protection | undefined) ?? "unknown",
      protocol: words(f.protocol).join("/"),
      outOfScope: f["out-of-scope"] !== undefined,
      ...withMark(marks, f.id),
    });
  }
  return { view, zones: zonesOf(zones, elements, shown), elements, flows };
}

const withMark = (marks: Map<string, Mark>, id: string) => {
  const mark = marks.get(id);
  return mark ? { mark } : {};
};

function choose(m: Model, view: string, zones: Map<string, Entry>): Shown | undefined {
  const v = entriesOf(m, "views").find((x) => x.id === view);
  const shows = v ? words(v.shows) : zones.has(view) ? [view] : [];
  if (shows.length === 0 || shows.includes("device")) return undefined;
  const s: Shown = { elements: new Set(), ends: new Set(), flows: new Set(), zones: new Set() };
  for (const id of shows) show(m, s, zones, id);
  if (!v) {
    // A zone is shown with what its flows lead to.
    for (const f of entriesOf(m, "flows"))
      if (s.elements.has(text(f.from)) || s.elements.has(text(f.to))) showFlow(s, f);
  }
  return s;
}

function showFlow(s: Shown, f: Entry) {
  s.flows.add(f.id);
  s.ends.add(text(f.from));
  s.ends.add(text(f.to));
}

function show(m: Model, s: Shown, zones: Map<string, Entry>, id: string) {
  const owner = id.split(".")[0] ?? id;
  const flow = entriesOf(m, "flows").find((f) => f.id === id);
  if (entriesOf(m, "elements").some((e) => e.id === owner)) s.elements.add(owner);
  else if (flow) showFlow(s, flow);
  else if (zones.has(id)) {
    s.zones.add(id);
    for (const z of zones.keys()) if (within(zones, z, id)) s.zones.add(z);
    for (const e of entriesOf(m, "elements")) if (within(zones, text(e.zone), id)) s.elements.add(e.id);
  } else for (const f of entriesOf(m, "flows")) if (words(f.carries).includes(id)) showFlow(s, f);
}

/** Is a zone, or does it lie in, another? Zones that lie in each other end the walk. */
export function within(zones: Map<string, Entry>, zone: string, outer: string): boolean {
  for (let i = 0; i <= zones.size; i++) {
    if (zone === outer) return true;
    const z = zones.get(zone);
    if (!z) return false;
    zone = text(z.in);
  }
  return false;
}

// The zones that are shown with those around them, outer ones first.
function zonesOf(zones: Map<string, Entry>, elements: GraphElement[], shown: Shown | undefined): GraphZone[] {
  const keep = new Set<string>();
  const need = (id: string) => {
    for (let z = zones.get(id); z && !keep.has(z.id); z = zones.get(text(z.in))) keep.add(z.id);
  };
  for (const id of zones.keys()) if (!shown || shown.zones.has(id)) need(id);
  for (const e of elements) if (e.zone) need(e.zone);
  const out: GraphZone[] = [];
  for (const z of zones.values()) {
    if (!keep.has(z.id)) continue;
    const around = chain(zones, z.id);
    const outer = around[1];
    out.push({
      id: z.id,
      name: text(z.name) || z.id,
      trust: trustOf(around.map((id) => zones.get(id)?.trust)),
      depth: around.length - 1,
      ...(outer ? { in: outer } : {}),
    });
  }
  return out.sort((a, b) => a.depth - b.depth);
}

/** The zone itself and those around it, innermost first. */
function chain(zones: Map<string, Entry>, id: string): string[] {
  const out: string[] = [];
  for (let z = zones.get(id); z && !out.includes(z.id); z = zones.get(text(z.in))) out.push(z.id);
  return out;
}

function trustOf(stated: (Value | undefined | object)[]): number {
  const first = stated.find((t) => t !== undefined && t !== "unknown" && t !== "");
  return first === undefined ? -1 : Number(first);
}

/** The kind that an element states, else that of its types, else process. */
export function kindOf(e: Entry, isA: IsA): Kind {
  if (kinds.includes(e.kind as Kind)) return e.kind as Kind;
  for (const t of words(e.type)) {
    if (kinds.includes(t as Kind)) return t as Kind;
    for (const k of kinds) if (k !== "process" && isA("component", t, k)) return k;
  }
  return "process";
}

/** Counts findings by what they are about. An interface counts for its element. Levels come lowest first. */
export function marksOf(findings: Finding[], levels: string[]): Map<string, Mark> {
  const rank = new Map(levels.map((l, i) => [l, i]));
  const out = new Map<string, Mark>();
  for (const f of findings) {
    const id = f.target.split(".")[0] ?? f.target;
    const m = out.get(id) ?? { confirmed: 0, possible: 0, risk: "" };
    if (f.state === "not-applicable" || f.state === "eliminated") continue;
    if (f.certainty === "possible") m.possible++;
    else m.confirmed++;
    const level = f.residual || f.risk || "";
    if ((rank.get(level) ?? -1) > (rank.get(m.risk) ?? -1)) m.risk = level;
    out.set(id, m);
  }
  return out;
}
