// Edits of the diagram sent to the project, each with a name for undo. Canvas, outline and inspector call these.
import type { Command, Did } from "@/api/types";
import { undo } from "@/project/back";
import { did, named } from "@/project/did";
import { send, useProject } from "@/project/store";
import { announce } from "@/shell/announce";
import { toast } from "@/shell/toast";
import { type Translate, translator } from "@/words/catalogue";
import * as clip from "./clip";
import * as edit from "./edit";
import { entriesOf } from "./graph";
import { shortOf, zoneAround } from "./notes";
import { bounds, freePlace, type Rect, zonePad, zoneTitle } from "./place";
import type { Point } from "./route";
import type { Scene } from "./scene";
import type { Thing } from "./state";
import { words } from "./words";

const t: Translate<typeof words.en> = (key, ...args) => translator(words)(key, ...args);

/** Up to so many boxes are written down together when the first of a view is moved, so that the others stay. */
const frozen = 400;

export const nameIn = (s: Scene, x: Thing): string => {
  const note = s.note.get(x.id);
  if (note) return t("noteName", { text: shortOf(note.text) });
  return s.element.get(x.id)?.name ?? s.flow.get(x.id)?.name ?? s.zone.get(x.id)?.name ?? x.id;
};

/** What a note is about, in words. */
export const aboutWords = (s: Scene, about: string[]): string =>
  t("noteAbout", { names: about.map((id) => nameIn(s, { kind: "elements", id })).join(", ") });

/** The name of a thing for a step of the history, which readers of other languages see as well. */
const note = { is: "note" as const };
const called = (s: Scene, x: Thing): { name: string } => {
  const written = s.note.get(x.id);
  return written ? { name: shortOf(written.text), ...note } : { name: nameIn(s, x) };
};

// Sends commands as one step, and says it.
function step(commands: Command[], done: Did) {
  void send(commands, done);
  announce(named({ did: done }));
}

// Places of elements that nobody has placed yet, except those named.
function freeze(s: Scene, except: Set<string>): Command[] {
  const loose = s.graph.elements.filter((e) => !s.stored[e.id] && !except.has(e.id));
  const empty = s.graph.zones.filter(
    (z) =>
      !s.stored[z.id] &&
      !except.has(z.id) &&
      !s.graph.elements.some((e) => e.zone === z.id) &&
      !s.graph.zones.some((y) => y.in === z.id),
  );
  if (loose.length + empty.length > frozen) return [];
  return [...loose, ...empty].flatMap((x) => {
    const r = s.places.get(x.id);
    return r ? [edit.place(s.view, x.id, r)] : [];
  });
}

export const locked = (s: Scene, id: string): boolean => s.stored[id]?.locked === true;

/** What may be moved by itself: a locked box stays where it is, in a zone that moves it stays where it is in that. */
export const movable = (s: Scene, things: Thing[]): Thing[] =>
  things.filter((x) => x.kind !== "flows" && !locked(s, x.id));

/** Locks boxes where they are, or unlocks them where all are locked. */
export function lock(s: Scene, things: Thing[]) {
  const boxes = things.filter((x) => x.kind !== "flows" && s.places.has(x.id));
  const first = boxes[0];
  if (!first) return;
  const on = boxes.some((x) => !locked(s, x.id));
  const ids = new Set(boxes.map((x) => x.id));
  const commands = boxes.flatMap((x): Command[] => {
    const r = s.places.get(x.id);
    if (!r) return [];
    // A zone that is locked keeps its size as well.
    const sized = s.stored[x.id]?.w || (on && s.zone.has(x.id));
    return [{ ...edit.place(s.view, x.id, sized ? r : { x: r.x, y: r.y }), locked: on } as Command];
  });
  step([...freeze(s, ids), ...commands], did(on ? "lock" : "unlock", { n: boxes.length, ...called(s, first) }));
}

