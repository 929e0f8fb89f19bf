// The keys of the canvas. One function for each mode; each returns whether it used the key.
import { select } from "@/project/store";
import { announce } from "@/shell/announce";
import { change } from "@/shell/settings";
import { translator } from "@/words/catalogue";
import { bendKey, startBend } from "./bendkeys";
import type { Camera } from "./camera";
import * as commit from "./commit";
import { describe } from "./flowgraph";
import { dropGhost, ghostSize, sized, startGhost } from "./ghost";
import { bounds, type Rect, zonePad, zoneTitle } from "./place";
import { nearest, type Side } from "./route";
import type { Scene } from "./scene";
import { canvas, setCanvas, type Task, type Thing, thingOf } from "./state";
import { words } from "./words";

export interface Hands {
  scene: Scene;
  camera: Camera;
  selection: Thing[];
  mayEdit: boolean;
  openInspector: () => void;
  openOutline: () => void;
  openHelp: () => void;
}

const arrows: Record<string, Side> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "top", ArrowDown: "bottom" };
const step: Record<Side, [number, number]> = { left: [-1, 0], right: [1, 0], top: [0, -1], bottom: [0, 1] };

/** Puts the focus on a thing, selects it and says what it is. */
export function focusOn(h: Hands, x: Thing, add = false) {
  setCanvas({ focus: x });
  select([x], add);
  const r = rectOf(h.scene, x);
  if (r) h.camera.reveal(r);
  announce(describe(h.scene, x, translator(words)));
}

function rectOf(s: Scene, x: Thing): Rect | undefined {
  if (x.kind !== "flows") return s.places.get(x.id);
  const f = s.flow.get(x.id);
  const ends = f ? [s.places.get(f.from), s.places.get(f.to)].filter((r): r is Rect => r !== undefined) : [];
  return ends.length ? bounds(ends) : undefined;
}

/** Opens the menu of what the keys speak of, at it. */
export function openMenu(h: Hands, things: Thing[], at?: { x: number; y: number }): boolean {
  const first = things[0];
  if (!first) return true;
  if (h.selection.length === 0 || !h.selection.some((x) => x.id === first.id)) select(things);
  setCanvas({ focus: first, menu: at ?? beside(h, first) });
  return true;
}

function beside(h: Hands, x: Thing): { x: number; y: number } {
  const r = rectOf(h.scene, x) ?? { x: 0, y: 0, w: 0, h: 0 };
  const v = h.camera.viewport();
  return { x: v.left + (r.x + r.w / 2) * v.zoom + v.x, y: v.top + (r.y + r.h / 2) * v.zoom + v.y };
}

/** Opens the inspector at the comments on a thing. */
export function openComments(x: Thing) {
  select([x]);
  setCanvas({ focus: x });
  inspectorOpen();
  const look = (tries: number) => {
    const el = document.querySelector<HTMLElement>(".t-dock [data-comments]");
    if (el) {
      el.scrollIntoView({ block: "nearest" });
      el.querySelector<HTMLElement>("textarea")?.focus();
    } else if (tries > 0) requestAnimationFrame(() => look(tries - 1));
  };
  look(60);
}

/** What the keys speak of: the selection, else what has the focus. */
export function subject(h: Hands): Thing[] {
  const there = h.selection.filter((x) => h.scene.places.has(x.id) || h.scene.flow.has(x.id));
  if (there.length > 0) return there;
  const f = canvas().focus;
  return f ? [f] : [];
}

const focusedElement = (h: Hands): string | undefined => {
  const f = canvas().focus;
  if (f?.kind === "elements" && h.scene.element.has(f.id)) return f.id;
  return h.selection.find((x) => x.kind === "elements")?.id;
};

