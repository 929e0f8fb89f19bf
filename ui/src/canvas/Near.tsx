// The near level: zones and elements as nodes of React Flow, and its flows. What a drag changes step by step stays in here,
// so that a step draws what is dragged and nothing else.
import {
  applyNodeChanges,
  type Connection,
  ConnectionMode,
  type Edge,
  type NodeChange,
  type NodeTypes,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStoreApi,
  ViewportPortal,
} from "@xyflow/react";
import { memo, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useLibrary } from "@/inspector/library";
import { select, useProject } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { isFar } from "./camera";
import * as commit from "./commit";
import { zoneAt } from "./edit";
import { Floating } from "./Floating";
import { FlowLayer } from "./FlowLayer";
import { edgeTypes } from "./FlowView";
import { type AnyNode, describe, edgesOf, keepOf, nodesOf, reuse, withEnds } from "./flowgraph";
import { hitFlow } from "./hit";
import { openComments } from "./keyboard";
import { NoteView, Ties } from "./NoteView";
import { zoneAround } from "./notes";
import { People } from "./People";
import { domId, ElementView, type Shared, ZoneView } from "./parts";
import { inside, type Rect } from "./place";
import type { Scene } from "./scene";
import { canvas, fewElements, setCanvas, type Thing, thingOf, useCanvas } from "./state";
import { onCanvas, useChosen } from "./things";
import { words } from "./words";

// Its help is for keys of its own, which are off.
const noHelp = {
  "node.a11yDescription.default": "",
  "node.a11yDescription.keyboardDisabled": "",
  "edge.a11yDescription.default": "",
};
const grid: [number, number] = [10, 10];
const none: Set<string> = new Set();
const nodeTypes: NodeTypes = { element: ElementView, zone: ZoneView, note: NoteView };

interface Props {
  scene: Scene;
  box: RefObject<HTMLDivElement | null>;
  mayEdit: boolean;
  onReady: () => void;
}

