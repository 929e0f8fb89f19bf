// The labels of flows: their lines of text and where they stand.
import type { Graph, GraphFlow } from "./graph";
import { along, type Line, lengthOf, straight } from "./line";
import { overlaps, type Places, type Rect } from "./place";
import type { Point } from "./route";

/** Labels longer than this are cut; the whole name is in the inspector, the outline and the name for screen readers. */
export const longest = 34;
export const cut = (s: string, n = longest) => (s.length <= n ? s : `${s.slice(0, n - 1).trimEnd()}…`);

/** The lines of a label: a long name is broken at the space nearest to its middle. */
export function labelLines(name: string): string[] {
  const s = cut(name, 46);
  if (s.length <= 18) return [s];
  let best = -1;
  for (let i = s.indexOf(" "); i >= 0; i = s.indexOf(" ", i + 1))
    if (best < 0 || Math.abs(i - s.length / 2) < Math.abs(best - s.length / 2)) best = i;
  return best < 0 ? [cut(s)] : [s.slice(0, best), s.slice(best + 1)];
}

const labelWidth = (f: GraphFlow) => Math.max(...labelLines(f.name).map((l) => l.length)) * 6.7 + (f.mark ? 16 : 0) + 8;
const labelHeight = (f: GraphFlow) => 4 + 15 * labelLines(f.name).length;

/** Where a label stands: at this part of its line, and so far below it. */
export interface Spot {
  t: number;
  dy: number;
}

const middle: Spot = { t: 0.5, dy: 0 };

/** The middle of a label. */
export function labelAt(line: Line, spot: Spot = middle): Point {
  const p = along(line, spot.t);
  return { x: p.x, y: p.y + spot.dy };
}

/** What a label covers. */
export function labelBox(f: GraphFlow, line: Line, spot?: Spot): Rect {
  const w = labelWidth(f);
  const h = labelHeight(f);
  const p = labelAt(line, spot);
  return { x: p.x - w / 2, y: p.y - h / 2, w, h };
}

/** What the flows of a view cover: the pieces of their lines, and their labels. Nothing where there are too many to look at. */
export function spansOf(g: Graph, labels: Map<string, Spot>, lines: (f: GraphFlow) => Line | undefined): Rect[] {
  if (g.flows.length > manyLabels) return [];
  return g.flows.flatMap((f) => {
    const line = lines(f);
    if (!line) return [];
    const points = straight(line);
    const pieces = points.slice(1).map((b, i) => span(points[i] as Point, b));
    return [...pieces, labelBox(f, line, labels.get(f.id))];
  });
}

const span = (a: Point, b: Point): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
});

/** Above this number of flows labels stand in the middle without a look at what is there. */
const manyLabels = 500;

/** Where each label stands: as near to the middle of its line as it can without covering an element or another label. */
export function labelsOf(
  g: Graph,
  places: Places,
  notes: Places,
  lines: (f: GraphFlow) => Line | undefined,
): Map<string, Spot> {
  const spots = new Map<string, Spot>();
  if (g.flows.length > manyLabels) return spots;
  const boxes = g.elements.map((e) => places.get(e.id)).filter((r): r is Rect => r !== undefined);
  boxes.push(...notes.values());
  const titles = g.zones
    .map((z) => places.get(z.id))
    .filter((r): r is Rect => r !== undefined)
    .map((r) => ({ x: r.x, y: r.y, w: Math.min(r.w, 220), h: 26 }));
  const taken: Rect[] = [];
  const drawn = g.flows.flatMap((f) => {
    const line = lines(f);
    return line ? [{ f, line, corners: line.is === "square" ? line.corners : [] }] : [];
  });
  for (const { f, line } of drawn) {
    let best = middle;
    let least = Number.POSITIVE_INFINITY;
    const beside = labelHeight(f) / 2 + 3;
    for (const spot of spotsOn(line).flatMap((t) => [0, -beside, beside].map((dy) => ({ t, dy })))) {
      const r = labelBox(f, line, spot);
      const bad =
        3 * boxes.filter((x) => overlaps(x, r, 2)).length +
        3 * taken.filter((x) => overlaps(x, r, 1)).length +
        2 * titles.filter((x) => overlaps(x, r)).length +
        drawn.filter((x) => x.f !== f && crosses(x.corners, r)).length +
        Math.abs(spot.t - 0.5) * 0.5 +
        (spot.dy ? 0.6 : 0); // off its line it is read less easily
      if (bad < least) {
        least = bad;
        best = spot;
      }
    }
    spots.set(f.id, best);
    taken.push(labelBox(f, line, best));
  }
  return spots;
}

const everywhere = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8];

// At right angles a label stands best in the middle of a piece.
function spotsOn(line: Line): number[] {
  if (line.is === "curve") return everywhere;
  const all = lengthOf(line) || 1;
  const out: number[] = [];
  let was = 0;
  for (let i = 1; i < line.corners.length; i++) {
    const a = line.corners[i - 1];
    const b = line.corners[i];
    if (!a || !b) continue;
    const d = Math.hypot(b.x - a.x, b.y - a.y);
    for (const t of d > 120 ? [0.5, 0.35, 0.65] : [0.5]) out.push((was + d * t) / all);
    was += d;
  }
  return [...out.sort((a, b) => Math.abs(a - 0.5) - Math.abs(b - 0.5)), ...everywhere];
}

// A line at right angles runs through a rectangle where one of its pieces does.
const crosses = (points: readonly Point[], r: Rect) =>
  points.some((b, i) => {
    const a = points[i - 1];
    return a !== undefined && overlaps(span(a, b), r);
  });
