// Arranging with ELK in a worker. Each zone is laid out by itself, from left to right; flows that leave it are lifted to
// the two children of the lowest zone that holds both ends, so that neighbours of a flow come to lie beside each other.
import type { ElkNode } from "elkjs/lib/elk-api";
import ELK from "elkjs/lib/elk-api";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";
import { type Places, type Rect, zonePad, zoneTitle } from "./place";
import type { Scene } from "./scene";

let elk: InstanceType<typeof ELK> | undefined;

const engine = () => {
  elk ??= new ELK({ workerUrl });
  return elk;
};

/** From how many parts on the outermost level is packed rather than layered: layers of many zones grow very long. */
const packFrom = 9;

/** New places for all elements, or for those within one zone. */
export async function arrange(s: Scene, only?: string): Promise<[string, Rect][]> {
  const root = treeOf(s, only);
  const done = await engine().layout(root);
  const places: Places = new Map();
  read(done, 0, 0, places);
  const origin = only ? s.places.get(only) : undefined;
  const own = only ? places.get(only) : undefined;
  const dx = origin && own ? origin.x - own.x : 0;
  const dy = origin && own ? origin.y - own.y : 0;
  const snap = (n: number) => Math.round(n / 10) * 10;
  const out: [string, Rect][] = [];
  for (const [id, r] of places) {
    const empty =
      s.zone.has(id) && !s.graph.elements.some((e) => e.zone === id) && !s.graph.zones.some((z) => z.in === id);
    // A zone that someone sized takes the size that its new content needs.
    if (s.element.has(id) || empty || (s.zone.has(id) && s.stored[id]))
      out.push([id, { x: snap(r.x + dx), y: snap(r.y + dy), w: Math.round(r.w), h: Math.round(r.h) }]);
  }
  return out;
}

function treeOf(s: Scene, only?: string): ElkNode {
  const parent = new Map<string, string>();
  for (const z of s.graph.zones) parent.set(z.id, z.in ?? "");
  for (const e of s.graph.elements) parent.set(e.id, e.zone ?? "");
  const nodes = new Map<string, ElkNode>();
  const inner = { "elk.padding": `[top=${zonePad + zoneTitle},left=${zonePad},bottom=${zonePad},right=${zonePad}]` };
  const layered = {
    "elk.algorithm": "layered",
    "elk.direction": "RIGHT",
    "elk.spacing.nodeNode": "44",
    "elk.layered.spacing.nodeNodeBetweenLayers": "120",
    "elk.layered.wrapping.strategy": "MULTI_EDGE",
    "elk.aspectRatio": "1.6",
    "elk.hierarchyHandling": "SEPARATE_CHILDREN",
  };
  for (const z of s.graph.zones)
    nodes.set(z.id, { id: z.id, children: [], edges: [], layoutOptions: { ...layered, ...inner } });
  for (const e of s.graph.elements) {
    const r = s.places.get(e.id);
    nodes.set(e.id, { id: e.id, width: r?.w ?? 140, height: r?.h ?? 64 });
  }
  const tops = [...parent.values()].filter((p) => p === "").length;
  const root: ElkNode = {
    id: "",
    children: [],
    edges: [],
    layoutOptions:
      tops >= packFrom
        ? { "elk.algorithm": "rectpacking", "elk.aspectRatio": "1.5", "elk.spacing.nodeNode": "70" }
        : {
            ...layered,
            "elk.direction": "DOWN",
            "elk.spacing.nodeNode": "70",
            "elk.layered.spacing.nodeNodeBetweenLayers": "90",
          },
  };
  nodes.set("", root);
  for (const [id, p] of parent) {
    const n = nodes.get(id);
    if (n) (nodes.get(p) ?? root).children?.push(n);
  }
  for (const n of nodes.values()) {
    if (n.id !== "" && n.children?.length === 0) {
      n.width = 240;
      n.height = 140;
    }
  }
  lift(s, parent, nodes);
  return only ? { id: "root", children: [nodes.get(only) ?? root], layoutOptions: { "elk.algorithm": "box" } } : root;
}

// A flow becomes an edge between the two children of the lowest container that holds both of its ends.
function lift(s: Scene, parent: Map<string, string>, nodes: Map<string, ElkNode>) {
  const chain = (id: string) => {
    const out = [id];
    for (let p = parent.get(id); p !== undefined; p = p === "" ? undefined : parent.get(p)) out.push(p);
    return out;
  };
  for (const f of s.graph.flows) {
    const a = chain(f.from);
    const b = chain(f.to);
    const meet = a.find((x) => b.includes(x) && x !== f.from && x !== f.to);
    if (meet === undefined) continue;
    const from = a[a.indexOf(meet) - 1];
    const to = b[b.indexOf(meet) - 1];
    if (from !== undefined && to !== undefined && from !== to)
      nodes.get(meet)?.edges?.push({ id: f.id, sources: [from], targets: [to] });
  }
}

function read(n: ElkNode, x: number, y: number, out: Places) {
  for (const c of n.children ?? []) {
    const at = { x: x + (c.x ?? 0), y: y + (c.y ?? 0), w: c.width ?? 0, h: c.height ?? 0 };
    out.set(c.id, at);
    read(c, at.x, at.y, out);
  }
}