export const Near = memo(function Near({ scene, box, mayEdit, onReady }: Props) {
  const flow = useReactFlow();
  const store = useStoreApi<AnyNode>();
  const live = useRef(scene);
  live.current = scene;
  const overview = useCanvas((c) => c.overview);
  const hand = useCanvas((c) => c.tool === "pan" || c.touch) || overview;
  const lit = useCanvas((c) => c.paths?.ids);
  const shared = useShared(scene, live);
  const { ids: selected } = useChosen();
  const large = scene.graph.elements.length > fewElements;
  // What is led around by bends is seen where its ends are not.
  const led = Object.keys(scene.lines.ways).length > 0;
  const dragging = useRef(false);
  const { around, look } = useWindow(box, dragging);
  // biome-ignore lint/correctness/useExhaustiveDependencies: coming near is what asks for a window
  useEffect(() => {
    if (large && !overview) look(flow.getViewport());
  }, [large, overview, look]);
  const kept = useMemo(
    () => (large && around && !overview ? keepOf(scene, around) : undefined),
    [scene, large, around, overview],
  );
  const [moving, setMoving] = useState(none);
  const own = useOwnFlows(scene, large, selected, moving);
  const boxes = useMemo(() => kept && withEnds(scene, kept.boxes, own ?? none), [scene, kept, own]);
  const nothing = overview || (large && !kept);
  const [nodes, setNodes] = useState<AnyNode[]>([]);
  useEffect(() => {
    setNodes((old) => (nothing ? [] : reuse(old, nodesOf(scene, shared, selected, lit, mayEdit, boxes))));
  }, [scene, shared, selected, lit, mayEdit, nothing, boxes]);
  const edges = useMemo<Edge[]>(
    () => (nothing ? [] : edgesOf(scene, shared, selected, lit, mayEdit, own)),
    [scene, shared, selected, lit, mayEdit, nothing, own],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<AnyNode>[]) => {
      const picked = changes.filter((c) => c.type === "select");
      if (picked.length > 0) {
        const there = (id: string) => live.current.places.has(id) || live.current.flow.has(id);
        const now = onCanvas(useProject.getState().selection).filter((x) => there(x.id)); // what is gone is let go of
        const on = new Set(picked.filter((c) => c.selected).map((c) => c.id));
        const off = new Set(picked.filter((c) => !c.selected).map((c) => c.id));
        const rest = now.filter((x) => !off.has(x.id) && !on.has(x.id));
        const added = [...on].map((id) => thingOf(live.current, id));
        select([...rest, ...added]);
        const first = added[0];
        if (first) setCanvas({ focus: first });
      }
      const rest = changes.filter((c) => c.type === "position" || (c.type === "dimensions" && c.setAttributes));
      if (rest.length === 0) return;
      // A step of a drag goes straight to what draws it; the end of the drag tells us where everything came to stand.
      if (dragging.current) store.getState().setNodes(applyNodeChanges(rest, store.getState().nodes));
      else setNodes((old) => applyNodeChanges(rest, old));
    },
    [store],
  );
  const landed = useCallback(() => setNodes(store.getState().nodes), [store]);
  const drag = useDrag(live, box, dragging, large, setMoving, landed);
  const connect = useConnect(live, mayEdit);

  const clicks = useClicks(live, large, mayEdit);

  const onMove = useCallback(
    (_: unknown, v: { x: number; y: number; zoom: number }) => {
      const far = isFar(v.zoom, live.current.graph.elements.length, canvas().overview);
      if (far !== canvas().overview) flushSync(() => setCanvas({ overview: far }));
      if (large) look(v);
    },
    [large, look],
  );
  const onMoveEnd = useCallback((_: unknown, v: { zoom: number }) => setCanvas({ zoom: v.zoom }), []);

  return (
    <ReactFlow<AnyNode, Edge>
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onInit={onReady}
      onNodesChange={onNodesChange}
      {...clicks}
      {...drag}
      {...connect}
      onMove={onMove}
      onMoveEnd={onMoveEnd}
      connectionMode={ConnectionMode.Loose}
      connectionRadius={28}
      onlyRenderVisibleElements={!large && !led}
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      ariaLabelConfig={noHelp}
      deleteKeyCode={null}
      selectionKeyCode="Shift"
      multiSelectionKeyCode={multiKeys}
      selectionMode={SelectionMode.Full}
      selectionOnDrag={!hand}
      panOnDrag={hand ? true : wheelButtons}
      panOnScroll
      zoomOnDoubleClick={false}
      panActivationKeyCode={null}
      elevateNodesOnSelect={false}
      elevateEdgesOnSelect={false}
      zIndexMode="manual"
      snapToGrid
      snapGrid={grid}
      minZoom={0.02}
      maxZoom={3}
      nodeDragThreshold={3}
      proOptions={plain}
    >
      <ViewportPortal>
        {nothing ? null : <Ties scene={scene} of={boxes} />}
        {kept ? <FlowLayer scene={scene} flows={kept.flows} except={own ?? none} lit={lit} /> : null}
        <Floating scene={scene} />
        <People view={scene.view} />
      </ViewportPortal>
    </ReactFlow>
  );
});

const multiKeys = ["Control", "Meta", "Shift"];
const wheelButtons = [1, 2];
const plain = { hideAttribution: true };

// React Flow tells places within the zone that something lies in.
function onCanvasAt(s: Scene, id: string, r: Rect): Rect {
  const outer = s.note.has(id) ? zoneAround(s, id) : s.zone.get(id)?.in;
  const p = outer && s.places.get(outer);
  return p ? { ...r, x: r.x + p.x, y: r.y + p.y } : r;
}

