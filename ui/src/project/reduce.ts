// Pure functions over the state of a project: what a delta of the server does to it, and what a command of this page
// would do to it before the server has answered. Neither changes what it is given.
import {
  type Box,
  type Command,
  type Delta,
  type Entry,
  type Fields,
  type Finding,
  isWay,
  type Layout,
  type Model,
  type Section,
  type State,
  sections,
  type TextEdit,
  type Value,
  type Way,
} from "@/api/types";
import { movedProblems } from "./move";

/** Applies the delta that follows this very revision. A delta of another base is a mistake of the caller. */
export function applyDelta(state: State, d: Delta): State {
  if (d.base !== state.revision) throw new Error(`a delta of base ${d.base} cannot follow revision ${state.revision}`);
  const model: Model = {
    head: d.head ?? state.model.head,
    sections: mergeSections(state.model.sections, d),
    layout: d.layout ? mergeLayout(state.model.layout, d.layout) : state.model.layout,
  };
  const name = model.head.name ?? model.head.id;
  const project =
    (name && name !== state.project.name) || d.archived !== undefined
      ? { ...state.project, name: name ?? state.project.name, archived: d.archived ?? state.project.archived }
      : state.project;
  const files = mergeFiles(state.files, d);
  return {
    ...state,
    project,
    revision: d.revision,
    hash: d.hash,
    model,
    protection: mergeProtection(state.protection, d.protection ?? {}),
    findings: mergeFindings(state.findings, d.findings),
    counts: d.counts,
    diagnostics: d.diagnostics ?? movedProblems(state.diagnostics, d.files, files),
    files,
    scales: d.scales ?? state.scales,
  };
}

function mergeSections(old: Model["sections"], d: Delta): Model["sections"] {
  const touched = Object.keys({ ...d.entries, ...d.order }) as Section[];
  if (touched.length === 0) return old;
  const out = { ...old };
  for (const s of touched) out[s] = mergeEntries(old[s] ?? [], d.entries[s] ?? {}, d.order?.[s]);
  return out;
}

function mergeEntries(old: Entry[], changes: Record<string, Entry | null>, order?: string[]): Entry[] {
  const left = new Map(Object.entries(changes));
  const out: Entry[] = [];
  for (const e of old) {
    const change = left.get(e.id);
    if (change === undefined) out.push(e);
    else {
      left.delete(e.id);
      if (change) out.push(change);
    }
  }
  for (const e of left.values()) if (e) out.push(e);
  return order ? inOrder(out, order) : out;
}

/** Sorts by a list of ids; what the list does not name keeps its turn at the end. */
function inOrder<T extends { id: string }>(items: T[], ids: string[]): T[] {
  const at = new Map(ids.map((id, i) => [id, i]));
  return items
    .map((item, i) => ({ item, k: at.get(item.id) ?? ids.length + i }))
    .sort((a, b) => a.k - b.k)
    .map((x) => x.item);
}

function mergeLayout(old: Layout, changes: NonNullable<Delta["layout"]>): Layout {
  const out: Layout = { ...old };
  for (const [view, boxes] of Object.entries(changes)) {
    const next = { ...out[view] };
    for (const [id, box] of Object.entries(boxes)) {
      if (box) next[id] = box;
      else delete next[id];
    }
    if (Object.keys(next).length > 0) out[view] = next;
    else delete out[view];
  }
  return out;
}

function mergeProtection(old: State["protection"], changes: State["protection"]): State["protection"] {
  const differing = Object.entries(changes).filter(([id, is]) => (old[id] ?? "unknown") !== is);
  if (differing.length === 0) return old;
  return Object.fromEntries(
    Object.entries({ ...old, ...Object.fromEntries(differing) }).filter(([, is]) => is !== "unknown"),
  );
}

/** Does a stand before b? Higher ranks first, equal ones by the bytes of their ids. */
export const byRank = (a: Finding, b: Finding): number => b.rank - a.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

// Both lists are in order, so one pass joins them: a delta costs what it changes, not a sort of 50,000 rows.
function mergeFindings(old: Finding[], d: Delta["findings"]): Finding[] {
  if (d.upsert.length === 0 && d.gone.length === 0) return old;
  const out = new Set([...d.gone, ...d.upsert.map((f) => f.id)]);
  const kept = old.filter((f) => !out.has(f.id));
  const come = [...d.upsert].sort(byRank);
  const all: Finding[] = [];
  let i = 0;
  for (const f of kept) {
    for (let c = come[i]; c && byRank(c, f) < 0; c = come[i]) {
      all.push(c);
      i++;
    }
    all.push(f);
  }
  return all.concat(come.slice(i));
}

function mergeFiles(old: State["files"], d: Delta): State["files"] {
  const left = new Map(Object.entries(d.files));
  if (left.size === 0) return old;
  const out: State["files"] = [];
  for (const f of old) {
    const change = left.get(f.name);
    left.delete(f.name);
    if (change === undefined) out.push(f);
    else if (!change.removed) {
      out.push({ ...f, text: applyEdits(change.created ? "" : f.text, change.edits ?? []), hash: change.hash ?? "" });
    }
  }
  for (const [name, change] of left) {
    if (!change.removed) out.push({ name, text: applyEdits("", change.edits ?? []), hash: change.hash ?? "" });
  }
  return out;
}