/** Handles a key of the canvas. */
export function onKey(h: Hands, e: KeyboardEvent, singleKeys: boolean): boolean {
  const task = canvas().task;
  if (task?.is === "ghost") return ghostKey(h, e, task);
  if (task?.is === "move") return moveKey(h, e, task);
  if (task?.is === "bend") return bendKey(h, e, task);
  if (task?.is === "size") return sizeKey(h, e, task);
  if (task) return false; // a field beside the canvas has the keys
  const side = arrows[e.key];
  const ctrl = e.ctrlKey || e.metaKey;
  if (side) {
    if (ctrl && e.shiftKey) return startSize(h, side);
    if (ctrl) return grow(h, side);
    if (e.altKey) return follow(h, side);
    return walk(h, side, e.shiftKey);
  }
  if (ctrl) return ctrlKey(h, e);
  return plainKey(h, e, singleKeys);
}

function ctrlKey(h: Hands, e: KeyboardEvent): boolean {
  if (e.shiftKey || e.altKey) return false; // the browser's own
  const things = subject(h);
  switch (e.key.toLowerCase()) {
    case "a":
      select([
        ...h.scene.graph.elements.map((x) => ({ kind: "elements", id: x.id })),
        ...[...h.scene.note.keys()].map((id) => ({ kind: "notes", id })),
      ]);
      return true;
    case "d":
      if (h.mayEdit) choose(commit.duplicate(h.scene, things));
      return true;
    case "g":
      if (h.mayEdit) groupAround(h, things);
      return true;
    case "c":
      if (things.length) void commit.copy(h.scene, things);
      return true;
    case "x":
      if (things.length && h.mayEdit) void commit.copy(h.scene, things).then((done) => done && removeAll(h, things));
      return true;
  }
  return false;
}

/** Selects what was just made, and shows it as soon as it is there. */
export function choose(things: Thing[]) {
  const first = things[0];
  if (!first) return;
  select(things);
  setCanvas({ focus: first, reveal: things.filter((x) => x.kind !== "flows").map((x) => x.id) });
}

export function groupAround(h: Hands, things: Thing[]) {
  const inside = things.filter((x) => x.kind === "elements" || x.kind === "zones");
  const boxes = inside.flatMap((x) => h.scene.places.get(x.id) ?? []);
  if (boxes.length === 0) return;
  const b = bounds(boxes);
  setCanvas({
    task: {
      is: "name-zone",
      around: inside,
      box: { x: b.x - zonePad, y: b.y - zonePad - zoneTitle, w: b.w + 2 * zonePad, h: b.h + 2 * zonePad + zoneTitle },
    },
  });
}

function plainKey(h: Hands, e: KeyboardEvent, singleKeys: boolean): boolean {
  if (e.altKey) return false; // the browser's own
  const things = subject(h);
  const first = things[0];
  switch (e.key) {
    case "Enter":
      if (first) {
        select(things);
        h.openInspector();
      }
      return true;
    case "ContextMenu":
      return openMenu(h, things);
    case "F10":
      return e.shiftKey && openMenu(h, things);
    case "F2":
      if (first && h.mayEdit) setCanvas({ task: { is: "rename", thing: first } });
      return true;
    case "Delete":
    case "Backspace":
      if (things.length && h.mayEdit) removeAll(h, things);
      return true;
    case "Escape":
      if (canvas().tool !== "select") setCanvas({ tool: "select" });
      else if (canvas().paths) setCanvas({ paths: undefined });
      else if (h.selection.length) select([]);
      else return false;
      return true;
    case "Home":
    case "End": {
      const all = h.scene.graph.elements;
      const to = e.key === "Home" ? all[0] : all.at(-1);
      if (to) focusOn(h, { kind: "elements", id: to.id });
      return true;
    }
  }
  if (e.shiftKey && e.code === "Digit1") return act(() => h.camera.fit());
  if (e.shiftKey && e.code === "Digit2") return act(() => h.camera.fit(things.map((x) => x.id)));
  if (e.shiftKey && e.code === "Digit0") return act(() => h.camera.actual());
  if (!singleKeys) return false;
  return letterKey(h, e, things);
}

