// Notes on a diagram: which of them a view shows, how large they are and where they stand. A note is free text that is never
// analysed. It may lie on anything and moves nothing.
import type { Box, Fields, Model } from "@/api/types";
import { entriesOf, type Graph, words } from "./graph";
import { textWidth } from "./measure";
import { bounds, contains, freePlace, inside, overlaps, type Places, type Rect, zoneTitle } from "./place";
import type { Scene } from "./scene";

export interface GraphNote {
  id: string;
  text: string;
  about: string[]; // what of that the view shows
}

const ownerOf = (id: string) => id.split(".")[0] ?? id;

/**
 * The notes that a view shows. One that names views stands in those alone; any other in the whole model, and in each view
 * that shows something that it is about.
 */
export function notesOf(m: Model, view: string, g: Graph): GraphNote[] {
  const all = entriesOf(m, "notes");
  if (all.length === 0) return [];
  const shown = new Set([...g.elements, ...g.flows, ...g.zones].map((x) => x.id));
  const whole = isWhole(m, view);
  return all.flatMap((n) => {
    const about = words(n.about).filter((id) => shown.has(ownerOf(id)));
    const views = words(n.views);
    const here = views.length > 0 ? views.includes(view) : whole || about.length > 0;
    return here ? [{ id: n.id, text: String(n.text ?? ""), about: about.map(ownerOf) }] : [];
  });
}

const isWhole = (m: Model, view: string) =>
  !entriesOf(m, "views").some((v) => v.id === view) && !entriesOf(m, "zones").some((z) => z.id === view);

/** What a note of a view must say so that it is seen there: what it is about, and its view where that alone does not show it. */
export function homeOf(m: Model, view: string, about: string[], shown: (id: string) => boolean): Fields {
  const out: Fields = about.length ? { about } : {};
  if (isWhole(m, view) || about.some((id) => shown(ownerOf(id)))) return out;
  // A zone can be looked at without being a view: a note there is about the zone.
  if (entriesOf(m, "views").some((v) => v.id === view)) return { ...out, views: [view] };
  return { about: [...about, view] };
}