/** Everything that moves along when things are moved: what lies in a zone goes with it. */
export function movers(s: Scene, things: Thing[]): Set<string> {
  const out = new Set<string>();
  for (const x of things) {
    if (x.kind === "flows") continue;
    out.add(x.id);
    if (x.kind !== "zones") continue;
    for (const z of s.graph.zones) if (edit.liesIn(s.model, z.id, x.id)) out.add(z.id);
    for (const e of s.graph.elements) if (e.zone && out.has(e.zone)) out.add(e.id);
    for (const id of s.note.keys()) {
      const zone = zoneAround(s, id);
      if (zone && out.has(zone) && s.stored[id]) out.add(id);
    }
  }
  return out;
}

// Where a thing that is moved comes to lie, as far as zones stay where they are.
function zoneOver(s: Scene, x: Thing, moving: Set<string>, dx: number, dy: number): string | undefined {
  const r = s.places.get(x.id);
  if (!r || x.kind === "flows" || x.kind === "notes") return undefined;
  const still = new Map([...s.places].filter(([id]) => !moving.has(id)));
  const self = x.kind === "zones" ? x.id : undefined;
  return edit.zoneAt(s.model, shrunk(s, still, moving), { ...r, x: r.x + dx, y: r.y + dy }, self);
}

const zoneOf = (s: Scene, x: Thing): string => s.element.get(x.id)?.zone ?? s.zone.get(x.id)?.in ?? "";

// Zones of which everything is moved go along: nobody who moves a whole diagram means to take all out of its zones. But
// where something is dropped into another zone, that is what it was moved for, and so it is with a single thing.
function withZones(s: Scene, things: Thing[], dx: number, dy: number): Set<string> {
  const own = movers(s, things);
  if (things.length < 2) return own;
  const along: Thing[] = [];
  const gone = new Set(own);
  for (const z of [...s.graph.zones].reverse()) {
    const inner = [...s.graph.elements.filter((e) => e.zone === z.id), ...s.graph.zones.filter((y) => y.in === z.id)];
    if (gone.has(z.id) || inner.length === 0 || locked(s, z.id) || !inner.every((y) => gone.has(y.id))) continue;
    gone.add(z.id);
    along.push({ kind: "zones", id: z.id });
  }
  const all = movers(s, [...things, ...along]);
  const elsewhere = things.some((x) => {
    const zone = zoneOver(s, x, all, dx, dy);
    return zone && !edit.liesIn(s.model, zoneOf(s, x), zone);
  });
  return elsewhere ? own : all;
}

/** Moves things by a distance. Where one is dropped into another zone, it now lies in that. */
export function move(s: Scene, all: Thing[], dx: number, dy: number, intoZones = true) {
  const things = movable(s, all);
  const moving = withZones(s, things, dx, dy);
  if (moving.size === 0 || (dx === 0 && dy === 0)) return;
  const commands: Command[] = [];
  let into: string | undefined;
  for (const x of things) {
    const inner = zoneOf(s, x);
    const zone = intoZones && !moving.has(inner) ? zoneOver(s, x, moving, dx, dy) : undefined;
    if (zone === undefined || zone === inner) continue;
    commands.push(edit.moveTo(x.id, zone));
    into = zone;
  }
  for (const id of moving) {
    const r = s.places.get(id);
    const zone = s.zone.get(id);
    const sized = s.stored[id]?.w ? r : undefined;
    const empty = zone && !s.graph.elements.some((e) => e.zone === id) && !s.graph.zones.some((z) => z.in === id);
    if (!r || (zone && !s.stored[id] && !empty)) continue;
    commands.push(
      edit.place(s.view, id, {
        x: r.x + dx,
        y: r.y + dy,
        ...(sized ? { w: r.w, h: r.h } : zone && empty ? { w: r.w, h: r.h } : {}),
      }),
    );
  }
  commands.push(...waysAlong(s, moving, dx, dy));
  const first = things[0];
  const one = first ? called(s, first) : { name: "" };
  const done =
    things.length === 1 && into !== undefined ? movedTo(s, one.name, into) : did("move", { n: things.length, ...one });
  step([...freeze(s, moving), ...commands], done);
}

