// From a scene to the nodes and edges of React Flow, and to the sentences that screen readers hear.
import type { Edge } from "@xyflow/react";
import type { Translate as TranslateOf } from "@/words/catalogue";
import type { FlowData } from "./FlowView";
import type { GraphElement, GraphFlow, GraphZone, Mark } from "./graph";
import { type Course, endsOn, lineOf } from "./line";
import { courseOf } from "./lines";
import type { NoteNode } from "./NoteView";
import { type GraphNote, zoneAround } from "./notes";
import { type ElementNode, handles, kindWords, type Shared, type ZoneNode } from "./parts";
import { overlaps, type Rect } from "./place";
import { type Point, portOf } from "./route";
import type { Scene } from "./scene";
import type { Thing } from "./state";
import type { words } from "./words";

type Translate = TranslateOf<typeof words.en>;

/** What is told of the findings of something. */
function marked(m: Mark | undefined, s: Pick<Scene, "levels">, t: Translate): string[] {
  if (!m) return [];
  const risk = s.levels.find((l) => l.id === m.risk)?.name;
  return [
    m.confirmed ? t("confirmed", { n: m.confirmed }) : "",
    m.possible ? t("possible", { n: m.possible }) : "",
    risk ? t("worst", { risk }) : "",
  ];
}

const still = (s: Scene, id: string, t: Translate) => (s.stored[id]?.locked ? t("locked") : "");

const talked = (s: Scene, id: string, t: Translate) => (s.talk.has(id) ? t("talks", { n: s.talk.get(id) ?? 0 }) : "");

const sentence = (parts: string[]) => parts.filter(Boolean).join(", ");

export function describeElement(s: Scene, e: GraphElement, t: Translate): string {
  const zone = e.zone ? s.zone.get(e.zone)?.name : undefined;
  let into = 0;
  let out = 0;
  for (const f of s.graph.flows) {
    if (f.to === e.id) into++;
    if (f.from === e.id) out++;
  }
  return sentence([
    t(kindWords[e.kind]),
    e.name,
    zone ? t("inZone", { zone }) : "",
    t("flowsIn", { n: into }),
    t("flowsOut", { n: out }),
    ...marked(e.mark, s, t),
    e.outOfScope ? t("outOfScope") : "",
    still(s, e.id, t),
    talked(s, e.id, t),
  ]);
}

export function describeFlow(s: Scene, f: GraphFlow, t: Translate): string {
  const from = s.element.get(f.from)?.name ?? f.from;
  const to = s.element.get(f.to)?.name ?? f.to;
  const bends = s.lines.ways[f.id]?.length ?? 0;
  const guard = { stated: "protectionStated", none: "protectionNone", unknown: "protectionUnknown" } as const;
  return sentence([
    t("flow"),
    f.name,
    t("fromTo", { from, to }),
    f.twoWay ? t("twoWay") : "",
    bends ? t("bends", { n: bends }) : "",
    t(guard[f.protection]),
    ...marked(f.mark, s, t),
    talked(s, f.id, t),
  ]);
}

export function describeZone(s: Scene, z: GraphZone, t: Translate): string {
  const outer = z.in ? s.zone.get(z.in)?.name : undefined;
  return sentence([
    t("zone"),
    z.name,
    outer ? t("inZone", { zone: outer }) : "",
    z.trust < 0 ? t("trustUnknown") : t("trust", { n: z.trust }),
    still(s, z.id, t),
    talked(s, z.id, t),
  ]);
}

function describeNote(s: Scene, n: GraphNote, t: Translate): string {
  const names = n.about.map((id) => (s.element.get(id) ?? s.flow.get(id) ?? s.zone.get(id))?.name ?? id);
  return sentence([
    t("note"),
    n.text.trim().replace(/\s+/g, " "),
    names.length ? t("noteAbout", { names: names.join(", ") }) : "",
    still(s, n.id, t),
  ]);
}