/** What the parts of a scene need beside themselves. */
function useShared(scene: Scene, live: RefObject<Scene>): Shared {
  const lib = useLibrary();
  const t = useWords(words);
  return useMemo<Shared>(
    () => ({
      large: scene.graph.elements.length > fewElements,
      levels: scene.levels,
      note: (type) => type.map((w) => lib.title("component", w)).join(", "),
      describe: (id) => describe(scene, thingOf(scene, id), t),
      comments: (id) => openComments(thingOf(live.current, id)),
      lead: (id, via) => commit.lead(live.current, id, via),
      resized: (id, r) => commit.resize(live.current, id, onCanvasAt(live.current, id, r)),
    }),
    [scene, lib, t, live],
  );
}

/** The window around what is seen. It is moved when the view comes to its edge, and never under what is dragged. */
function useWindow(box: RefObject<HTMLDivElement | null>, dragging: RefObject<boolean>) {
  const [around, setAround] = useState<Rect>();
  const look = useCallback(
    (v: { x: number; y: number; zoom: number }) => {
      if (canvas().overview || dragging.current || !box.current) return;
      const seen = {
        x: -v.x / v.zoom,
        y: -v.y / v.zoom,
        w: box.current.clientWidth / v.zoom,
        h: box.current.clientHeight / v.zoom,
      };
      setAround((old) =>
        old && inside(seen, old) && old.w < seen.w * 3
          ? old
          : { x: seen.x - seen.w * 0.2, y: seen.y - seen.h * 0.2, w: seen.w * 1.4, h: seen.h * 1.4 },
      );
    },
    [box, dragging],
  );
  return { around, look };
}

/** In a large scene: the flows that are parts of the page, being selected, focused or dragged along. */
function useOwnFlows(scene: Scene, large: boolean, selected: Set<string>, moving: Set<string>) {
  const focus = useCanvas((c) => (c.focus?.kind === "flows" ? c.focus.id : undefined));
  const chosen = [...selected].filter((id) => scene.flow.has(id)).join(" ");
  return useMemo(() => {
    if (!large) return undefined;
    const out = new Set([...moving, ...(chosen ? chosen.split(" ") : [])]);
    if (focus) out.add(focus);
    return out.size ? out : none;
  }, [large, moving, chosen, focus]);
}

function useDrag(
  live: RefObject<Scene>,
  box: RefObject<HTMLDivElement | null>,
  dragging: RefObject<boolean>,
  large: boolean,
  setMoving: (ids: Set<string>) => void,
  landed: () => void,
) {
  const start = useRef(new Map<string, { x: number; y: number }>());
  const target = useRef("");
  const onNodeDragStart = useCallback(
    (_: unknown, __: unknown, dragged: AnyNode[]) => {
      const s = live.current;
      start.current = new Map(dragged.map((n) => [n.id, n.position]));
      dragging.current = true;
      box.current?.setAttribute("data-dragging", "");
      if (!large) return;
      const moves = commit.movers(s, thingsOf(s, dragged));
      setMoving(new Set(s.graph.flows.filter((f) => moves.has(f.from) || moves.has(f.to)).map((f) => f.id)));
    },
    [live, box, dragging, large, setMoving],
  );
  // While something is dragged the zone that it would fall into is marked, by hand: no render for each step.
  const onNodeDrag = useCallback(
    (_: unknown, node: AnyNode) => {
      const s = live.current;
      const was = start.current.get(node.id);
      const r = s.places.get(node.id);
      if (!was || !r || s.note.has(node.id)) return;
      const zone = zoneAt(
        s.model,
        s.places,
        { ...r, x: r.x + node.position.x - was.x, y: r.y + node.position.y - was.y },
        s.zone.has(node.id) ? node.id : undefined,
      );
      if (zone === target.current) return;
      document.getElementById(domId(target.current))?.removeAttribute("data-target");
      target.current = zone;
      const home = s.element.get(node.id)?.zone ?? s.zone.get(node.id)?.in ?? "";
      if (zone && zone !== home) document.getElementById(domId(zone))?.setAttribute("data-target", "true");
    },
    [live],
  );
  const onNodeDragStop = useCallback(
    (_: unknown, node: AnyNode, dragged: AnyNode[]) => {
      document.getElementById(domId(target.current))?.removeAttribute("data-target");
      target.current = "";
      dragging.current = false;
      box.current?.removeAttribute("data-dragging");
      landed();
      setMoving(none);
      const was = start.current.get(node.id);
      if (!was) return;
      const dx = node.position.x - was.x;
      const dy = node.position.y - was.y;
      if (dx || dy) commit.move(live.current, thingsOf(live.current, dragged), dx, dy);
    },
    [live, box, dragging, setMoving, landed],
  );
  return { onNodeDragStart, onNodeDrag, onNodeDragStop };
}

