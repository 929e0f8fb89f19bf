// The scene: what a view shows and where it stands, made from the state of the project and kept while nothing of it changes.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "@/api/client";
import { type Box, boxesAndWays, type Model } from "@/api/types";
import { useLibrary } from "@/inspector/library";
import { levelName } from "@/parts/Badges";
import { useThreads } from "@/project/talk";
import { useFindings, useView } from "@/project/use";
import { useProjectId } from "@/shell/router";
import { useLanguage } from "@/words/catalogue";
import { type Graph, type GraphElement, type GraphFlow, type GraphZone, graphOf, marksOf, wholeModel } from "./graph";
import { labelsOf, type Spot, spansOf } from "./labels";
import { lineOf } from "./line";
import { courseOf, type Lines, useLines, waysOf } from "./lines";
import { type GraphNote, notesOf, placedNotes, withNotes } from "./notes";
import { drawnApart, type Places, placeAll } from "./place";

export interface Scene {
  model: Model;
  graph: Graph;
  places: Places;
  lines: Lines;
  labels: Map<string, Spot>;
  element: Map<string, GraphElement>;
  flow: Map<string, GraphFlow>;
  zone: Map<string, GraphZone>;
  note: Map<string, GraphNote>;
  stored: Record<string, Box>; // boxes that people placed
  view: string; // under which positions are kept
  levels: { id: string; name: string }[]; // of risk, lowest first
  talk: Map<string, number>; // open threads of comments, by what they are about
  waiting: boolean; // for places that the server works out
}

/** The scene of a view: empty or default for the whole model, else the id of a view or a zone. */
export function useScene(view: string): Scene | undefined {
  const model = useView((s) => s.model);
  const sections = model?.sections;
  const key = view || wholeModel;
  const laidOut = model?.layout[key];
  const { boxes: stored, ways } = useMemo(() => {
    const { boxes, ways } = boxesAndWays(laidOut);
    return { boxes, ways: waysOf(ways) };
  }, [laidOut]);
  const findings = useFindings();
  const guarded = useView((s) => s.protection);
  const risks = useView((s) => s.scales.risks);
  const { isA } = useLibrary();
  const lang = useLanguage();
  const levels = useMemo(
    () => (risks ?? []).map((r) => ({ id: r.id, name: levelName(r.name ?? r.id, lang) })),
    [risks, lang],
  );
  const marks = useMemo(
    () =>
      marksOf(
        findings,
        levels.map((l) => l.id),
      ),
    [findings, levels],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the layout is part of the model but not of the graph
  const graph = useMemo(
    () => model && guarded && graphOf(model, view, marks, guarded, isA),
    [sections?.zones, sections?.elements, sections?.flows, sections?.views, view, marks, guarded, isA],
  );
  const talk = useTalk();
  const auto = useAuto(key, graph, stored);
  const boxes = useMemo(() => graph && placeAll(graph, stored, auto.boxes), [graph, stored, auto.boxes]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the model only its notes
  const notes = useMemo(() => (model && graph ? notesOf(model, view, graph) : []), [sections?.notes, view, graph]);
  // Flows go around notes that people placed, and any other note keeps off the flows.
  const placed = useMemo(() => placedNotes(notes, stored), [notes, stored]);
  const lines = useLines(graph, boxes, placed, ways);
  const labels = useMemo(
    () => graph && boxes && lines && labelsOf(graph, boxes, placed, (f) => lineIn({ places: boxes, lines }, f)),
    [graph, boxes, placed, lines],
  );
  const places = useMemo(
    () =>
      graph &&
      boxes &&
      lines &&
      labels &&
      withNotes(notes, graph, boxes, placed, () => spansOf(graph, labels, (f) => lineIn({ places: boxes, lines }, f))),
    [notes, graph, boxes, placed, lines, labels],
  );
  return useMemo(() => {
    if (!graph || !places || !model || !lines || !labels) return undefined;
    return {
      model,
      graph,
      places,
      lines,
      labels,
      element: new Map(graph.elements.map((e) => [e.id, e])),
      flow: new Map(graph.flows.map((f) => [f.id, f])),
      zone: new Map(graph.zones.map((z) => [z.id, z])),
      note: new Map(notes.map((n) => [n.id, n])),
      stored,
      view: key,
      levels,
      talk,
      waiting: auto.waiting,
    };
  }, [graph, places, lines, labels, notes, model, stored, key, levels, talk, auto.waiting]);
}

function lineIn(s: Pick<Scene, "places" | "lines">, f: GraphFlow) {
  const c = courseOf(s, f);
  return c && lineOf(c);
}

/** How many threads are open, by what they are about. It stays the same where only what they say changed. */
function useTalk(): Map<string, number> {
  const threads = useThreads(useProjectId() ?? "").data;
  const open = (threads ?? []).flatMap((x) => (x.resolved || !x.target ? [] : [x.target])).sort();
  const key = open.join(" ");
  return useMemo(() => {
    const out = new Map<string, number>();
    for (const target of key ? key.split(" ") : []) out.set(target, (out.get(target) ?? 0) + 1);
    return out;
  }, [key]);
}

interface AutoLayout {
  nodes: Record<string, Box>;
  zones: Record<string, Box>;
}

/** The places that the server's own layout gives, asked for once a view as long as something has no place. */
function useAuto(view: string, graph: Graph | undefined, stored: Record<string, Box>) {
  const project = useProjectId();
  const wanted = graph !== undefined && graph.elements.length > 0 && !graph.elements.some((e) => stored[e.id]);
  const q = useQuery({
    queryKey: [project, "layout", view],
    queryFn: ({ signal }) =>
      request<AutoLayout>(
        "GET",
        `/projects/${encodeURIComponent(project ?? "")}/layout?view=${encodeURIComponent(view)}`,
        undefined,
        {
          signal: AbortSignal.any([signal, AbortSignal.timeout(6000)]),
        },
      ),
    enabled: wanted && project !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const raw = q.data?.nodes;
  const names = useMemo(() => new Map(graph?.elements.map((e) => [e.id, e.name])), [graph]);
  const boxes = useMemo(() => raw && drawnApart(raw, names), [raw, names]);
  return { boxes, waiting: wanted && q.isPending && q.fetchStatus === "fetching" };
}