const movedTo = (s: Scene, name: string, zone: string) =>
  zone ? did("moveInto", { name, zone: nameIn(s, { kind: "zones", id: zone }) }) : did("moveOut", { name });

// The bends of flows whose ends both move go with them.
function waysAlong(s: Scene, moving: Set<string>, dx: number, dy: number): Command[] {
  return s.graph.flows.flatMap((f) => {
    const via = s.lines.ways[f.id];
    if (!via || !moving.has(f.from) || !moving.has(f.to)) return [];
    const moved = via.map((p) => ({ x: p.x + dx, y: p.y + dy }));
    return [edit.lead(s.view, f.id, moved)];
  });
}

/** Leads a flow through bends; through none, it finds its way by itself. */
export function lead(s: Scene, flow: string, via: readonly Point[]) {
  const was = s.lines.ways[flow] ?? [];
  if (JSON.stringify(was) === JSON.stringify(via)) return;
  const n = via.length;
  const name = nameIn(s, { kind: "flows", id: flow });
  const done = n ? did("lead", { n, name }) : did("unlead", { name });
  step([...(n ? freeze(s, new Set()) : []), edit.lead(s.view, flow, via)], done);
}

// The zone that something is dragged out of shrinks to what is left in it, so that it can be left at all.
function shrunk(s: Scene, places: Map<string, Rect>, moving: Set<string>): Map<string, Rect> {
  const out = new Map(places);
  for (const z of s.graph.zones) {
    if (moving.has(z.id) || s.stored[z.id]?.w) continue;
    const left = [
      ...s.graph.elements.filter((e) => e.zone === z.id),
      ...s.graph.zones.filter((y) => y.in === z.id),
    ].filter((x) => !moving.has(x.id));
    const leaves =
      s.graph.elements.some((e) => e.zone === z.id && moving.has(e.id)) ||
      s.graph.zones.some((y) => y.in === z.id && moving.has(y.id));
    if (!leaves || left.length === 0) continue;
    const b = bounds(left.flatMap((x) => s.places.get(x.id) ?? []));
    out.set(z.id, {
      x: b.x - zonePad,
      y: b.y - zonePad - zoneTitle,
      w: b.w + 2 * zonePad,
      h: b.h + 2 * zonePad + zoneTitle,
    });
  }
  return out;
}

/** Gives boxes new places, as aligning and arranging do. */
export function placeBoxes(s: Scene, all: [string, Rect][], done: Did, anew = false) {
  const boxes = all.filter(([id]) => !locked(s, id));
  const ids = new Set(boxes.map(([id]) => id));
  const commands = boxes.map(([id, r]) =>
    edit.place(s.view, id, s.stored[id]?.w || s.zone.has(id) ? r : { x: r.x, y: r.y }),
  );
  // Where all is arranged anew, old bends lead nowhere.
  const bent = s.graph.flows.filter((f) => anew && s.lines.ways[f.id] && (ids.has(f.from) || ids.has(f.to)));
  return send([...freeze(s, ids), ...commands, ...bent.map((f) => edit.lead(s.view, f.id, []))], done);
}

/** Sizes a zone. */
export function resize(s: Scene, id: string, r: Rect) {
  void send([...freeze(s, new Set([id])), edit.place(s.view, id, r)], did("resize", called(s, { kind: "zones", id })));
}

/** Adds an element at a point, its middle there, connected where an element is given to come from. */
export function addElement(
  s: Scene,
  name: string,
  o: { kind?: string; type?: string; at: { x: number; y: number }; zone?: string; from?: string },
): string {
  const used = edit.taken(s.model);
  const box = { x: Math.round(o.at.x / 10) * 10, y: Math.round(o.at.y / 10) * 10, w: 140, h: 64 };
  const zone = o.zone ?? edit.zoneAt(s.model, s.places, box);
  const { id, commands } = edit.addElement(s.model, name, { ...o, zone }, used);
  const all = [...freeze(s, new Set()), ...commands, edit.place(s.view, id, { x: box.x, y: box.y })];
  if (o.from) all.push(...edit.connect(s.model, o.from, id, undefined, used).commands);
  step([...all, ...showIn(s, [{ kind: "elements", id }])], did("add", { name }));
  return id;
}

