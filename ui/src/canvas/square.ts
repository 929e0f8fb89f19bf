// Ways at right angles. Lines of a sparse grid run beside and through the middle of each box; the cheapest way along them is
// searched for each flow, where bends, crossings and company cost, and boxes are closed. The same boxes give the same ways.
import { bendsOf, close } from "./beside";
import { Heap } from "./heap";
import { overlaps, type Rect } from "./place";
import type { Point, Side } from "./route";
import { spread } from "./spread";

/** A flow that wants a way: its ends, and the points that people led it through. */
export interface Wire {
  id: string;
  from: Rect;
  to: Rect;
  via: readonly Point[];
}

/** What ways go around: boxes they never cross, and notes, titles and borders of zones that they would rather not run on. */
export interface Ground {
  boxes: readonly Rect[];
  zones: readonly Rect[];
  notes: readonly Rect[];
}

const off = 20; // how far from a box a way turns
const inset = 10; // of a side, where no way starts
const bendCost = 34;
const crossCost = 30;
const companyCost = 0.25; // of the length that runs on the line of another way
const crowdCost = 9; // for each way that uses a side already
const titleCost = 60;
const borderCost = 1.2;
const noteCost = 6; // of the length that runs under a note
const noteGap = 10;
const eager = 1.2; // how far the search trusts its guess: a little dearer ways are found in a fraction of the time

// Headings: right, down, left, up.
const dx = [1, 0, -1, 0] as const;
const dy = [0, 1, 0, -1] as const;
const sideOf: Side[] = ["right", "bottom", "left", "top"];

/** The ways of all flows, spread apart where they would run on each other. */
export function squareWays(all: readonly Wire[], ground: Ground): Map<string, Point[]> {
  const wires = all.map((w) => led(w, ground));
  const grid = new Grid(wires, ground);
  const far = (w: Wire) =>
    Math.abs(w.from.x + w.from.w / 2 - w.to.x - w.to.w / 2) + Math.abs(w.from.y + w.from.h / 2 - w.to.y - w.to.h / 2);
  const order = [...wires].sort((a, b) => far(a) - far(b) || (a.id < b.id ? -1 : 1));
  const found = new Map(order.map((w) => [w.id, grid.way(w)]));
  const tracks = wires.map((w) => ({ ...w, points: found.get(w.id) ?? [] }));
  spread(tracks, [...ground.boxes, ...ground.notes]);
  return new Map(tracks.map((w) => [w.id, w.points]));
}

/** The way of one flow by itself, as while its end is dragged. Boxes far from it are not looked at. */
export function squareWay(one: Wire, ground: Ground): Point[] {
  const w = led(one, ground);
  const ends = [w.from, w.to, ...w.via.map((p) => ({ ...p, w: 0, h: 0 }))];
  const x = Math.min(...ends.map((r) => r.x)) - 120;
  const y = Math.min(...ends.map((r) => r.y)) - 120;
  const area = {
    x,
    y,
    w: Math.max(...ends.map((r) => r.x + r.w)) + 120 - x,
    h: Math.max(...ends.map((r) => r.y + r.h)) + 120 - y,
  };
  const boxes = ground.boxes.filter((b) => overlaps(b, area));
  return new Grid([w], { ...ground, boxes }).way(w);
}

/** A flow with its bends where the line can go. */
const led = (w: Wire, { boxes }: Ground): Wire =>
  w.via.length === 0 ? w : { ...w, via: bendsOf(w, boxes).filter((p) => p !== undefined) };

/** The side of its box on which a way starts, and on which it ends. */
export function sidesOf(points: readonly Point[]): [Side, Side] {
  const at = (p: Point | undefined, q: Point | undefined): Side => {
    if (!p || !q) return "right";
    if (Math.abs(q.x - p.x) >= Math.abs(q.y - p.y)) return q.x >= p.x ? "right" : "left";
    return q.y >= p.y ? "bottom" : "top";
  };
  return [at(points[0], points[1]), at(points.at(-1), points.at(-2))];
}

/** Leaves out points that lie on the line between their neighbours. */
export function simple(points: readonly Point[]): Point[] {
  const out: Point[] = [];
  for (const p of points) {
    const b = out.at(-1);
    if (b && Math.abs(b.x - p.x) < 0.05 && Math.abs(b.y - p.y) < 0.05) continue;
    const a = out.at(-2);
    if (a && b && ((a.x === b.x && b.x === p.x) || (a.y === b.y && b.y === p.y))) out.pop();
    out.push(p);
  }
  return out;
}

