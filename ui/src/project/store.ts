// The one project that is open: its state at the last revision that is known, the edits on their way, who else is here
// and what is selected. Pages read `view` (state with the edits on their way applied) and call send; nothing else.
import { create } from "zustand";
import { ApiError, api, Offline } from "@/api/client";
import type { Archiving, Clash, Command, Delta, Did, Notice, Presence, Role, State } from "@/api/types";
import { lastOfYours, renamedTo, sameFields } from "./clash";
import { named } from "./did";
import { keptText } from "./kept";
import { browserKeep, type Keep, type Pending } from "./queue";
import { applyCommand, applyDelta, touched, touchedBy } from "./reduce";
import { browserTrail, type Step, stillThere, type Trail } from "./steps";

/** One thing that is selected, the same on canvas, outline, table and text. */
export interface Selected {
  kind: string; // a section of the language, "findings" or "interfaces"
  id: string;
}

/** An edit that another person's edit stands in the way of. The queue waits until it is answered. */
export interface Conflict {
  pending: Pending;
  head: number;
  clashes: Clash[];
}

/** What the server said no to, in its words. Needs are the fields of a decision that are missing. */
export interface Refusal {
  title: string;
  detail: string;
  code?: string;
  finding?: string;
  needs?: { field: string; message: string }[];
  /** What was to be written, of an edit that had to wait so long that nothing on the page shows it any more. */
  yours?: string;
  at: number;
}

export function refusal(title: string, e: unknown): Refusal {
  const p = e instanceof ApiError ? e.problem : undefined;
  return {
    title,
    detail: e instanceof Error ? e.message : String(e),
    at: ground.now(),
    ...(p?.code ? { code: p.code } : {}),
    ...(p?.finding ? { finding: p.finding } : {}),
    ...(p?.needs ? { needs: p.needs } : {}),
  };
}

export type { Step };

export interface ProjectStore {
  id?: string;
  person: string; // name of the account that is signed in; empty where nobody signs in
  unsentOf: string[]; // others who signed in here and left edits that wait for them
  status: "none" | "loading" | "ready" | "missing" | "failed";
  problem?: string;
  state?: State; // as the server has it
  view?: State; // with the edits on their way
  pending: Pending[];
  sending: boolean;
  offline: boolean;
  /** Why edits are kept here unsent until somebody allows them: the project is archived, or the role was taken away. */
  held?: "archived" | "role";
  /** Why a server that can be reached takes no edit now, by the code of its answer: full, busy, pace. */
  stuck?: string;
  live: boolean;
  savedAt?: number;
  conflict?: Conflict;
  refused?: Refusal;
  /** What the server tells the people besides the changes. */
  notice?: Notice & { at: number };
  /** An undo after which something that came later would no longer hold. */
  doubt?: { from: "undo" | "redo"; step: Step };
  /** What was told last of the project being archived or taken back, and by whom. */
  archiving?: Archiving;
  undo: Step[];
  redo: Step[];
  selection: Selected[];
  people: Record<string, Presence>;
}

export const useProject = create<ProjectStore>()(() => ({
  person: "",
  unsentOf: [],
  status: "none",
  pending: [],
  sending: false,
  offline: false,
  live: false,
  undo: [],
  redo: [],
  selection: [],
  people: {},
}));

const get = useProject.getState;
const set = useProject.setState;

// What the store stands on; tests put their own here.
export const ground = {
  api,
  keep: browserKeep as Keep,
  trail: browserTrail as Trail,
  uuid: () => crypto.randomUUID() as string,
  now: () => Date.now(),
};

let opened = 0;
let ahead = new Map<number, Delta>(); // deltas that came before the one they follow
let catching = false;
let retry: ReturnType<typeof setTimeout> | undefined;
let wait = 500;

/** Opens a project and loads its state. Opening the one that is open does nothing. */
export async function openProject(id: string) {
  if (get().id === id && get().status !== "failed" && get().status !== "missing") return;
  closeProject();
  const nth = ++opened;
  set({ id, status: "loading" });
  let person: string;
  try {
    const { accounts, user } = await ground.api.session();
    person = (accounts && user?.name) || "";
  } catch (e) {
    if (nth === opened) cannotOpen(e);
    return;
  }
  if (nth !== opened) return;
  set({ person, ...unsent(id, person) });
  await reload();
  if (nth !== opened) return;
  void flush();
  await retrace(id);
}

// Everyone sends their own edits only: the history names whoever is signed in as their author. Whose those without a name
// are nobody can tell once there are accounts, so they are sent only where nobody signs in.
function unsent(id: string, person: string) {
  const kept = ground.keep.load(id);
  const pending = kept.filter((p) => (p.by ?? "") === person);
  const others = kept.flatMap((p) => (p.by && p.by !== person ? [p.by] : []));
  return { pending, unsentOf: [...new Set(others)] };
}