const shownIn = (s: Scene) => (id: string) => s.element.has(id) || s.flow.has(id) || s.zone.has(id);

/** Adds a note with its upper left corner at a point, or where it finds a place by itself. */
export function addNote(s: Scene, text: string, at: { x: number; y: number } | undefined, about: string[]): string {
  const { id, commands } = edit.addNote(s.model, text, { view: s.view, about, shown: shownIn(s) });
  const snap = (n: number) => Math.round(n / 10) * 10;
  const placed = at ? [...freeze(s, new Set()), edit.place(s.view, id, { x: snap(at.x), y: snap(at.y) })] : [];
  step([...commands, ...placed], did("add", { name: shortOf(text), ...note }));
  return id;
}

/** Writes another text on a note. */
export function writeNote(s: Scene, id: string, text: string) {
  if (!text || text === s.note.get(id)?.text) return;
  step([{ verb: "set", path: `notes/${id}/text`, value: text }], did("writeNote", { text: shortOf(text) }));
}

// A view that shows a list of things shows what is made in it as well. A note says itself where it stands.
function showIn(s: Scene, things: Thing[]): Command[] {
  const v = entriesOf(s.model, "views").find((x) => x.id === s.view);
  if (v?.shows === undefined) return [];
  return things
    .filter((x) => x.kind !== "notes")
    .map((x) => ({ verb: "append", path: `views/${v.id}/shows`, value: x.id }));
}

export function addZone(s: Scene, name: string, box: Rect, around?: Thing[]): string {
  const used = edit.taken(s.model);
  const outer = edit.zoneAt(s.model, s.places, box);
  const { id, commands } = edit.addZone(s.model, name, { in: outer }, used);
  const inside = (around ?? []).filter((x) => x.kind !== "flows").map((x) => edit.moveTo(x.id, id));
  const own = inside.length > 0 ? [] : [edit.place(s.view, id, box)];
  void send(
    [...freeze(s, new Set()), ...commands, ...inside, ...own, ...showIn(s, [{ kind: "zones", id }])],
    inside.length ? did("group", { n: inside.length }) : did("add", { name }),
  );
  announce(named({ did: did("add", { name }) }));
  return id;
}

export function connect(s: Scene, from: string, to: string, name?: string): string {
  const { id, commands } = edit.connect(s.model, from, to, name);
  const ends = { from: nameIn(s, { kind: "elements", id: from }), to: nameIn(s, { kind: "elements", id: to }) };
  step([...commands, ...showIn(s, [{ kind: "flows", id }])], did("connect", ends));
  return id;
}

/** Leads one end of a flow to another element. */
export function reconnect(s: Scene, flow: string, end: "from" | "to", to: string) {
  if (s.flow.get(flow)?.[end] === to) return;
  const names = { flow: nameIn(s, { kind: "flows", id: flow }), to: nameIn(s, { kind: "elements", id: to }) };
  step([{ verb: "reconnect", flow, end, to }], did(end === "to" ? "reconnectTo" : "reconnectFrom", names));
}

export function remove(s: Scene, things: Thing[]) {
  const first = things[0];
  if (!first) return;
  const n = things.length;
  const name = nameIn(s, first);
  const { flows } = edit.fallout(s.model, things);
  const text = [t("removed", { n, name }), flows.length ? t("removedFlows", { n: flows.length }) : ""]
    .filter(Boolean)
    .join(" ");
  void send(edit.removeThings(s.model, things), did("remove", { n, ...called(s, first) })).then((d) => {
    if (d) toast({ text, undo: true });
  });
  announce(text);
}

export function rename(s: Scene, x: Thing, name: string) {
  if (!name || name === nameIn(s, x)) return;
  void send([{ verb: "set", path: `${x.kind}/${x.id}/name`, value: name }], did("rename", { name }));
}