/** A state to start from or to arrive at: a point of the grid with a heading. */
interface Gate {
  node: number;
  dir: number;
  cost: number;
  port?: Point; // on the side of the box
  side?: string;
  from?: Gate; // of the leg before
  path?: number[]; // that led here
  turned?: boolean; // with a turn at its end
}

class Grid {
  private xs: number[];
  private ys: number[];
  private across: Float64Array; // what it costs to go from a point to the next one to the right: endless where boxes are
  private down: Float64Array;
  private usedAcross: Uint8Array;
  private usedDown: Uint8Array;
  private lanesX: Uint8Array; // lines on which any flow may turn; on others only those that end or bend there
  private lanesY: Uint8Array;
  private cost: Float64Array;
  private left: Float64Array; // the least that the rest of the way costs
  private came: Int32Array;
  private seen: Int32Array;
  private done: Int32Array;
  private round = 0;
  private heap = new Heap();
  private gaps = new Map<Rect, Record<Side, number>>();
  private crowd = new Map<string, number>();

  constructor(wires: readonly Wire[], ground: Ground) {
    const xs = new Set<number>();
    const ys = new Set<number>();
    const lanesX = new Set<number>();
    const lanesY = new Set<number>();
    const boxes = new Set([...ground.boxes, ...wires.flatMap((w) => [w.from, w.to])]);
    for (const b of boxes) {
      const gap = gapsOf(b, boxes);
      this.gaps.set(b, gap);
      lanesX.add(b.x - gap.left).add(b.x + b.w + gap.right);
      lanesY.add(b.y - gap.top).add(b.y + b.h + gap.bottom);
      xs.add(b.x + b.w / 2);
      ys.add(b.y + b.h / 2);
    }
    for (const n of ground.notes) {
      lanesX.add(n.x - noteGap).add(n.x + n.w + noteGap);
      lanesY.add(n.y - noteGap).add(n.y + n.h + noteGap);
    }
    for (const w of wires) {
      for (const x of wished(w, "x", "w")) xs.add(x);
      for (const y of wished(w, "y", "h")) ys.add(y);
    }
    this.xs = [...new Set([...xs, ...lanesX])].sort((a, b) => a - b);
    this.ys = [...new Set([...ys, ...lanesY])].sort((a, b) => a - b);
    this.lanesX = Uint8Array.from(this.xs, (x) => (lanesX.has(x) ? 1 : 0));
    this.lanesY = Uint8Array.from(this.ys, (y) => (lanesY.has(y) ? 1 : 0));
    const n = this.xs.length * this.ys.length;
    this.across = new Float64Array(n).map((_, k) => this.length(k, 0));
    this.down = new Float64Array(n).map((_, k) => this.length(k, 1));
    this.usedAcross = new Uint8Array(n);
    this.usedDown = new Uint8Array(n);
    this.cost = new Float64Array(n * 4);
    this.left = new Float64Array(n * 4);
    this.came = new Int32Array(n * 4);
    this.seen = new Int32Array(n * 4);
    this.done = new Int32Array(n * 4);
    for (const b of ground.boxes) this.shut(b);
    for (const z of ground.zones) this.mind(z);
    for (const n of ground.notes) this.under(n);
  }

  private shut(b: Rect) {
    const r = { x: b.x - close, y: b.y - close, w: b.w + 2 * close, h: b.h + 2 * close };
    this.each(r, (n, across, down) => {
      if (across) this.across[n] = Number.POSITIVE_INFINITY;
      if (down) this.down[n] = Number.POSITIVE_INFINITY;
    });
  }

  // A title is better not crossed, and a border better not followed.
  private mind(z: Rect) {
    this.each({ x: z.x, y: z.y, w: Math.min(z.w, 200), h: 26 }, (n, across, down) => {
      if (across) this.dearer(this.across, n, titleCost);
      if (down) this.dearer(this.down, n, titleCost);
    });
    for (const x of [z.x, z.x + z.w])
      this.each({ x: x - 7, y: z.y, w: 14, h: z.h }, (n, _, down) => {
        if (down) this.dearer(this.down, n, borderCost * this.length(n, 1));
      });
    for (const y of [z.y, z.y + z.h])
      this.each({ x: z.x, y: y - 7, w: z.w, h: 14 }, (n, across) => {
        if (across) this.dearer(this.across, n, borderCost * this.length(n, 0));
      });
  }

  private under(note: Rect) {
    this.each(note, (n, across, down) => {
      if (across) this.dearer(this.across, n, noteCost * this.length(n, 0));
      if (down) this.dearer(this.down, n, noteCost * this.length(n, 1));
    });
  }