const door = "theriac.person";

/** Somebody signed in: what is open is that of the one before. Other tabs of this browser hear of it. */
export function signedIn(name: string) {
  closeProject();
  try {
    localStorage.setItem(door, name);
  } catch {
    // Other tabs learn of it when they load.
  }
}

/** Calls back when another person has signed in in another tab, for all tabs share who is signed in. */
export function onNewcomer(act: () => void) {
  const hear = (e: StorageEvent) => {
    if (e.key !== door) return;
    const { id } = get();
    closeProject();
    if (id) void openProject(id);
    act();
  };
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}

// What could be taken back before the page was loaded anew still can, where the history is still the same one.
async function retrace(id: string) {
  const kept = ground.trail.load(id, get().person);
  if (kept.undo.length + kept.redo.length === 0 || !get().state) return;
  try {
    const found = await stillThere(kept, (revision) => ground.api.contentOf(id, revision));
    const { undo, redo } = get();
    // An edit that was made meanwhile comes after them, and takes what could be done again away as ever.
    if (get().id === id)
      set({ undo: [...found.undo, ...undo], redo: undo.length > 0 ? redo : [...found.redo, ...redo] });
  } catch {
    // Without a line nothing can be taken back anyway.
  }
}

useProject.subscribe((now, old) => {
  if (now.id && now.id === old.id && (now.undo !== old.undo || now.redo !== old.redo))
    ground.trail.put(now.id, now.person, { undo: now.undo, redo: now.redo });
});

export function closeProject() {
  clearTimeout(retry);
  opened++;
  ahead = new Map();
  wait = 500;
  const empty = { status: "none" as const, pending: [], sending: false, offline: false, live: false };
  set({
    ...empty,
    id: undefined,
    person: "",
    unsentOf: [],
    state: undefined,
    view: undefined,
    problem: undefined,
    conflict: undefined,
    refused: undefined,
    held: undefined,
    stuck: undefined,
    notice: undefined,
    doubt: undefined,
    archiving: undefined,
    undo: [],
    redo: [],
    selection: [],
    people: {},
  });
}

let turns = 0; // how often role and archiving were told

/** Loads the whole state anew. */
export async function reload() {
  const id = get().id;
  if (!id) return;
  const asked = turns;
  try {
    const state = await ground.api.state(id);
    if (get().id !== id) return;
    if (turns !== asked) return await reload(); // it says what was so before
    const newer = (get().state?.revision ?? 0) > state.revision; // deltas were faster
    show({ ...(newer ? {} : { state }), status: "ready", offline: false });
    drain();
    allowed();
  } catch (e) {
    if (get().id !== id) return;
    if (e instanceof Offline && get().state) set({ offline: true });
    else cannotOpen(e);
  }
}

function cannotOpen(e: unknown) {
  const missing = e instanceof ApiError && e.status === 404; // edits that wait stay
  set({ status: missing ? "missing" : "failed", problem: e instanceof Error ? e.message : String(e) });
}

// show sets the state and what follows from it: the view. What may not be sent now is not shown as if it were there.
export function show(next: Partial<ProjectStore>) {
  const all = { ...get(), ...next };
  const ahead = all.held ? [] : all.pending;
  const view = all.state && ahead.reduce((s, p) => p.commands.reduce(applyCommand, s), all.state);
  set({ ...next, ...(view ? { view } : {}) });
}

/** The project is archived, or is not, as somebody says before the delta does that did it. */
export function archived(now: boolean) {
  const { state } = get();
  turns++;
  if (!state || Boolean(state.project.archived) === now) return;
  show({ state: { ...state, project: { ...state.project, archived: now } } });
  allowed();
}

/** The role of this person is another one now. No delta tells of it. */
export function given(role: Role) {
  const { state } = get();
  turns++;
  if (!state || state.project.role === role) return;
  show({ state: { ...state, project: { ...state.project, role } } });
  allowed();
}

// Sends what was held where it may be sent by now, and else knows why it may not.
function allowed() {
  const { held, state } = get();
  if (!held || !state) return;
  const { archived, role } = state.project;
  const why = archived ? "archived" : role === "owner" || role === "editor" ? undefined : "role";
  show({ held: why });
  if (!why) void flush();
}

/** Takes a delta from wherever it came: known ones are ignored, early ones wait for those between. */
export function receive(d: Delta) {
  const state = get().state;
  if (!state || d.revision <= state.revision) return;
  ahead.set(d.base, d);
  drain();
  if (ahead.size > 0 && !catching) void catchUp();
}