export function describe(s: Scene, x: Thing, t: Translate): string {
  const e = s.element.get(x.id);
  const f = s.flow.get(x.id);
  const z = s.zone.get(x.id);
  const n = s.note.get(x.id);
  if (n) return describeNote(s, n, t);
  return e ? describeElement(s, e, t) : f ? describeFlow(s, f, t) : z ? describeZone(s, z, t) : x.id;
}

// The parts inside say what they are; the wrappers of React Flow shall not say "node".
const plainNode = { "aria-roledescription": undefined };
const plainEdge = { ...plainNode, role: undefined, "aria-label": undefined };

export type AnyNode = ElementNode | ZoneNode | NoteNode;

/** What of a large scene is made at all: boxes in a window around what is seen, and flows that start or end there. */
export interface Kept {
  boxes: Set<string>;
  flows: Set<string>;
}

export function keepOf(s: Scene, window: Rect): Kept {
  const boxes = new Set<string>();
  const flows = new Set<string>();
  for (const e of s.graph.elements) {
    const r = s.places.get(e.id);
    if (r && overlaps(r, window)) boxes.add(e.id);
  }
  for (const f of s.graph.flows) if (boxes.has(f.from) || boxes.has(f.to)) flows.add(f.id);
  for (const id of s.note.keys()) {
    const r = s.places.get(id);
    if (!r || !overlaps(r, window)) continue;
    boxes.add(id);
    addAround(s, zoneAround(s, id), boxes);
  }
  for (const id of [...boxes]) addAround(s, s.element.get(id)?.zone, boxes);
  for (const z of s.graph.zones) {
    const r = s.places.get(z.id);
    if (r && overlaps(r, window)) addAround(s, z.id, boxes);
  }
  return { boxes, flows };
}

function addAround(s: Scene, zone: string | undefined, to: Set<string>) {
  for (let z = zone; z && !to.has(z); z = s.zone.get(z)?.in) to.add(z);
}

/** The boxes with those at both ends of flows that the page draws. */
export function withEnds(s: Scene, boxes: Set<string>, flows: Set<string>): Set<string> {
  const missing = [...flows].flatMap((id) => {
    const f = s.flow.get(id);
    return f ? [f.from, f.to].filter((e) => !boxes.has(e)) : [];
  });
  if (missing.length === 0) return boxes;
  const out = new Set(boxes);
  for (const id of missing) {
    out.add(id);
    addAround(s, s.element.get(id)?.zone, out);
  }
  return out;
}

/** The new nodes, but the old ones where nothing of them changed, so that only what changed is drawn anew. */
export function reuse(old: AnyNode[], made: AnyNode[]): AnyNode[] {
  const before = new Map(old.map((n) => [n.id, n]));
  return made.map((n) => {
    const o = before.get(n.id);
    return o && sameNode(o, n) ? o : n;
  });
}

function sameNode(a: AnyNode, b: AnyNode): boolean {
  if (a.position.x !== b.position.x || a.position.y !== b.position.y || a.parentId !== b.parentId) return false;
  if (a.width !== b.width || a.height !== b.height) return false;
  if (a.selected !== b.selected || a.draggable !== b.draggable) return false;
  const p = a.data as Record<string, unknown>;
  const q = b.data as Record<string, unknown>;
  return Object.keys(q).every((k) => p[k] === q[k]);
}

