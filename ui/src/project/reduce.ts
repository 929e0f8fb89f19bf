// Pure functions over the state of a project: what a delta of the server does to it, and what a command of this page
// would do to it before the server has answered. Neither changes what it is given.
import {
  type Command,
  type Delta,
  type Entry,
  type Fields,
  type Finding,
  type Layout,
  type Model,
  type Section,
  type State,
  sections,
  type TextEdit,
  type Value,
} from "@/api/types";

/** Applies the delta of the very next revision. A delta of another revision is a mistake of the caller. */
export function applyDelta(state: State, d: Delta): State {
  if (d.revision !== state.revision + 1) {
    throw new Error(`delta of revision ${d.revision} cannot follow revision ${state.revision}`);
  }
  const model: Model = { ...state.model };
  for (const section of Object.keys({ ...d.entries, ...d.order }) as Section[]) {
    model[section] = mergeEntries(state.model[section] ?? [], d.entries[section] ?? {}, d.order?.[section]);
  }
  if (d.layout) model.layout = mergeLayout(state.model.layout ?? {}, d.layout);
  if (d.name !== undefined) model.name = d.name;
  if (d.device !== undefined) model.device = d.device;
  return {
    ...state,
    project: d.name === undefined ? state.project : { ...state.project, name: d.name },
    revision: d.revision,
    hash: d.hash,
    model,
    findings: mergeFindings(state.findings, d.findings),
    counts: d.counts ?? state.counts,
    diagnostics: d.diagnostics ?? state.diagnostics,
    files: mergeFiles(state, d),
    questionsOpen: d.questionsOpen ?? state.questionsOpen,
  };
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
    out[view] = next;
  }
  return out;
}

function mergeFindings(old: Finding[], d: Delta["findings"]): Finding[] {
  if (!d || (d.upsert.length === 0 && d.gone.length === 0 && !d.order)) return old;
  const gone = new Set(d.gone);
  const changed = new Map(d.upsert.map((f) => [f.id, f]));
  const out: Finding[] = [];
  for (const f of old) {
    if (gone.has(f.id) && !changed.has(f.id)) continue;
    out.push(changed.get(f.id) ?? f);
    changed.delete(f.id);
  }
  out.push(...changed.values());
  return d.order ? inOrder(out, d.order) : out.sort((a, b) => a.rank - b.rank);
}

function mergeFiles(state: State, d: Delta): State["files"] {
  if (!d.files || Object.keys(d.files).length === 0) return state.files;
  const left = new Map(Object.entries(d.files));
  const out: State["files"] = [];
  for (const f of state.files) {
    const change = left.get(f.name);
    left.delete(f.name);
    if (change === undefined) out.push(f);
    else if (change) {
      out.push({ ...f, text: "text" in change ? change.text : applyEdits(f.text, change.edits), version: d.revision });
    }
  }
  for (const [name, change] of left) {
    if (change) {
      out.push({ name, text: "text" in change ? change.text : applyEdits("", change.edits), version: d.revision });
    }
  }
  return out;
}

/** Applies edits whose offsets are bytes of UTF-8. They are ordered and do not overlap. */
export function applyEdits(text: string, edits: TextEdit[]): string {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
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
  const model = commandModel(state, c);
  const findings = commandFindings(state, c);
  const files =
    c.verb === "text"
      ? state.files.map((f) => (f.name === c.file ? { ...f, text: applyEdits(f.text, c.edits) } : f))
      : state.files;
  if (model === state.model && findings === state.findings && files === state.files) return state;
  return { ...state, model, findings, files };
}

function commandFindings(state: State, c: Command): Finding[] {
  const decision = c.verb === "decide" ? c.fields.decision : undefined;
  if (c.verb !== "decide" || typeof decision !== "string") return state.findings;
  const ids = new Set(c.findings);
  return state.findings.map((f) => (ids.has(f.id) ? { ...f, decision } : f));
}

function commandModel(state: State, c: Command): Model {
  const m = state.model;
  switch (c.verb) {
    case "add":
      return c.id ? putEntry(m, c.section, { ...c.fields, id: c.id }) : m;
    case "connect":
      return putEntry(m, "flows", { ...c.fields, id: c.id, from: c.from, to: c.to });
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
      return setPath(m, attributePath(m, c.target, c.key), () => (c.value === "" ? undefined : c.value));
    case "remove":
      return { ...m, [c.section]: (m[c.section] ?? []).filter((e) => e.id !== c.id) };
    case "rename":
      return renameEntry(m, c.section, c.id, c.to);
    case "move":
      return c.element
        ? setPath(m, `elements/${c.element}/zone`, () => c.zone || undefined)
        : setPath(m, `zones/${c.moved}/in`, () => c.zone || undefined);
    case "reconnect":
      return setPath(m, `flows/${c.flow}/${c.end}`, () => c.to);
    case "order":
      return { ...m, [c.section]: inOrder(m[c.section] ?? [], c.ids) };
    case "place":
      return {
        ...m,
        layout: mergeLayout(m.layout ?? {}, { [c.view]: { [c.id]: boxOf(c, m.layout?.[c.view]?.[c.id]) } }),
      };
    default:
      return m; // decide and text: what they mean for the model only the server knows
  }
}