  private dearer(pieces: Float64Array, n: number, by: number) {
    pieces[n] = (pieces[n] ?? 0) + by;
  }

  // The pieces of the grid that run through the inside of a rectangle.
  private each(r: Rect, see: (node: number, across: boolean, down: boolean) => void) {
    const { xs, ys } = this;
    const i0 = Math.max(0, before(xs, r.x));
    const j0 = Math.max(0, before(ys, r.y));
    for (let j = j0; j < ys.length && (ys[j] ?? 0) < r.y + r.h; j++) {
      for (let i = i0; i < xs.length && (xs[i] ?? 0) < r.x + r.w; i++) {
        const x = xs[i] ?? 0;
        const y = ys[j] ?? 0;
        see(j * xs.length + i, y > r.y && (xs[i + 1] ?? x) > r.x, x > r.x && (ys[j + 1] ?? y) > r.y);
      }
    }
  }

  // Beyond the last line there is nothing to go to.
  private length(n: number, dir: number): number {
    const w = this.xs.length;
    const i = n % w;
    const j = (n - i) / w;
    const beyond = Number.POSITIVE_INFINITY;
    return dir % 2 === 0
      ? (this.xs[i + 1] ?? beyond) - (this.xs[i] ?? 0)
      : (this.ys[j + 1] ?? beyond) - (this.ys[j] ?? 0);
  }

  private point = (n: number): Point => ({
    x: this.xs[n % this.xs.length] ?? 0,
    y: this.ys[Math.floor(n / this.xs.length)] ?? 0,
  });

  private node(p: Point): number {
    return at(this.ys, p.y) * this.xs.length + at(this.xs, p.x);
  }

  /** The cheapest way of a flow; straight pieces where boxes leave none. */
  way(w: Wire): Point[] {
    const own = this.ownLanes(w);
    for (const [lanes, at] of own) lanes[at] = (lanes[at] ?? 0) + 2;
    const points = this.find(w);
    for (const [lanes, at] of own) lanes[at] = (lanes[at] ?? 0) - 2;
    return points;
  }

  private ownLanes(w: Wire): [Uint8Array, number][] {
    const { from: a, to: b } = w;
    const xs = [a.x + a.w / 2, b.x + b.w / 2, ...wished(w, "x", "w")];
    const ys = [a.y + a.h / 2, b.y + b.h / 2, ...wished(w, "y", "h")];
    return [
      ...xs.map((x): [Uint8Array, number] => [this.lanesX, at(this.xs, x)]),
      ...ys.map((y): [Uint8Array, number] => [this.lanesY, at(this.ys, y)]),
    ];
  }

  private find(w: Wire): Point[] {
    // From a box to itself: out at one side, and in at the next one.
    const loop = w.from === w.to && w.via.length === 0;
    let gates = this.gates(w, w.from, w.to).filter((g) => !loop || g.dir === 0);
    const goals = this.gates(w, w.to, w.from)
      .filter((g) => !loop || g.dir === 3)
      .map((g) => ({ ...g, dir: (g.dir + 2) % 4 }));
    for (const p of w.via) {
      const node = this.node(p);
      const led = this.search(
        gates,
        [0, 1, 2, 3].map((dir) => ({ node, dir, cost: 0 })),
        true,
      );
      if (led.length > 0) gates = led; // where no way leads, the line does without
    }
    const end = this.search(gates, goals, false)[0];
    if (!end) return plain(w);
    const legs: number[][] = [];
    let first: Gate = end;
    for (let g: Gate | undefined = end; g; g = g.from) {
      if (g.path) legs.unshift(g.path);
      first = g;
    }
    for (const path of legs) this.use(path);
    for (const side of [first.side, end.side]) if (side) this.crowd.set(side, (this.crowd.get(side) ?? 0) + 1);
    return simple([
      ...(first.port ? [first.port] : []),
      ...legs.flat().map(this.point),
      ...(end.port ? [end.port] : []),
    ]);
  }