export function putInto(s: Scene, all: Thing[], zone: string) {
  const things = all.filter((x) => x.kind !== "notes");
  const commands: Command[] = [];
  for (const x of things) {
    if (x.kind === "flows") continue;
    const r = s.places.get(x.id);
    const z = s.places.get(zone);
    commands.push(edit.moveTo(x.id, zone));
    if (!r || x.kind === "zones") continue;
    const taken = s.graph.elements.filter((e) => e.id !== x.id).flatMap((e) => s.places.get(e.id) ?? []);
    const all = bounds(s.places.values());
    const want = z ? { ...r, x: z.x + zonePad, y: z.y + zonePad + zoneTitle } : { ...r, x: all.x + all.w + 60, y: r.y };
    commands.push(edit.place(s.view, x.id, freePlace(want, taken)));
  }
  const first = things[0];
  if (!first) return;
  step([...freeze(s, new Set(things.map((x) => x.id))), ...commands], movedTo(s, nameIn(s, first), zone));
}

/** Copies things. Flows alone are nothing that can be put elsewhere: then it says so, and answers false. */
export async function copy(s: Scene, things: Thing[]): Promise<boolean> {
  const made = clip.copy(s.model, things, s.places, s.lines.ways, { project: projectOf(), view: s.view });
  const n = clip.held(made);
  if (n === 0) {
    toast({ text: t("copyFlows") });
    return false;
  }
  await write(JSON.stringify(made));
  announce(t("copied", { n }));
  return true;
}

const projectOf = () => useProject.getState().view?.project.id ?? "";

let own = ""; // where the browser keeps its clipboard from us

async function write(text: string) {
  own = text;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // The copy is kept for this page all the same.
  }
}

/** Pastes what was copied, here or in another project: into the zone that is selected, or to a free place near the middle of what is seen. */
export function pasteText(s: Scene, text: string | undefined, middle?: Point): Thing[] {
  const read = clip.readClip(text || own) ?? clip.readClip(own);
  if (!read || clip.held(read) === 0) {
    toast({ text: t("nothingToPaste") });
    return [];
  }
  const same = read.project === projectOf();
  const there = useProject.getState().selection.filter((x) => s.places.has(x.id) || s.flow.has(x.id));
  const zone = there.length === 1 && there[0]?.kind === "zones" ? there[0].id : undefined;
  const made = put(s, read, same, zone, middle);
  const n = made.things.length;
  void send(made.commands, did("paste", { n })).then((d) => {
    if (d && !same) toast({ text: told(n, made), undo: true });
  });
  announce(named({ did: did("paste", { n }) }));
  return made.things;
}

function put(s: Scene, c: clip.Clip, own: boolean, zone: string | undefined, middle?: Point): clip.Pasted {
  const b = bounds(s.places.values());
  const to = { view: s.view, own, zone, middle: middle ?? { x: b.x + b.w / 2, y: b.y + b.h / 2 } };
  const shift = clip.landing(s.model, c, s.places, to);
  const made = clip.paste(s.model, c, { ...to, shift, shown: shownIn(s) });
  return { ...made, commands: [...freeze(s, new Set()), ...made.commands, ...showIn(s, made.things)] };
}

// What came from another project, and what of it is different here.
function told(n: number, made: clip.Pasted): string {
  const names = (list: string[]) => [...new Set(list)].join(", ");
  return [
    t("pasted", { n }),
    made.shared.length ? t("pastedShared", { names: names(made.shared) }) : "",
    made.lost.length ? t("pastedLost", { names: names(made.lost) }) : "",
  ]
    .filter(Boolean)
    .join(" ");
}

export function duplicate(s: Scene, things: Thing[]): Thing[] {
  const first = things[0];
  if (!first) return [];
  const copied = clip.copy(s.model, things, s.places, s.lines.ways, { project: projectOf(), view: s.view });
  if (clip.held(copied) === 0) {
    toast({ text: t("copyFlows") });
    return [];
  }
  const made = put(s, copied, true, undefined);
  void send(made.commands, did("duplicate", { n: things.length, ...called(s, first) }));
  return made.things;
}

export const takeBack = () => void undo();