// All of these stay the same functions: a new one would have every node made anew, at each step of a drag.
function useClicks(live: RefObject<Scene>, large: boolean, mayEdit: boolean) {
  const flow = useReactFlow();
  return useMemo(() => {
    const pick = (id: string, e: React.MouseEvent) => {
      select([{ kind: "flows", id }], e.shiftKey || e.ctrlKey || e.metaKey);
      setCanvas({ focus: { kind: "flows", id } });
    };
    const rename = (thing: Thing) => {
      if (mayEdit) setCanvas({ task: { is: "rename", thing } });
    };
    return {
      onEdgeClick: (e: React.MouseEvent, x: Edge) => pick(x.id, e),
      onEdgeDoubleClick: (_: unknown, x: Edge) => rename({ kind: "flows", id: x.id }),
      onNodeDoubleClick: (_: unknown, n: AnyNode) => rename(thingOf(live.current, n.id)),
      onPaneClick: (e: React.MouseEvent) => {
        const { tool, task, overview } = canvas();
        if (tool !== "select" || task) return;
        const s = live.current;
        const p = flow.screenToFlowPosition({ x: e.clientX, y: e.clientY }, { snapToGrid: false });
        const id = large && !overview ? hitFlow(s, p, 9) : undefined;
        if (id) pick(id, e);
        else select([]);
      },
    };
  }, [live, large, mayEdit, flow]);
}

const thingsOf = (s: Scene, nodes: AnyNode[]) => nodes.map((n) => thingOf(s, n.id));

function useConnect(live: RefObject<Scene>, mayEdit: boolean) {
  const flow = useReactFlow();
  const onConnectStart = useCallback(() => setCanvas({ joining: true }), []);
  const onConnect = useCallback(
    (c: Connection) => {
      if (!c.source || !c.target || c.source === c.target) return;
      const made: Thing = { kind: "flows", id: commit.connect(live.current, c.source, c.target) };
      select([made]);
      setCanvas({ focus: made, task: { is: "rename", thing: made } });
    },
    [live],
  );
  // A flow that is dropped on nothing asks for the element that it leads to.
  const onConnectEnd = useCallback(
    (e: MouseEvent | TouchEvent, c: { toNode: unknown; fromNode: { id: string } | null }) => {
      setCanvas({ joining: false });
      if (c.toNode || !c.fromNode || !mayEdit) return;
      const at = "changedTouches" in e ? e.changedTouches[0] : e;
      if (!at) return;
      const p = flow.screenToFlowPosition({ x: at.clientX, y: at.clientY });
      setCanvas({ task: { is: "quick-add", at: { x: p.x - 70, y: p.y - 32 }, kind: "process", from: c.fromNode.id } });
    },
    [flow, mayEdit],
  );
  // The end of a selected flow that is dragged to another element.
  const onReconnect = useCallback(
    (was: Edge, c: Connection) => {
      const end = c.source !== was.source ? "from" : c.target !== was.target ? "to" : undefined;
      if (end && c.source !== c.target) commit.reconnect(live.current, was.id, end, end === "to" ? c.target : c.source);
    },
    [live],
  );
  const onReconnectEnd = useCallback(() => setCanvas({ joining: false }), []);
  return {
    onConnectStart,
    onConnect,
    onConnectEnd,
    onReconnectStart: onConnectStart,
    onReconnect,
    onReconnectEnd,
    reconnectRadius: 8,
  };
}