function boxOf(c: { x: number; y: number; w?: number; h?: number }, old?: { w?: number; h?: number }) {
  const w = c.w ?? old?.w;
  const h = c.h ?? old?.h;
  return { x: c.x, y: c.y, ...(w === undefined ? {} : { w }), ...(h === undefined ? {} : { h }) };
}

const asList = (v: Value | undefined): string[] => (Array.isArray(v) ? v : v === undefined ? [] : [String(v)]);

function putEntry(m: Model, section: Section, e: Fields & { id: string }): Model {
  const old = m[section] ?? [];
  const i = old.findIndex((x) => x.id === e.id);
  return { ...m, [section]: i < 0 ? [...old, e] : old.map((x, j) => (j === i ? { ...x, ...e } : x)) };
}

function attributePath(m: Model, target: string, key: string): string {
  if (target === "device") return `device/attributes/${key}`;
  const dot = target.indexOf(".");
  if (dot > 0) return `elements/${target.slice(0, dot)}/interfaces/${target.slice(dot + 1)}/attributes/${key}`;
  const section = (["elements", "flows", "data"] as const).find((s) => m[s]?.some((e) => e.id === target));
  return `${section ?? "elements"}/${target}/attributes/${key}`;
}

/** Writes a value at a path such as elements/pcu/zone. undefined takes the key away. What is not there stays so. */
function setPath(m: Model, path: string, next: (old: Value | undefined) => Value | undefined): Model {
  const [head, ...rest] = path.split("/");
  if (!head) return m;
  if ((sections as readonly string[]).includes(head)) {
    const section = head as Section;
    const [id, ...keys] = rest;
    if (keys.length === 0 || !m[section]?.some((e) => e.id === id)) return m;
    return { ...m, [section]: m[section].map((e) => (e.id === id ? (setIn(e as Fields, keys, next) as Entry) : e)) };
  }
  return setIn(m as unknown as Fields, [head, ...rest], next) as unknown as Model;
}

function setIn(o: Fields, keys: string[], next: (old: Value | undefined) => Value | undefined): Fields {
  const [key, ...rest] = keys;
  if (key === undefined) return o;
  const old = o[key];
  const inner = typeof old === "object" && !Array.isArray(old) ? old : {};
  const value = rest.length === 0 ? next(old) : setIn(inner, rest, next);
  const empty = value === undefined || (typeof value === "object" && Object.keys(value).length === 0);
  const out = { ...o };
  if (empty) delete out[key];
  else out[key] = value;
  return out;
}

function renameEntry(m: Model, section: Section, from: string, to: string): Model {
  const swap = (v: unknown): unknown => {
    if (v === from) return to;
    return Array.isArray(v) ? v.map(swap) : v;
  };
  const out: Model = { ...m };
  for (const s of sections) {
    const entries = m[s];
    if (!entries) continue;
    out[s] = entries.map((e) => {
      if (s === section && e.id === from) return { ...e, id: to };
      const next: Entry = { ...e };
      let changed = false;
      for (const key of references) {
        const was = e[key];
        if (was === undefined) continue;
        const is = swap(was) as Value;
        if (JSON.stringify(is) !== JSON.stringify(was)) {
          next[key] = is;
          changed = true;
        }
      }
      return changed ? next : e;
    });
  }
  return out;
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
];

/** The entries and places that commands write, for finding out whether a delta of another person touches them. */
export function touched(commands: Command[]): Set<string> {
  const out = new Set<string>();
  for (const c of commands) {
    if ("path" in c) out.add(c.path.split("/").slice(0, 2).join("/"));
    else if (c.verb === "place") out.add(`layout/${c.view}/${c.id}`);
    else if (c.verb === "connect") out.add(`flows/${c.id}`);
    else if (c.verb === "reconnect") out.add(`flows/${c.flow}`);
    else if (c.verb === "move") out.add(c.element ? `elements/${c.element}` : `zones/${c.moved}`);
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
  for (const name of Object.keys(d.files ?? {})) out.add(`file/${name}`);
  return out;
}