// drain applies what follows the state, as far as there is no gap.
function drain() {
  let { state, pending } = get();
  if (!state) return;
  for (const d of [...ahead.values()]) if (d.revision <= state.revision) ahead.delete(d.base);
  let selection = get().selection;
  for (let d = ahead.get(state.revision); d; d = ahead.get(state.revision)) {
    ahead.delete(d.base);
    state = applyDelta(state, d);
    if (d.notice) set({ notice: { ...d.notice, at: ground.now() } });
    if (d.archived !== undefined) set({ archiving: { archived: d.archived, by: d.author } });
    const { key } = d;
    const own = pending.some((p) => p.key === key);
    if (own) ground.keep.drop(get().id ?? "", key);
    const delta = d;
    pending = pending.filter((p) => p.key !== key).map((p) => advance(p, delta, own));
    for (const r of d.renamed ?? []) {
      if (!own) pending = pending.map((p) => ({ ...p, commands: renamedTo(p.commands, r) }));
      selection = selection.map((s) => (s.kind === r.section && s.id === r.from ? { ...s, id: r.to } : s));
    }
  }
  if (state === get().state) return;
  show({ state, pending, selection });
  allowed();
}

// An edit may say that it knows a newer revision where that is its author's own or touches nothing that it writes. An edit
// of the text counts bytes of the revision that it was made on.
function advance(p: Pending, d: Delta, own: boolean): Pending {
  if (d.base !== p.base || (own && p.commands.some((c) => c.verb === "text"))) return p;
  if (!own) {
    const theirs = touchedBy(d);
    for (const place of touched(p.commands)) if (theirs.has(place)) return p;
  }
  return { ...p, base: d.revision };
}

/** Asks for the deltas that are missing; where the server no longer has them, for the whole state. */
export async function catchUp() {
  const { id, state } = get();
  if (!id || !state || catching) return;
  catching = true;
  try {
    for (const d of await ground.api.deltas(id, state.revision)) ahead.set(d.base, d);
    set({ offline: false });
    const before = get().state?.revision;
    drain();
    if (ahead.size > 0 && get().state?.revision === before) await reload();
  } catch (e) {
    if (e instanceof Offline) set({ offline: true });
    else await reload(); // too far back
  } finally {
    catching = false;
  }
}

/**
 * Sends commands as one revision and one step of undo; without a name for it, the server makes one of the commands. The page shows their effect at once; the promise resolves when
 * the server has them, with the delta, and with undefined where they were given up (refused, or dropped in a conflict).
 */
export function send(commands: Command[], did?: Did): Promise<Delta | undefined> {
  const { id, state, pending, person } = get();
  if (!id || !state || commands.length === 0) return Promise.resolve(undefined);
  const p: Pending = {
    key: ground.uuid(),
    base: state.revision,
    commands,
    made: ground.now(),
    ...(did ? { did } : {}),
    ...(person ? { by: person } : {}),
  };
  ground.keep.put(id, p);
  show({ pending: [...pending, p] });
  return new Promise((resolve) => {
    waiting.set(p.key, resolve);
    void flush();
  });
}

const waiting = new Map<string, (d: Delta | undefined) => void>();

function settle(key: string, d?: Delta) {
  waiting.get(key)?.(d);
  waiting.delete(key);
}

/** Sends what waits, one after the other, until nothing is left, the line is lost or a person must be asked. */
export async function flush() {
  const { id, status, sending, conflict, held, state } = get();
  const next = get().pending[0];
  if (!id || !state || status !== "ready" || sending || conflict || held || !next) return;
  clearTimeout(retry);
  const nth = opened; // the answer may come when another person has the project open
  set({ sending: true });
  try {
    const { key, base, commands, did } = next;
    const name = did && { did, title: named({ did }, "en").slice(0, 200) };
    const d = await ground.api.commands(id, { base, key, commands, ...name });
    if (nth !== opened) return settle(key, d);
    acknowledge(next, d);
  } catch (e) {
    if (nth !== opened) return;
    failed(next, e);
  } finally {
    if (nth === opened) set({ sending: false });
  }
  if (!get().offline) void flush();
}

function acknowledge(p: Pending, d: Delta) {
  wait = 500;
  ground.keep.drop(get().id ?? "", p.key);
  remember(stepOf(d));
  receive(d);
  const off = () => show({ pending: get().pending.filter((x) => x.key !== p.key) });
  // Where revisions between are missing, the effect stays on screen until they are here.
  if (d.revision <= (get().state?.revision ?? 0)) off();
  else void catchUp().then(off);
  set({ offline: false, stuck: undefined, savedAt: ground.now() });
  settle(p.key, d);
}

