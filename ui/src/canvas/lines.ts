// The lines of all flows of a view: at right angles or as curves, by choice of the person.
import { useMemo } from "react";
import type { Way } from "@/api/types";
import { useSettings } from "@/shell/settings";
import type { Graph, GraphFlow } from "./graph";
import { type Course, endsOfWay } from "./line";
import type { Places, Rect } from "./place";
import { type Ends, endsOf, type Point, type Ways } from "./route";
import type { Scene } from "./scene";
import { type Ground, squareWays, type Wire } from "./square";
import { fewElements } from "./state";

export interface Lines {
  ends: Map<string, Ends>;
  corners: Map<string, readonly Point[]>; // of flows at right angles
  ground?: Ground | undefined; // what ways at right angles go around
  ways: Ways;
}

export const manyFlows = 240;

/** Views with more elements or flows than these have curves: hundreds of ways at right angles take too long to find. */
export const maySquare = (g: Graph) => g.elements.length <= fewElements && g.flows.length <= manyFlows;

/** The bends that people set in a view. */
export function waysOf(ways: Record<string, Way>): Ways {
  return Object.fromEntries(Object.entries(ways).map(([id, w]) => [id, w.via.map(([x = 0, y = 0]) => ({ x, y }))]));
}

export function useLines(
  graph: Graph | undefined,
  places: Places | undefined,
  notes: Places,
  ways: Ways,
): Lines | undefined {
  const square = useSettings((s) => s.lines === "square");
  // A graph is new with each finding; ways are looked for again only where something moved.
  const key = graph && places && square && maySquare(graph) ? told(graph, places, notes, ways) : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key tells all that they are made of
  const found = useMemo(() => (graph && places && key ? squared(graph, places, notes, ways) : undefined), [key]);
  return useMemo(
    () => (graph && places ? (found ?? { ends: endsOf(graph, places, ways), corners: new Map(), ways }) : undefined),
    [graph, places, ways, found],
  );
}

function told(g: Graph, places: Places, notes: Places, ways: Ways): string {
  const box = (id: string) => {
    const r = places.get(id);
    return r ? `${id} ${r.x} ${r.y} ${r.w} ${r.h}` : id;
  };
  return [
    ...g.elements.map((e) => box(e.id)),
    ...g.zones.map((z) => box(z.id)),
    ...g.flows.map((f) => `${f.id} ${f.from} ${f.to}`),
    JSON.stringify([...notes.values()]),
    JSON.stringify(ways),
  ].join("\n");
}

function squared(g: Graph, places: Places, notes: Places, ways: Ways): Lines {
  const boxes = (all: { id: string }[]) => all.map((x) => places.get(x.id)).filter((r): r is Rect => r !== undefined);
  const ground: Ground = { boxes: boxes(g.elements), zones: boxes(g.zones), notes: [...notes.values()] };
  const wires = g.flows.flatMap((f): Wire[] => {
    const from = places.get(f.from);
    const to = places.get(f.to);
    return from && to ? [{ id: f.id, from, to, via: ways[f.id] ?? [] }] : [];
  });
  const corners = squareWays(wires, ground);
  const ends = new Map(wires.map((w) => [w.id, endsOfWay(corners.get(w.id) ?? [], w.from, w.to)]));
  return { ends, corners, ground, ways };
}

/** What the line of a flow is made of. */
export function courseOf(s: Pick<Scene, "places" | "lines">, f: GraphFlow): Course | undefined {
  const from = s.places.get(f.from);
  const to = s.places.get(f.to);
  const ends = s.lines.ends.get(f.id);
  if (!from || !to || !ends) return undefined;
  const { corners, ground, ways } = s.lines;
  return { ends, from, to, via: ways[f.id] ?? [], corners: corners.get(f.id), ground };
}