const act = (run: () => void) => {
  run();
  return true;
};

function letterKey(h: Hands, e: KeyboardEvent, things: Thing[]): boolean {
  switch (e.key.toLowerCase()) {
    case "+":
    case "=":
      return act(() => h.camera.zoomBy(1.25));
    case "-":
    case "−":
      return act(() => h.camera.zoomBy(0.8));
    case "v":
      return act(() => setCanvas({ tool: "select" }));
    case "h":
      return act(() => setCanvas({ tool: "pan" }));
    case "z":
      return act(() => around(h));
    case "o":
      return act(h.openOutline);
    case "?":
      return act(h.openHelp);
  }
  if (!h.mayEdit) return false;
  switch (e.key.toLowerCase()) {
    case "p":
      return startGhost(h, "process");
    case "s":
      return startGhost(h, "store");
    case "a":
      return startGhost(h, "actor");
    case "b":
      return startGhost(h, "zone");
    case "n":
      return startGhost(h, "note");
    case "f":
      return startConnect(h);
    case "m":
      return startBend(h, things) || startMove(h, things);
    case "l":
      return act(() => commit.lock(h.scene, things));
    case "r":
      return startReconnect(h, e.shiftKey ? "from" : "to");
    case "<":
    case ",":
      return act(() => outOf(h, things));
    case ">":
    case ".":
      return act(() => into(h, things));
  }
  return false;
}

export function removeAll(h: Hands, things: Thing[]) {
  const gone = new Set(things.map((x) => x.id));
  const from = things[0] && h.scene.places.get(things[0].id);
  const left = [...h.scene.places].filter(([id]) => !gone.has(id) && h.scene.element.has(id));
  commit.remove(h.scene, things);
  const next = from && left.sort((a, b) => away(a[1], from) - away(b[1], from))[0]?.[0];
  select([]);
  setCanvas({ focus: next ? { kind: "elements", id: next } : undefined });
}

const away = (a: Rect, b: Rect) => Math.hypot(a.x + a.w / 2 - b.x - b.w / 2, a.y + a.h / 2 - b.y - b.h / 2);

// Arrows: to the nearest element or note in that direction; without a focus to the one nearest to the middle.
function walk(h: Hands, side: Side, add: boolean): boolean {
  const s = h.scene;
  const f = canvas().focus;
  const from = f && (s.places.get(f.id) ?? rectOf(s, f));
  const boxes = [...s.graph.elements, ...s.note.values()].flatMap((e): [string, Rect][] => {
    const r = s.places.get(e.id);
    return r && e.id !== f?.id ? [[e.id, r]] : [];
  });
  if (!from) {
    const m = h.camera.middle();
    const start = boxes.sort((a, b) => away(a[1], { ...m, w: 0, h: 0 }) - away(b[1], { ...m, w: 0, h: 0 }))[0];
    if (start) focusOn(h, thingOf(s, start[0]));
    else if (s.graph.zones[0]) focusOn(h, { kind: "zones", id: s.graph.zones[0].id });
    return true;
  }
  const to = nearest(from, side, boxes);
  if (to) focusOn(h, thingOf(s, to), add);
  else announce(translator(words)("nothingThere"));
  return true;
}

// The zone that the focus lies in; from there the next one out.
function around(h: Hands) {
  const f = canvas().focus;
  const zone = f && (h.scene.element.get(f.id)?.zone ?? h.scene.zone.get(f.id)?.in);
  if (zone) focusOn(h, { kind: "zones", id: zone });
  else announce(translator(words)("nothingThere"));
}