  // Where a way may leave a box: the middle of each side, and where it would meet the other end or a bend straight on.
  private gates(w: Wire, box: Rect, other: Rect): Gate[] {
    const out: Gate[] = [];
    const gaps = this.gaps.get(box) ?? gapsOf(box, [box, other]);
    const xs = new Set([box.x + box.w / 2, ...wished(w, "x", "w")].filter((x) => within(x, box.x, box.w)));
    const ys = new Set([box.y + box.h / 2, ...wished(w, "y", "h")].filter((y) => within(y, box.y, box.h)));
    for (const dir of [0, 1, 2, 3]) {
      const side = sideOf[dir] ?? "right";
      const gap = gaps[side];
      if (gap <= close) continue;
      const key = `${box.x} ${box.y} ${side}`;
      const cost = gap + (this.crowd.get(key) ?? 0) * crowdCost;
      for (const at of dir % 2 === 0 ? ys : xs) {
        const port =
          dir % 2 === 0
            ? { x: dir === 0 ? box.x + box.w : box.x, y: at }
            : { x: at, y: dir === 1 ? box.y + box.h : box.y };
        const node = this.node({ x: port.x + (dx[dir] ?? 0) * gap, y: port.y + (dy[dir] ?? 0) * gap });
        out.push({ node, dir, cost, port, side: key });
      }
    }
    return out;
  }

  private use(path: number[]) {
    for (let k = 1; k < path.length; k++) {
      const a = Math.min(path[k - 1] ?? 0, path[k] ?? 0);
      const used = Math.abs((path[k] ?? 0) - (path[k - 1] ?? 0)) === 1 ? this.usedAcross : this.usedDown;
      used[a] = Math.min(250, (used[a] ?? 0) + 1);
    }
  }

  /** The cheapest ways from one of the starts to the goals: to the best of them, or to each. */
  private search(starts: Gate[], goals: Gate[], each: boolean): Gate[] {
    const w = this.xs.length;
    const round = ++this.round;
    const heap = this.heap;
    heap.clear();
    const begun = new Map<number, Gate>();
    const open = new Map(goals.map((g) => [g.node * 4 + g.dir, g]));
    const ends = goals.map((g) => ({ ...this.point(g.node), dir: g.dir, cost: g.cost }));
    const ahead = (n: number, dir: number) => {
      const i = n % w;
      const x = this.xs[i] ?? 0;
      const y = this.ys[(n - i) / w] ?? 0;
      let least = Number.POSITIVE_INFINITY;
      for (const g of ends) {
        const far = Math.abs(g.x - x) + Math.abs(g.y - y) + g.cost;
        if (far >= least) continue;
        const c = far + bendCost * bends(dir, g.dir, g.x - x, g.y - y);
        if (c < least) least = c;
      }
      return least * eager;
    };
    const reach = (state: number, cost: number, came: number) => {
      const known = this.seen[state] === round;
      if (known && (this.cost[state] ?? 0) <= cost) return;
      if (!known) this.left[state] = each ? 0 : ahead(state >> 2, state & 3);
      this.seen[state] = round;
      this.cost[state] = cost;
      this.came[state] = came;
      heap.push(state, cost + (this.left[state] ?? 0));
    };
    for (const s of starts) {
      const state = s.node * 4 + s.dir;
      if (this.seen[state] === round && (this.cost[state] ?? 0) <= s.cost) continue;
      begun.set(state, s);
      reach(state, s.cost, s.turned ? -2 : -1);
    }
    const out: Gate[] = [];
    let best: Gate | undefined;
    for (let state = heap.pop(); state >= 0; state = heap.pop()) {
      if (this.done[state] === round) continue;
      this.done[state] = round;
      const cost = this.cost[state] ?? 0;
      if (best && heap.last >= best.cost) break;
      const goal = open.get(state);
      if (goal && (!best || each || cost + goal.cost < best.cost)) {
        best = this.arrive(state, { ...goal, cost: cost + goal.cost }, begun);
        out.push(best);
        if (!each) open.delete(state);
        if (each && out.length === goals.length) break;
        if (each) best = undefined;
      }
      this.step(state, cost, reach);
    }
    return each ? out : best ? [best] : [];
  }

  private arrive(state: number, goal: Gate, begun: Map<number, Gate>): Gate {
    const path: number[] = [];
    let s = state;
    for (;;) {
      if (path.at(-1) !== s >> 2) path.push(s >> 2);
      const came = this.came[s] ?? -1;
      if (came < 0) break;
      s = came;
    }
    path.reverse();
    const from = begun.get(s);
    return { ...goal, path, turned: this.turned(state), ...(from ? { from } : {}) };
  }

  // Did it turn where it stands? Then it goes on, and does not turn back.
  private turned(state: number): boolean {
    const came = this.came[state] ?? -1;
    return came === -2 || (came >= 0 && came >> 2 === state >> 2);
  }