/** All boxes as nodes; inner ones have their place within the zone that they lie in. */
export function nodesOf(
  s: Scene,
  shared: Shared,
  selected: Set<string>,
  lit: Set<string> | undefined,
  editable: boolean,
  keep?: Set<string>,
): AnyNode[] {
  const out: AnyNode[] = [];
  const within = (id: string, zone: string | undefined) => {
    const r = s.places.get(id);
    const p = zone ? s.places.get(zone) : undefined;
    return r && { r, parentId: p ? zone : undefined, position: { x: r.x - (p?.x ?? 0), y: r.y - (p?.y ?? 0) } };
  };
  for (const z of s.graph.zones) {
    const at = within(z.id, z.in);
    if (!at || (keep && !keep.has(z.id))) continue;
    out.push({
      id: z.id,
      type: "zone",
      position: at.position,
      ...(at.parentId ? { parentId: at.parentId } : {}),
      width: at.r.w,
      height: at.r.h,
      measured: { width: at.r.w, height: at.r.h },
      selected: selected.has(z.id),
      draggable: editable && !s.stored[z.id]?.locked,
      dragHandle: ".cv-zone-head, .cv-zone-edge",
      connectable: false,
      zIndex: z.depth,
      className: "cv-zone-node",
      domAttributes: plainNode,
      data: {
        zone: z,
        shared,
        target: false,
        dim: lit !== undefined && !lit.has(z.id),
        talk: s.talk.get(z.id) ?? 0,
        still: s.stored[z.id]?.locked === true,
      },
    });
  }
  for (const e of s.graph.elements) {
    if (keep && !keep.has(e.id)) continue;
    const at = within(e.id, e.zone);
    if (!at) continue;
    out.push({
      id: e.id,
      type: "element",
      position: at.position,
      ...(at.parentId ? { parentId: at.parentId } : {}),
      width: at.r.w,
      height: at.r.h,
      measured: { width: at.r.w, height: at.r.h },
      handles: handles(at.r.w, at.r.h),
      selected: selected.has(e.id),
      draggable: editable && !s.stored[e.id]?.locked,
      connectable: editable,
      zIndex: 200,
      domAttributes: plainNode,
      data: {
        element: e,
        shared,
        dim: lit !== undefined && !lit.has(e.id),
        lit: lit?.has(e.id) ?? false,
        talk: s.talk.get(e.id) ?? 0,
        still: s.stored[e.id]?.locked === true,
      },
    });
  }
  for (const n of s.note.values()) {
    const zone = zoneAround(s, n.id);
    const at = within(n.id, zone);
    if (!at || (keep && !keep.has(n.id))) continue;
    out.push({
      id: n.id,
      type: "note",
      position: at.position,
      ...(at.parentId ? { parentId: at.parentId } : {}),
      width: at.r.w,
      height: at.r.h,
      measured: { width: at.r.w, height: at.r.h },
      selected: selected.has(n.id),
      draggable: editable && !s.stored[n.id]?.locked,
      connectable: false,
      zIndex: 150,
      domAttributes: plainNode,
      data: {
        note: n,
        shared,
        dim: lit !== undefined && !n.about.some((id) => lit.has(id)),
        still: s.stored[n.id]?.locked === true,
      },
    });
  }
  return out;
}

export function edgesOf(
  s: Scene,
  shared: Shared,
  selected: Set<string>,
  lit: Set<string> | undefined,
  editable: boolean,
  keep?: Set<string>,
): Edge[] {
  const out: Edge[] = [];
  for (const f of s.graph.flows) {
    const course = keep && !keep.has(f.id) ? undefined : courseOf(s, f);
    if (!course) continue;
    const data: FlowData = {
      flow: f,
      course,
      spot: s.labels.get(f.id),
      shared,
      dim: lit !== undefined && !lit.has(f.id),
      lit: lit?.has(f.id) ?? false,
      talk: s.talk.get(f.id) ?? 0,
      grips: editable && selected.has(f.id),
    };
    out.push({
      id: f.id,
      type: "flow",
      source: f.from,
      target: f.to,
      sourceHandle: course.ends.from,
      targetHandle: course.ends.to,
      selected: selected.has(f.id),
      reconnectable: editable && selected.has(f.id),
      zIndex: selected.has(f.id) ? 101 : 100, // what can be taken hold of is above the others
      domAttributes: { ...plainEdge, ...(data.grips ? ringsAt(course) : {}) } as Edge["domAttributes"],
      data,
    });
  }
  return out;
}

// React Flow puts the rings that ends are led elsewhere by in the middle of a side; lines that share a side end beside it.
function ringsAt(c: Course) {
  const [start, end] = endsOn(lineOf(c));
  const a = portOf(c.from, c.ends.from, 0);
  const b = portOf(c.to, c.ends.to, 0);
  const by = (p: Point, port: Point) => `${Math.round(p.x - port.x)}px ${Math.round(p.y - port.y)}px`;
  return { style: { "--from-by": by(start, a), "--to-by": by(end, b) } };
}