// Alt and an arrow: from an element to the flow that leads that way, from a flow to the element at that end, from a note to
// what it is about.
function follow(h: Hands, side: Side): boolean {
  const s = h.scene;
  const f = canvas().focus;
  const [ux, uy] = step[side];
  const toward = (from: Rect, to: Rect) => {
    const dx = to.x + to.w / 2 - from.x - from.w / 2;
    const dy = to.y + to.h / 2 - from.y - from.h / 2;
    return (dx * ux + dy * uy) / (Math.hypot(dx, dy) || 1);
  };
  if (f?.kind === "flows") {
    const flow = s.flow.get(f.id);
    const a = flow && s.places.get(flow.from);
    const b = flow && s.places.get(flow.to);
    if (flow && a && b) focusOn(h, { kind: "elements", id: toward(a, b) > 0 ? flow.to : flow.from });
    return true;
  }
  if (f?.kind === "notes") {
    const from = s.places.get(f.id);
    const ahead = (id: string) => {
      const r = rectOf(s, thingOf(s, id));
      return from && r ? toward(from, r) : -1;
    };
    const to = [...(s.note.get(f.id)?.about ?? [])].sort((a, b) => ahead(b) - ahead(a))[0];
    if (to && ahead(to) > 0) focusOn(h, thingOf(s, to));
    else announce(translator(words)("nothingThere"));
    return true;
  }
  const id = focusedElement(h);
  const at = id && s.places.get(id);
  if (!id || !at) return true;
  let best: string | undefined;
  let most = 0.2;
  for (const flow of s.graph.flows) {
    const other = flow.from === id ? flow.to : flow.to === id ? flow.from : undefined;
    const r = other && s.places.get(other);
    if (!r) continue;
    const fits = toward(at, r);
    if (fits > most) {
      most = fits;
      best = flow.id;
    }
  }
  if (best) focusOn(h, { kind: "flows", id: best });
  else announce(translator(words)("nothingThere"));
  return true;
}

// Ctrl and an arrow: a new element on that side, connected.
function grow(h: Hands, side: Side): boolean {
  const id = focusedElement(h);
  const r = id && h.scene.places.get(id);
  if (!id || !r || !h.mayEdit) return true;
  const [ux, uy] = step[side];
  const at = { x: r.x + ux * (r.w + 110), y: r.y + uy * (r.h + 80) };
  const zone = h.scene.element.get(id)?.zone;
  setCanvas({ task: { is: "quick-add", at, kind: "process", from: id, ...(zone ? { zone } : {}) } });
  h.camera.reveal({ ...at, w: r.w, h: r.h });
  return true;
}

function ghostKey(h: Hands, e: KeyboardEvent, task: Extract<Task, { is: "ghost" }>): boolean {
  const side = arrows[e.key];
  if (side) {
    const by = e.shiftKey ? 100 : 20;
    const [x, y] = step[side];
    const at = { x: task.at.x + x * by, y: task.at.y + y * by };
    setCanvas({ task: { ...task, at } });
    h.camera.reveal({ ...at, ...ghostSize(task.tool) });
    return true;
  }
  if (e.key === "Enter" || e.key === " ") return act(() => dropGhost(h, task.at, task.tool));
  if (e.key === "Escape") return act(stop);
  if (/^[psabn]$/i.test(e.key)) {
    setCanvas({ task: undefined });
    return plainKey(h, e, true);
  }
  return e.key !== "Tab";
}

const stop = () => {
  setCanvas({ tool: "select", task: undefined });
  announce(translator(words)("stopped"));
};

export function startConnect(h: Hands): boolean {
  const from = focusedElement(h);
  if (from) setCanvas({ tool: "select", task: { is: "connect", from, typed: "" } });
  else setCanvas({ tool: "flow" });
  return true;
}

/** Asks for the element that an end of the focused flow shall lead to. */
export function startReconnect(h: Hands, end: "from" | "to"): boolean {
  const flow = subject(h).find((x) => x.kind === "flows");
  const f = flow && h.scene.flow.get(flow.id);
  if (f) {
    const fixed = end === "to" ? f.from : f.to;
    setCanvas({
      tool: "select",
      task: { is: "connect", from: fixed, to: f[end], typed: "", again: { flow: f.id, end } },
    });
  } else announce(translator(words)("reconnectNothing"));
  return true;
}