  // Straight on, or a turn where it stands.
  private step(state: number, cost: number, reach: (state: number, cost: number, came: number) => void) {
    const w = this.xs.length;
    const n = state >> 2;
    const dir = state & 3;
    const lane = dir % 2 === 0 ? this.lanesX[n % w] : this.lanesY[Math.floor(n / w)];
    if (lane && !this.turned(state)) {
      reach(n * 4 + ((dir + 1) & 3), cost + bendCost, state);
      reach(n * 4 + ((dir + 3) & 3), cost + bendCost, state);
    }
    const across = dir % 2 === 0;
    const next = dir === 0 ? n + 1 : dir === 1 ? n + w : dir === 2 ? n - 1 : n - w;
    const piece = dir < 2 ? n : next;
    // Left of a row is the end of another, where nothing leads on.
    const ahead = (across ? this.across : this.down)[piece] ?? Number.POSITIVE_INFINITY;
    if (ahead === Number.POSITIVE_INFINITY) return;
    const company = (across ? this.usedAcross : this.usedDown)[piece] ? companyCost * this.length(piece, dir) : 0;
    const crossed = across
      ? Math.min(this.usedDown[next] ?? 0, this.usedDown[next - w] ?? 0)
      : Math.min(this.usedAcross[next] ?? 0, this.usedAcross[next - 1] ?? 0);
    reach(next * 4 + dir, cost + ahead + company + crossed * crossCost, state);
  }
}

/** The least number of bends from a heading to another at a distance, with nothing in the way. */
function bends(dir: number, goal: number, x: number, y: number): number {
  const ahead = x * (dx[dir] ?? 0) + y * (dy[dir] ?? 0);
  const aside = dir % 2 === 0 ? y : x;
  if (dir === goal) return ahead >= 0 ? (aside === 0 ? 0 : 2) : 4;
  if ((dir + 2) % 4 === goal) return aside === 0 ? 4 : 2;
  const onward = x * (dx[goal] ?? 0) + y * (dy[goal] ?? 0);
  return ahead >= 0 && onward >= 0 ? 1 : 3;
}

// Lines on which a flow would run straight: the middle of where its ends face each other, and through its bends.
function wished(w: Wire, at: "x" | "y", size: "w" | "h"): number[] {
  const out = w.via.map((p) => p[at]);
  const { from: a, to: b } = w;
  if (a === b) return out;
  const low = Math.max(a[at], b[at]) + inset;
  const high = Math.min(a[at] + a[size], b[at] + b[size]) - inset;
  if (low > high) return out;
  // The middle of an end serves as well where it is near, and keeps its arrows in its middle.
  const best = (low + high) / 2;
  const middles = [b[at] + b[size] / 2, a[at] + a[size] / 2];
  out.push(middles.find((m) => m >= low && m <= high && Math.abs(m - best) < 12) ?? best);
  return out;
}

const within = (n: number, start: number, size: number) => n >= start + inset && n <= start + size - inset;

/** How far from each side of a box a way may turn: less where another box stands near. */
function gapsOf(b: Rect, boxes: Iterable<Rect>): Record<Side, number> {
  const out = { left: off, right: off, top: off, bottom: off };
  for (const o of boxes) {
    if (o === b) continue;
    if (o.y < b.y + b.h && b.y < o.y + o.h) {
      if (o.x >= b.x + b.w) out.right = Math.min(out.right, (o.x - b.x - b.w) / 2);
      else if (b.x >= o.x + o.w) out.left = Math.min(out.left, (b.x - o.x - o.w) / 2);
    }
    if (o.x < b.x + b.w && b.x < o.x + o.w) {
      if (o.y >= b.y + b.h) out.bottom = Math.min(out.bottom, (o.y - b.y - b.h) / 2);
      else if (b.y >= o.y + o.h) out.top = Math.min(out.top, (b.y - o.y - o.h) / 2);
    }
  }
  return out;
}

// Where boxes leave no way: with a corner between each two points.
function plain(w: Wire): Point[] {
  const mid = (r: Rect): Point => ({ x: r.x + r.w / 2, y: r.y + r.h / 2 });
  const stops = [mid(w.from), ...w.via, mid(w.to)];
  const out: Point[] = [];
  for (const p of stops) {
    const was = out.at(-1);
    if (was) out.push({ x: p.x, y: was.y });
    out.push(p);
  }
  return simple(out);
}

function before(list: number[], n: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const m = (low + high) >> 1;
    if ((list[m] ?? 0) <= n) low = m + 1;
    else high = m;
  }
  return low - 1;
}

const at = (list: number[], n: number) => Math.max(0, before(list, n));