/** Applies edits whose offsets are bytes of UTF-8. They are ordered and do not overlap. */
export function applyEdits(text: string, edits: TextEdit[]): string {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true }); // a mark at the head of a file is part of its text
  let out = "";
  let at = 0;
  for (const e of edits) {
    out += decoder.decode(bytes.subarray(at, e.start)) + e.text;
    at = e.end;
  }
  return out + decoder.decode(bytes.subarray(at));
}

/** What a command would do, as far as this page can know. Findings and text follow with the answer of the server. */
export function applyCommand(state: State, c: Command): State {
  if (c.verb === "decide") return decided(state, c.findings, c.fields.decision);
  if (c.verb === "text") {
    const files = state.files.map((f) => (f.name === c.file ? { ...f, text: applyEdits(f.text, c.edits) } : f));
    return { ...state, files };
  }
  const model = commandModel(state.model, c);
  return model === state.model ? state : { ...state, model };
}

function decided(state: State, ids: string[], decision: Value | null | undefined): State {
  if (typeof decision !== "string") return state;
  const chosen = new Set(ids);
  return { ...state, findings: state.findings.map((f) => (chosen.has(f.id) ? { ...f, decision } : f)) };
}

function commandModel(m: Model, c: Command): Model {
  switch (c.verb) {
    case "add":
      return c.section === "interfaces" ? m : putEntry(m, c.section, { ...c.fields, id: c.id });
    case "connect":
      return c.id ? putEntry(m, "flows", { ...c.fields, id: c.id, from: c.from, to: c.to }) : m;
    case "control":
      return putEntry(m, "controls", { ...c.fields, id: c.id });
    case "set":
      return setPath(m, c.path, () => c.value);
    case "unset":
      return setPath(m, c.path, () => undefined);
    case "append":
      return setPath(m, c.path, (old) => [...asList(old).filter((v) => v !== c.value), c.value]);
    case "drop":
      return setPath(m, c.path, (old) => asList(old).filter((v) => v !== c.value));
    case "attribute":
      return setPath(m, attributePath(m, c.target, c.key), () => c.value || undefined);
    case "remove":
      return c.section === "interfaces" ? m : withSection(m, c.section, (old) => old.filter((e) => e.id !== c.id));
    case "rename":
      return c.section === "interfaces" ? m : renameEntry(m, c.section, c.id, c.to);
    case "move":
      return moveTo(m, c.id, c.zone);
    case "reconnect":
      return setPath(m, `flows/${c.flow}/${c.end}`, () => c.to);
    case "order":
      return withSection(m, c.section, (old) => standBefore(old, c.id, c.before));
    case "place":
      return {
        ...m,
        layout: mergeLayout(m.layout, { [c.view]: { [c.target]: placeOf(c, m.layout[c.view]?.[c.target]) } }),
      };
    default:
      return m;
  }
}

const withSection = (m: Model, s: Section, f: (old: Entry[]) => Entry[]): Model => ({
  ...m,
  sections: { ...m.sections, [s]: f(m.sections[s] ?? []) },
});

function moveTo(m: Model, id: string, zone: string): Model {
  const isZone = m.sections.zones?.some((z) => z.id === id);
  return setPath(m, isZone ? `zones/${id}/in` : `elements/${id}/zone`, () => zone || undefined);
}

function standBefore(old: Entry[], id: string, before: string): Entry[] {
  const moved = old.find((e) => e.id === id);
  if (!moved || id === before) return old;
  const rest = old.filter((e) => e.id !== id);
  const at = rest.findIndex((e) => e.id === before);
  rest.splice(at < 0 ? rest.length : at, 0, moved);
  return rest;
}

/** What a place becomes; null where a flow is left to find its way. */
function placeOf(c: Box | Way, old: Box | Way | undefined): Box | Way | null {
  if (isWay(c)) return c.via.length > 0 ? { via: c.via } : null;
  const was = isWay(old) ? undefined : old;
  const w = c.w || was?.w;
  const h = c.h || was?.h;
  const locked = c.locked ?? was?.locked;
  return { x: c.x, y: c.y, ...(w ? { w } : {}), ...(h ? { h } : {}), ...(locked ? { locked } : {}) };
}

const asList = (v: Value | undefined): string[] =>
  Array.isArray(v) ? v.filter((x) => typeof x === "string") : v === undefined ? [] : [String(v)];

function putEntry(m: Model, section: Section, e: Entry): Model {
  return withSection(m, section, (old) =>
    old.some((x) => x.id === e.id) ? old.map((x) => (x.id === e.id ? { ...x, ...e } : x)) : [...old, e],
  );
}