function startMove(h: Hands, all: Thing[]): boolean {
  const things = commit.movable(h.scene, all);
  if (things.length === 0) {
    if (all.some((x) => commit.locked(h.scene, x.id))) announce(translator(words)("lockedHint"));
    return true;
  }
  setCanvas({ task: { is: "move", things, dx: 0, dy: 0 } });
  announce(translator(words)("moveHint"));
  return true;
}

function moveKey(h: Hands, e: KeyboardEvent, task: Extract<Task, { is: "move" }>): boolean {
  const t = translator(words);
  const side = arrows[e.key];
  if (side) {
    const by = e.shiftKey ? 100 : 10;
    const [x, y] = step[side];
    const next = { ...task, dx: task.dx + x * by, dy: task.dy + y * by };
    setCanvas({ task: next });
    const r = task.things[0] && h.scene.places.get(task.things[0].id);
    if (r) h.camera.reveal({ ...r, x: r.x + next.dx, y: r.y + next.dy });
    announce(t("movedBy", { x: next.dx, y: next.dy }));
    return true;
  }
  if (e.key === "Enter") {
    setCanvas({ task: undefined });
    commit.move(h.scene, task.things, task.dx, task.dy);
    return true;
  }
  if (e.key === "Escape") return act(stop);
  return e.key !== "Tab";
}

function startSize(h: Hands, side: Side): boolean {
  const box = subject(h).find((x) => x.kind === "zones" || x.kind === "notes");
  if (box && commit.locked(h.scene, box.id)) return act(() => announce(translator(words)("lockedHint")));
  if (!box || !h.mayEdit) return true;
  const [x, y] = step[side];
  setCanvas({ task: { is: "size", id: box.id, dw: x * 20, dh: y * 20 } });
  announce(translator(words)("sizeHint"));
  return true;
}

function sizeKey(h: Hands, e: KeyboardEvent, task: Extract<Task, { is: "size" }>): boolean {
  const side = arrows[e.key];
  if (side) {
    const [x, y] = step[side];
    setCanvas({ task: { ...task, dw: task.dw + x * 20, dh: task.dh + y * 20 } });
    return true;
  }
  if (e.key === "Enter") {
    const r = h.scene.places.get(task.id);
    setCanvas({ task: undefined });
    if (r) commit.resize(h.scene, task.id, sized(h.scene, task, r));
    return true;
  }
  if (e.key === "Escape") return act(stop);
  return e.key === "Control" || e.key === "Shift" || e.key === "Meta";
}

// Out of the zone: into the one around it.
function outOf(h: Hands, things: Thing[]) {
  const first = things[0];
  if (!first || first.kind === "flows" || first.kind === "notes") return;
  const inner = h.scene.element.get(first.id)?.zone ?? h.scene.zone.get(first.id)?.in;
  if (inner) commit.putInto(h.scene, things, h.scene.zone.get(inner)?.in ?? "");
}

// Into the nearest zone that lies beside it.
function into(h: Hands, things: Thing[]) {
  const first = things[0];
  const r = first && h.scene.places.get(first.id);
  if (!first || !r || first.kind === "flows" || first.kind === "notes") return;
  const own = h.scene.element.get(first.id)?.zone ?? h.scene.zone.get(first.id)?.in;
  const beside = h.scene.graph.zones.filter((z) => z.in === own && z.id !== first.id && h.scene.places.has(z.id));
  const next = beside.sort((a, b) => away(h.scene.places.get(a.id)!, r) - away(h.scene.places.get(b.id)!, r))[0];
  if (next) commit.putInto(h.scene, things, next.id);
}

export const inspectorOpen = () => change({ inspectorOpen: true });