/** A note in few words, for lists and sentences. */
export function shortOf(text: string, most = 40): string {
  const line = text.trim().split("\n")[0]?.trim() ?? "";
  if (line.length <= most) return line.length < text.trim().length ? `${line} …` : line;
  const cut = line.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most / 2)).trimEnd()} …`;
}

const wide = 200;
const padX = 11; // with the border
const padY = 8;
const lineHeight = 17;
/** No note is narrower or lower. */
export const leastNote = { w: 80, h: 34 };

/** How large a note is: never so small that its text is cut. */
export function noteSize(text: string, w = 0, h = 0): { w: number; h: number } {
  const width = Math.max(w || wide, leastNote.w);
  const lines = text ? linesIn(text, width - 2 * padX) : 3;
  return { w: width, h: Math.max(h, Math.ceil((lines * lineHeight + 2 * padY) / 10) * 10) };
}

function linesIn(text: string, room: number): number {
  let n = 0;
  for (const line of text.trimEnd().split("\n")) {
    n++;
    let at = 0;
    for (const word of line.split(" ")) {
      const w = measure(word);
      if (at > 0 && at + space() + w > room) {
        n++;
        at = 0;
      }
      // A word that is wider than the note is broken.
      n += Math.max(0, Math.ceil(w / room) - 1);
      at += (at > 0 ? space() : 0) + (w > room ? w % room : w);
    }
  }
  return n;
}

// Notes are written a little larger than labels.
const measure = (word: string) => textWidth(word) * 1.04;

const space = () => measure(" ");

/** The notes that people placed, as large as their text needs. */
export function placedNotes(notes: GraphNote[], stored: Record<string, Box>): Places {
  return new Map(
    notes.flatMap((n) => {
      const b = stored[n.id];
      return b ? [[n.id, { x: b.x, y: b.y, ...noteSize(n.text, b.w, b.h) }]] : [];
    }),
  );
}

const reach = 20; // how many steps a note may stand away from what it is about
const step = 20;
const gap = 10;
const mostSought = 60; // notes for which a place beside their subject is looked for

/**
 * The places with those of the notes: where people put them, else beside what they are about, else below everything. Beside
 * means as in the pictures of the server: in a zone around it or in none, and on nothing, no border of a zone nor a flow.
 */
export function withNotes(
  notes: GraphNote[],
  g: Graph,
  places: Places,
  placed: Places,
  spans: () => Rect[], // of the flows
): Places {
  if (notes.length === 0) return places;
  const out = new Map([...places, ...placed]);
  const loose = notes.filter((n) => !placed.has(n.id));
  if (loose.length === 0) return out;
  const zones = g.zones.flatMap((z) => (places.has(z.id) ? [{ id: z.id, r: places.get(z.id) as Rect }] : []));
  const boxes = [...g.elements.flatMap((e) => places.get(e.id) ?? []), ...placed.values()];
  const taken = [...boxes, ...zones.flatMap(({ r }) => [titleOf(r), ...bordersOf(r)]), ...spans()];
  for (const [i, n] of loose.entries()) {
    const size = noteSize(n.text);
    const about = i < mostSought ? subjectOf(g, places, n) : undefined;
    const at = (about && besideIt(about, size, taken, zones)) ?? below(size, boxes, out);
    boxes.push(at);
    taken.push(at);
    out.set(n.id, at);
  }
  return out;
}

interface Subject {
  near: Rect;
  home: Set<string>; // the zones around it
}

const titleOf = (zone: Rect): Rect => ({ ...zone, w: Math.min(zone.w, 220), h: zoneTitle });

const bordersOf = ({ x, y, w, h }: Rect): Rect[] => [
  { x, y, w, h: 0 },
  { x, y: y + h, w, h: 0 },
  { x, y, w: 0, h },
  { x: x + w, y, w: 0, h },
];

/** The first thing that a note is about and that is drawn. */
function subjectOf(g: Graph, places: Places, n: GraphNote): Subject | undefined {
  for (const id of n.about) {
    const f = g.flows.find((x) => x.id === id);
    const a = places.get(f ? f.from : id);
    const b = places.get(f ? f.to : id);
    if (!a || !b) continue;
    const home = new Set(zonesOver(g, f ? f.from : id));
    if (!f) return { near: home.has(id) ? titleOf(a) : a, home };
    for (const z of zonesOver(g, f.to)) home.add(z);
    // About as large as its label.
    return {
      near: { x: (a.x + a.w / 2 + b.x + b.w / 2) / 2 - 80, y: (a.y + a.h / 2 + b.y + b.h / 2) / 2 - 15, w: 160, h: 30 },
      home,
    };
  }
  return undefined;
}

/** The nearest free place beside something; where all is equal right of it and below. */
function besideIt(
  { near, home }: Subject,
  { w, h }: { w: number; h: number },
  taken: Rect[],
  zones: { id: string; r: Rect }[],
): Rect | undefined {
  const middle = { x: near.x + near.w / 2 - w / 2, y: near.y + near.h / 2 - h / 2 };
  const far = reach * step + gap;
  const around = { x: middle.x - far, y: middle.y - far, w: w + 2 * far, h: h + 2 * far };
  const close = taken.filter((r) => overlaps(r, around));
  const foreign = zones.filter((z) => !home.has(z.id) && overlaps(z.r, around));
  const offers: { at: Rect; cost: number }[] = [];
  for (let j = -reach; j <= reach; j++)
    for (let i = -reach; i <= reach; i++) {
      const at = { x: round(middle.x + i * step), y: round(middle.y + j * step), w, h };
      const dx = Math.max(0, near.x - at.x - w, at.x - near.x - near.w);
      const dy = Math.max(0, near.y - at.y - h, at.y - near.y - near.h);
      offers.push({ at, cost: Math.hypot(dx, dy) + (i < 0 ? 2 : 0) + (j < 0 ? 1 : 0) });
    }
  offers.sort((a, b) => a.cost - b.cost);
  return offers.find(({ at }) => !foreign.some((z) => overlaps(z.r, at)) && !close.some((r) => overlaps(r, at, gap)))
    ?.at;
}

const round = (n: number) => Math.round(n / 10) * 10;

function below(size: { w: number; h: number }, boxes: Rect[], all: Places): Rect {
  const b = bounds(all.values());
  return { ...freePlace({ x: b.x, y: b.y + b.h + 40, ...size }, boxes), ...size };
}

// The zones that something lies in, and itself where it is one.
function zonesOver(g: Graph, id: string): string[] {
  const out: string[] = [];
  const first = g.elements.find((e) => e.id === id);
  for (let z = first ? first.zone : id; z && !out.includes(z); z = g.zones.find((x) => x.id === z)?.in) out.push(z);
  return out;
}

/** The innermost zone that a note lies in as a whole: it moves along with it. */
export function zoneAround(s: Scene, id: string): string | undefined {
  const r = s.places.get(id);
  if (!r) return undefined;
  for (let i = s.graph.zones.length - 1; i >= 0; i--) {
    const z = s.graph.zones[i];
    const p = z && s.places.get(z.id);
    if (z && p && inside(r, p)) return z.id;
  }
  return undefined;
}

/** The note at a point, the last drawn first. */
export function noteAt(s: Scene, p: { x: number; y: number }): string | undefined {
  return [...s.note.keys()].reverse().find((id) => {
    const r = s.places.get(id);
    return r && contains(r, p.x, p.y);
  });
}

/** Where notes come to stand that are about what was arranged: beside it, as they stood before. */
export function notesAlong(s: Scene, moved: [string, Rect][]): [string, Rect][] {
  const to = new Map(moved);
  const taken = s.graph.elements.flatMap((e) => to.get(e.id) ?? s.places.get(e.id) ?? []);
  const out: [string, Rect][] = [];
  for (const n of s.note.values()) {
    const r = s.places.get(n.id);
    const first = n.about.find((id) => to.has(id) && s.places.has(id));
    const was = first && s.places.get(first);
    const now = first && to.get(first);
    if (!r || !was || !now || !s.stored[n.id]) continue;
    const want = { ...r, x: r.x + now.x - was.x, y: r.y + now.y - was.y };
    const at = { ...want, ...freePlace(want, taken, 10) };
    taken.push(at);
    out.push([n.id, at]);
  }
  return out;
}

/** The line from a note to what it is about, from edge to edge; none where one lies on the other. */
export function tieOf(note: Rect, to: Rect): [number, number, number, number] | undefined {
  if (overlaps(note, to)) return undefined;
  const a = { x: note.x + note.w / 2, y: note.y + note.h / 2 };
  const b = { x: to.x + to.w / 2, y: to.y + to.h / 2 };
  const p = edge(note, a, b);
  const q = edge(to, b, a);
  return [p.x, p.y, q.x, q.y].map(Math.round) as [number, number, number, number];
}

// Where the way from the middle of a box to another point leaves the box.
function edge(r: Rect, from: { x: number; y: number }, to: { x: number; y: number }) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const part = Math.min(r.w / 2 / (Math.abs(dx) || 1e-9), r.h / 2 / (Math.abs(dy) || 1e-9), 1);
  return { x: from.x + dx * part, y: from.y + dy * part };
}