function failed(p: Pending, e: unknown) {
  if (e instanceof ApiError && e.status === 409 && e.problem.clashes) {
    const clashes = lastOfYours(
      e.problem.clashes,
      get().pending.filter((x) => sameFields(p, x)),
    );
    set({ stuck: undefined, conflict: { pending: p, head: e.problem.head ?? get().state?.revision ?? 0, clashes } });
    void catchUp();
    return;
  }
  // Too many at once and a server that stumbled are asked again; the key makes that safe.
  if (e instanceof Offline || (e instanceof ApiError && waits(e))) {
    set({ offline: true, stuck: e instanceof ApiError ? (e.problem.code ?? "internal") : undefined });
    retry = setTimeout(() => void flush(), wait);
    wait = Math.min(wait * 2, 15_000);
    return;
  }
  // Whoever is not signed in any more signs in again; what was typed is kept until then.
  if (e instanceof ApiError && e.status === 401) return set({ status: "failed", problem: e.message });
  set({ stuck: undefined, offline: false });
  if (hold(e)) return;
  giveUp(p);
  if (e instanceof ApiError && e.problem.code === "nothing") return; // it is so already
  const late = ground.now() - p.made > lateAfter;
  set({ refused: { ...refusal(named(p), e), ...(late ? { yours: keptText([p]) } : {}) } });
}

const lateAfter = 10_000; // ms

// What has to do with the server and not with the edit: a pace, a fault, a name that it is not asked by any more.
const waits = ({ status, problem }: ApiError) =>
  status === 429 || status >= 500 || problem.code === "host" || problem.code === "origin";

// Nothing is wrong with an edit that meets an archived project, a role that was taken away, or no project at all: it is
// kept unsent until it may be sent, or its author lets it go.
function hold(e: unknown): boolean {
  if (!(e instanceof ApiError)) return false;
  if (e.status === 404) {
    cannotOpen(e);
  } else if (isArchived(e)) {
    show({ held: "archived" });
    archived(true); // the live line has not told it yet
  } else if (e.problem.code === "forbidden") {
    show({ held: "role" });
    given("reader"); // until the server says which it is
    void reload();
  } else {
    return false;
  }
  return true;
}

/** Lets all edits go that wait here, because their author said so. */
export function letGo() {
  for (const p of get().pending) giveUp(p);
  show({ held: undefined, conflict: undefined });
}

export const isArchived = (e: unknown) => e instanceof ApiError && e.problem.code === "archived";

function giveUp(p: Pending) {
  ground.keep.drop(get().id ?? "", p.key);
  show({ pending: get().pending.filter((x) => x.key !== p.key) });
  settle(p.key);
}

/** Answers a conflict: write mine over theirs, or leave theirs. It is the answer for later edits of the same fields too. */
export async function answerConflict(choice: "mine" | "theirs") {
  const c = get().conflict;
  if (!c) return;
  set({ conflict: undefined });
  for (const p of get().pending.filter((x) => x.key === c.pending.key || sameFields(c.pending, x))) {
    if (choice === "theirs") giveUp(p);
    else askAnew(p, c.head);
  }
  await flush();
}

// A new edit takes the place of one that was answered with no.
function askAnew(p: Pending, base: number) {
  const id = get().id ?? "";
  const again = { ...p, key: ground.uuid(), base };
  ground.keep.drop(id, p.key);
  ground.keep.put(id, again);
  const resolve = waiting.get(p.key);
  waiting.delete(p.key);
  if (resolve) waiting.set(again.key, resolve);
  show({ pending: get().pending.map((x) => (x.key === p.key ? again : x)) });
}

/** What was typed on while its first part waited is one edit with it, under a new key, on the text as it is here. */
export function typedOn(commands: Command[]) {
  const { pending, state } = get();
  const p = pending.find((x) => x.commands === commands);
  if (p && state) askAnew(p, state.revision);
}

const KEPT = 100;

export const stepOf = (d: Delta, of: { title: string; did?: Did } = d): Step => ({
  revision: d.revision,
  title: of.title,
  hash: d.hash,
  ...(of.did ? { did: of.did } : {}),
});

function remember(step: Step) {
  set({ undo: [...get().undo, step].slice(-KEPT), redo: [] });
}

/** Takes in a revision that this person made by another way than commands. It is a step of undo like any other. */
export function made(d: Delta) {
  remember(stepOf(d));
  receive(d);
  set({ savedAt: ground.now() });
}

/** Selects. With add, what is selected already stays, and what is selected again is let go. */
export function select(items: Selected[], add = false) {
  const old = get().selection;
  if (!add) return set({ selection: items });
  const key = (s: Selected) => `${s.kind}/${s.id}`;
  const asked = new Set(items.map(key));
  const had = new Set(old.map(key));
  set({ selection: [...old.filter((s) => !asked.has(key(s))), ...items.filter((s) => !had.has(key(s)))] });
}