function attributePath(m: Model, target: string, key: string): string {
  if (target === "device") return `device/attributes/${key}`;
  const dot = target.indexOf(".");
  if (dot > 0) return `elements/${target.slice(0, dot)}/interfaces/${target.slice(dot + 1)}/attributes/${key}`;
  const section = (["elements", "flows", "data"] as const).find((s) => m.sections[s]?.some((e) => e.id === target));
  return `${section ?? "elements"}/${target}/attributes/${key}`;
}

type Next = (old: Value | undefined) => Value | undefined;

/** Writes a value at a path such as elements/pcu/zone. undefined takes the key away. What is not there stays so. */
function setPath(m: Model, path: string, next: Next): Model {
  const [head, ...rest] = path.split("/");
  if (!head) return m;
  if (!(sections as readonly string[]).includes(head)) return { ...m, head: setIn(m.head, [head, ...rest], next) };
  const section = head as Section;
  const [id, ...keys] = rest;
  if (keys.length === 0 || !m.sections[section]?.some((e) => e.id === id)) return m;
  return withSection(m, section, (old) => old.map((e) => (e.id === id ? setIn(e, keys, next) : e)));
}

function setIn<T extends { [key: string]: Value | undefined }>(o: T, keys: string[], next: Next): T {
  const [key, ...rest] = keys;
  if (key === undefined) return o;
  const old = o[key];
  const value = rest.length === 0 ? next(old) : setInside(old, rest, next);
  const out: { [key: string]: Value | undefined } = { ...o };
  if (value === undefined || (typeof value === "object" && Object.keys(value).length === 0)) delete out[key];
  else out[key] = value;
  return out as T;
}

// Below a key stands a mapping, or a list of mappings with ids (interfaces of an element).
function setInside(old: Value | undefined, keys: string[], next: Next): Value {
  if (Array.isArray(old) && old.some((x) => typeof x === "object")) {
    const [id, ...rest] = keys;
    return (old as Fields[]).map((x) => (x.id === id && rest.length > 0 ? setIn(x, rest, next) : x));
  }
  return setIn(typeof old === "object" && !Array.isArray(old) ? old : {}, keys, next);
}

function renameEntry(m: Model, section: Section, from: string, to: string): Model {
  const swap = (v: Value): Value => {
    if (v === from) return to;
    return Array.isArray(v) ? (v.map((x) => (x === from ? to : x)) as Value) : v;
  };
  const out: Model["sections"] = {};
  for (const s of sections) {
    out[s] = m.sections[s]?.map((e) => {
      const next: Entry = s === section && e.id === from ? { ...e, id: to } : { ...e };
      let changed = next.id !== e.id;
      for (const key of references) {
        const was = e[key];
        if (was === undefined || JSON.stringify(swap(was)) === JSON.stringify(was)) continue;
        next[key] = swap(was);
        changed = true;
      }
      return changed ? next : e;
    });
  }
  return { ...m, sections: { ...m.sections, ...out } };
}

// The keys that hold ids of other entries. The server renames all of them; here it is enough that nothing flickers.
const references = [
  "zone",
  "in",
  "from",
  "to",
  "carries",
  "of",
  "data",
  "by",
  "uses",
  "at",
  "controls",
  "stores",
  "roles",
  "shows",
  "about",
  "views",
];

/** The entries and places that commands write, for finding out whether a delta of another person touches them. */
export function touched(commands: Command[]): Set<string> {
  const out = new Set<string>();
  for (const c of commands) {
    if ("path" in c) out.add(c.path.split("/").slice(0, 2).join("/"));
    else if (c.verb === "place") out.add(`layout/${c.view}/${c.target}`);
    else if (c.verb === "connect") out.add(`flows/${c.id}`);
    else if (c.verb === "reconnect") out.add(`flows/${c.flow}`);
    else if (c.verb === "move") for (const s of ["elements", "zones"]) out.add(`${s}/${c.id}`);
    else if (c.verb === "decide") for (const f of c.findings) out.add(`threats/${f}`);
    else if (c.verb === "control") out.add(`controls/${c.id}`);
    else if (c.verb === "text") out.add(`file/${c.file}`);
    else if (c.verb === "order") out.add(`order/${c.section}`);
    else if (c.verb === "attribute")
      for (const s of ["elements", "flows", "data"]) out.add(`${s}/${c.target.split(".")[0]}`);
    else if ("section" in c) out.add(`${c.section}/${c.id ?? ""}`);
  }
  return out;
}

/** The same for a delta. */
export function touchedBy(d: Delta): Set<string> {
  const out = new Set<string>();
  for (const [section, entries] of Object.entries(d.entries))
    for (const id of Object.keys(entries ?? {})) out.add(`${section}/${id}`);
  for (const [view, boxes] of Object.entries(d.layout ?? {}))
    for (const id of Object.keys(boxes)) out.add(`layout/${view}/${id}`);
  for (const section of Object.keys(d.order ?? {})) out.add(`order/${section}`);
  for (const key of Object.keys(d.head ?? {})) out.add(key);
  for (const name of Object.keys(d.files)) out.add(`file/${name}`);
  return out;
}
