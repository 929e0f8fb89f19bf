// The drawing surface: React Flow near, the overview far, one tab stop for both. Pointer and keys end in the same edits.
import {
  applyNodeChanges,
  type Connection,
  ConnectionMode,
  type Edge,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  ViewportPortal,
} from "@xyflow/react";
import {
  type PointerEvent as ReactPointerEvent,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { useShallow } from "zustand/react/shallow";
import { useLibrary } from "@/inspector/library";
import { tell } from "@/project/live";
import { type Selected, select, useMayEdit, useProject } from "@/project/use";
import { typing } from "@/shell/keys";
import { go } from "@/shell/router";
import { useSettings } from "@/shell/settings";
import { useWords } from "@/words/catalogue";
import { Asides } from "./Asides";
import { type Camera, isFar, makeCamera } from "./camera";
import * as commit from "./commit";
import { zoneAt } from "./edit";
import { type AnyNode, describe, edgesOf, keepOf, nodesOf } from "./flowgraph";
import { choose, dropGhost, focusOn, type Hands, inspectorOpen, onKey } from "./keyboard";
import { Minimap } from "./Minimap";
import { type Drag, Overview } from "./Overview";
import { People } from "./People";
import { domId, edgeTypes, nodeTypes, type Shared } from "./parts";
import { bounds, inside, type Rect } from "./place";
import { hit } from "./route";
import type { Scene } from "./scene";
import { canvas, fewElements, setCanvas, type Thing, useCanvas } from "./state";
import { words } from "./words";

const canvasKinds = new Set(["elements", "flows", "zones"]);
const grid: [number, number] = [10, 10];

export interface SurfaceHandle {
  hands: () => Hands;
  focus: () => void;
}

/** The selection as far as the canvas shows it. An interface shows as its element, a finding as its target. */
export function onCanvas(selection: Selected[]): Thing[] {
  return selection.filter((x) => canvasKinds.has(x.kind)) as Thing[];
}

export function Surface({
  scene,
  openOutline,
  handle,
}: {
  scene: Scene;
  openOutline: () => void;
  handle: React.Ref<SurfaceHandle>;
}) {
  const t = useWords(words);
  const flow = useReactFlow();
  const box = useRef<HTMLDivElement>(null);
  const selection = useProject((p) => p.selection);
  const chosen = useMemo(() => onCanvas(selection), [selection]);
  const selectedIds = useMemo(() => new Set(chosen.map((x) => x.id)), [chosen]);
  const mayEdit = useMayEdit();
  const { overview, tool, taskIs, focus, paths } = useCanvas(
    useShallow((c) => ({ overview: c.overview, tool: c.tool, taskIs: c.task?.is, focus: c.focus, paths: c.paths })),
  );
  const singleKeys = useSettings((s) => s.singleKeys);
  const lib = useLibrary();
  const live = useRef(scene);
  live.current = scene;

  const camera = useMemo<Camera>(
    () =>
      makeCamera(
        flow,
        () => box.current,
        () => live.current,
      ),
    [flow],
  );
  const hands = useCallback(
    (): Hands => ({
      scene: live.current,
      camera,
      selection: onCanvas(useProject.getState().selection),
      mayEdit,
      openInspector: () => {
        inspectorOpen();
        requestAnimationFrame(() =>
          (
            document.querySelector<HTMLElement>(".t-dock [data-region-focus]") ??
            document.querySelector<HTMLElement>(".t-dock")
          )?.focus(),
        );
      },
      openOutline,
      openHelp: () => go("help"),
    }),
    [camera, mayEdit, openOutline],
  );
  useImperativeHandle(handle, () => ({ hands, focus: () => box.current?.focus() }), [hands]);

  const shared = useMemo<Shared>(
    () => ({
      levels: scene.levels,
      note: (type) => type.map((w) => lib.title("component", w)).join(", "),
      describe: (id) => {
        const kind = scene.element.has(id) ? "elements" : scene.flow.has(id) ? "flows" : "zones";
        return describe(scene, { kind, id }, t);
      },
      resized: (id, r) => commit.resize(live.current, id, r),
    }),
    [scene, lib, t],
  );

  const lit = paths?.ids;
  const large = scene.graph.elements.length > fewElements;
  const [around, setAround] = useState<Rect>();
  const dragging = useRef(false);
  // The window around what is seen is moved when the view comes to its edge.
  const look = useCallback((v: { x: number; y: number; zoom: number }) => {
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
        : { x: seen.x - seen.w * 0.4, y: seen.y - seen.h * 0.4, w: seen.w * 1.8, h: seen.h * 1.8 },
    );
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: coming near is what asks for a window
  useEffect(() => {
    if (large && !overview) look(flow.getViewport());
  }, [large, overview, look]);
  const keep = useMemo(
    () => (large && around && !overview ? keepOf(scene, around) : undefined),
    [scene, large, around, overview],
  );
  const [nodes, setNodes] = useState<AnyNode[]>([]);
  const settled = useRef<{
    scene?: Scene;
    lit?: Set<string> | undefined;
    lib?: unknown;
    may?: boolean;
    keep?: Set<string> | undefined;
    far?: boolean;
  }>({});
  // Everything is made anew when the scene changes, and only the marks of selection when that does.
  useEffect(() => {
    const was = settled.current;
    const same =
      was.scene === scene &&
      was.lit === lit &&
      was.lib === shared &&
      was.may === mayEdit &&
      was.far === overview &&
      was.keep === keep;
    settled.current = { scene, lit, lib: shared, may: mayEdit, far: overview, keep };
    if (overview || (large && !keep)) {
      if (!same) setNodes([]);
      return;
    }
    if (!same) setNodes(nodesOf(scene, shared, selectedIds, lit, mayEdit, keep));
    else
      setNodes((old) =>
        old.some((n) => (n.selected ?? false) !== selectedIds.has(n.id))
          ? old.map((n) =>
              (n.selected ?? false) === selectedIds.has(n.id)
                ? n
                : ({ ...n, selected: selectedIds.has(n.id) } as AnyNode),
            )
          : old,
      );
  }, [scene, shared, selectedIds, lit, mayEdit, overview, large, keep]);
  const edges = useMemo<Edge[]>(
    () => (overview || (large && !keep) ? [] : edgesOf(scene, shared, selectedIds, lit, keep)),
    [scene, shared, selectedIds, lit, overview, large, keep],
  );

  // The first look fits everything. It is done before anything is drawn near, so that a large model starts far.
  const fitted = useRef("");
  const [ready, setReady] = useState(false);
  // React Flow calls its own wrapper an application too; there is one, and it is ours.
  useLayoutEffect(() => box.current?.querySelector(".react-flow")?.setAttribute("role", "presentation"), []);
  useEffect(() => {
    if (!ready || scene.waiting || fitted.current === scene.view || scene.places.size === 0) return;
    fitted.current = scene.view;
    camera.fit();
  }, [ready, scene, camera]);

  const onNodesChange = useCallback((changes: NodeChange<AnyNode>[]) => {
    const picked = changes.filter((c) => c.type === "select");
    if (picked.length > 0) {
      const now = onCanvas(useProject.getState().selection);
      const on = new Set(picked.filter((c) => c.selected).map((c) => c.id));
      const off = new Set(picked.filter((c) => !c.selected).map((c) => c.id));
      const kept = now.filter((x) => !off.has(x.id) && !on.has(x.id));
      const added = [...on].map((id): Thing => ({ kind: live.current.zone.has(id) ? "zones" : "elements", id }));
      select([...kept, ...added]);
      const first = added[0];
      if (first) setCanvas({ focus: first });
    }
    const rest = changes.filter((c) => c.type === "position" || (c.type === "dimensions" && c.setAttributes));
    if (rest.length > 0) setNodes((old) => applyNodeChanges(rest, old));
  }, []);

  const pickEdge = useCallback((e: React.MouseEvent, edge: Edge) => {
    select([{ kind: "flows", id: edge.id }], e.shiftKey || e.ctrlKey || e.metaKey);
    setCanvas({ focus: { kind: "flows", id: edge.id } });
  }, []);

  const start = useRef(new Map<string, { x: number; y: number }>());
  const target = useRef("");
  const onDragStart = useCallback((_: unknown, __: unknown, dragged: AnyNode[]) => {
    start.current = new Map(dragged.map((n) => [n.id, n.position]));
    dragging.current = true;
  }, []);
  // While something is dragged the zone that it would fall into is marked, by hand: no render for each step.
  const onDrag = useCallback((_: unknown, node: AnyNode) => {
    const s = live.current;
    const was = start.current.get(node.id);
    const r = s.places.get(node.id);
    if (!was || !r) return;
    const zone = zoneAt(
      s.model,
      s.places,
      { ...r, x: r.x + node.position.x - was.x, y: r.y + node.position.y - was.y },
      s.zone.has(node.id) ? node.id : undefined,
    );
    if (zone === target.current) return;
    document.getElementById(domId(target.current))?.removeAttribute("data-target");
    target.current = zone;
    const own = s.element.get(node.id)?.zone ?? s.zone.get(node.id)?.in ?? "";
    if (zone && zone !== own) document.getElementById(domId(zone))?.setAttribute("data-target", "true");
  }, []);
  const onDragStop = useCallback((_: unknown, node: AnyNode, dragged: AnyNode[]) => {
    document.getElementById(domId(target.current))?.removeAttribute("data-target");
    target.current = "";
    dragging.current = false;
    const was = start.current.get(node.id);
    if (!was) return;
    const dx = node.position.x - was.x;
    const dy = node.position.y - was.y;
    const s = live.current;
    const things = dragged.map((n): Thing => ({ kind: s.zone.has(n.id) ? "zones" : "elements", id: n.id }));
    if (dx || dy) commit.move(s, things, dx, dy);
  }, []);

  const onConnect = useCallback((c: Connection) => {
    if (c.source && c.target && c.source !== c.target) {
      const id = commit.connect(live.current, c.source, c.target);
      const made: Thing = { kind: "flows", id };
      select([made]);
      setCanvas({ focus: made, task: { is: "rename", thing: made } });
    }
  }, []);
  // A flow that is dropped on nothing asks for the element that it leads to.
  const onConnectEnd = useCallback(
    (e: MouseEvent | TouchEvent, c: { isValid: boolean | null; toNode: unknown; fromNode: { id: string } | null }) => {
      if (c.toNode || !c.fromNode || !mayEdit) return;
      const at = "changedTouches" in e ? e.changedTouches[0] : e;
      if (!at) return;
      const p = flow.screenToFlowPosition({ x: at.clientX, y: at.clientY });
      setCanvas({ task: { is: "quick-add", at: { x: p.x - 70, y: p.y - 32 }, kind: "process", from: c.fromNode.id } });
    },
    [flow, mayEdit],
  );

  const onMove = useCallback(
    (_: unknown, v: { x: number; y: number; zoom: number }) => {
      const far = isFar(v.zoom, live.current.graph.elements.length, canvas().overview);
      if (far !== canvas().overview) flushSync(() => setCanvas({ overview: far }));
      if (large) look(v);
    },
    [large, look],
  );
  const onMoveEnd = useCallback((_: unknown, v: { zoom: number }) => setCanvas({ zoom: v.zoom }), []);

  const far = useRef<{ drag?: Drag | undefined; redraw?: () => void }>({});
  const pointer = usePointer(scene, hands, far, flow.screenToFlowPosition);

  const onKeyDown = (e: React.KeyboardEvent) => {
    if (e.target !== box.current || typing(e.target)) return;
    if (e.key === " " && canvas().task === undefined) {
      setCanvas({ tool: "pan" });
      e.preventDefault();
      return;
    }
    if (onKey(hands(), e.nativeEvent, singleKeys)) {
      e.preventDefault();
      e.stopPropagation();
    }
  };
  const onKeyUp = (e: React.KeyboardEvent) => {
    if (e.key === " " && canvas().tool === "pan") setCanvas({ tool: "select" });
  };

  const paste = useCallback(
    (e: ClipboardEvent) => {
      if (document.activeElement !== box.current || !mayEdit) return;
      e.preventDefault();
      choose(hands(), commit.pasteText(live.current, e.clipboardData?.getData("text/plain")));
    },
    [hands, mayEdit],
  );
  useEffect(() => {
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [paste]);

  const onFocus = (e: React.FocusEvent) => {
    if (e.target !== box.current || canvas().focus) return;
    const first =
      chosen[0] ?? (scene.graph.elements[0] && { kind: "elements" as const, id: scene.graph.elements[0].id });
    if (first) setCanvas({ focus: first });
  };

  const hand = tool === "pan" || overview;
  return (
    <div
      ref={box}
      className="cv"
      data-tool={tool}
      data-task={taskIs}
      data-far={overview || undefined}
      data-keys
      data-region-focus
      role="application"
      aria-roledescription={t("canvas")}
      aria-label={`${t("canvas")}. ${t("canvasHelp")}`}
      aria-activedescendant={focus && !overview ? domId(focus.id) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onKeyUp={onKeyUp}
      onFocus={onFocus}
      onPointerDownCapture={pointer.down}
      onPointerMove={pointer.move}
      onPointerUp={pointer.up}
      onPointerCancel={pointer.cancel}
      onDoubleClick={pointer.double}
    >
      <Overview scene={scene} selected={selectedIds} lit={lit} dragging={far} />
      <ReactFlow<AnyNode, Edge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onInit={() => setReady(true)}
        onNodesChange={onNodesChange}
        onEdgeClick={pickEdge}
        onNodeDragStart={onDragStart}
        onNodeDrag={onDrag}
        onNodeDragStop={onDragStop}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd as never}
        onMove={onMove}
        onMoveEnd={onMoveEnd}
        onPaneClick={() => {
          if (canvas().tool === "select" && !canvas().task) select([]);
        }}
        onNodeDoubleClick={(_, n) =>
          mayEdit &&
          setCanvas({ task: { is: "rename", thing: { kind: scene.zone.has(n.id) ? "zones" : "elements", id: n.id } } })
        }
        onEdgeDoubleClick={(_, x) =>
          mayEdit && setCanvas({ task: { is: "rename", thing: { kind: "flows", id: x.id } } })
        }
        connectionMode={ConnectionMode.Loose}
        connectionRadius={28}
        onlyRenderVisibleElements
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={["Control", "Meta", "Shift"]}
        selectionMode={SelectionMode.Full}
        selectionOnDrag={!hand}
        panOnDrag={hand ? true : [1, 2]}
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
        proOptions={{ hideAttribution: true }}
      >
        <ViewportPortal>
          <Floating scene={scene} />
          <People view={scene.view} />
        </ViewportPortal>
      </ReactFlow>
      <Minimap scene={scene} camera={camera} />
      <Asides scene={scene} hands={hands} focusCanvas={() => box.current?.focus()} />
    </div>
  );

  function usePointer(s: Scene, h: () => Hands, farDrag: typeof far, toFlow: typeof flow.screenToFlowPosition) {
    const down = useRef<{ x: number; y: number; things?: Thing[]; zone?: boolean } | undefined>(undefined);
    const inPane = (e: { target: EventTarget }) =>
      e.target instanceof Element &&
      e.target.closest(".react-flow, .cv-far") !== null &&
      !e.target.closest(".cv-aside, .cv-map");
    return {
      down: (e: ReactPointerEvent) => {
        if (!inPane(e)) return;
        box.current?.focus({ preventScroll: true });
        const p = toFlow({ x: e.clientX, y: e.clientY }, { snapToGrid: false });
        const { task: doing, tool: using } = canvas();
        const stay = () => {
          e.stopPropagation();
          e.preventDefault();
        };
        if (e.button !== 0) return;
        if (doing?.is === "ghost" && doing.tool !== "zone") {
          stay();
          setCanvas({ focus: undefined });
          return dropGhost(h(), { x: p.x - 70, y: p.y - 32 }, doing.tool);
        }
        if (using === "zone" || (doing?.is === "ghost" && doing.tool === "zone")) {
          stay();
          down.current = { ...p, zone: true };
          box.current?.setPointerCapture(e.pointerId);
          return;
        }
        if (using === "flow" || doing?.is === "connect") {
          const at = hit(s.graph, s.places, s.ends, p, 6);
          stay();
          if (at?.kind !== "elements") return setCanvas({ tool: "select", task: undefined });
          if (doing?.is !== "connect")
            return setCanvas({ tool: "flow", task: { is: "connect", from: at.id, typed: "" } });
          setCanvas({ tool: "select", task: undefined });
          if (at.id !== doing.from) {
            const id = commit.connect(s, doing.from, at.id);
            const made: Thing = { kind: "flows", id };
            select([made]);
            setCanvas({ focus: made, task: { is: "rename", thing: made } });
          }
          return;
        }
        if (!canvas().overview || using === "pan") return;
        const at = hit(s.graph, s.places, s.ends, p, 4 / flow.getZoom());
        if (!at || at.kind === "zones") {
          if (!e.shiftKey) select(at ? [at] : []);
          return; // React Flow pans
        }
        stay();
        const now = onCanvas(useProject.getState().selection);
        const among = now.some((x) => x.id === at.id);
        if (!among || e.shiftKey) select([at], e.shiftKey);
        setCanvas({ focus: at });
        if (at.kind === "flows" || !mayEdit) return;
        down.current = { ...p, things: among ? now : [at] };
        box.current?.setPointerCapture(e.pointerId);
      },
      move: (e: ReactPointerEvent) => {
        const p = toFlow({ x: e.clientX, y: e.clientY }, { snapToGrid: false });
        tell({ cursor: { view: s.view, x: Math.round(p.x), y: Math.round(p.y) } });
        const doing = canvas().task;
        const d = down.current;
        if (d?.zone) {
          setCanvas({
            tool: "zone",
            task: { is: "ghost", tool: "zone", at: { x: Math.min(d.x, p.x), y: Math.min(d.y, p.y) } },
          });
          box.current?.style.setProperty("--cv-w", `${Math.abs(p.x - d.x)}px`);
          box.current?.style.setProperty("--cv-h", `${Math.abs(p.y - d.y)}px`);
        } else if (d?.things) {
          farDrag.current.drag ??= { ids: commit.movers(s, d.things), dx: 0, dy: 0 };
          farDrag.current.drag.dx = Math.round((p.x - d.x) / 10) * 10;
          farDrag.current.drag.dy = Math.round((p.y - d.y) / 10) * 10;
          farDrag.current.redraw?.();
        } else if (doing?.is === "ghost" && e.pointerType === "mouse" && inPane(e)) {
          setCanvas({
            task: { ...doing, at: { x: Math.round((p.x - 70) / 10) * 10, y: Math.round((p.y - 32) / 10) * 10 } },
          });
        }
      },
      up: (e: ReactPointerEvent) => {
        const d = down.current;
        down.current = undefined;
        if (!d) return;
        if (box.current?.hasPointerCapture(e.pointerId)) box.current.releasePointerCapture(e.pointerId);
        if (d.zone) {
          const p = toFlow({ x: e.clientX, y: e.clientY }, { snapToGrid: false });
          const b = bounds([
            { x: d.x, y: d.y, w: 0, h: 0 },
            { x: p.x, y: p.y, w: 0, h: 0 },
          ]);
          const snap = (n: number) => Math.round(n / 10) * 10;
          const r: Rect = { x: snap(b.x), y: snap(b.y), w: snap(b.w), h: snap(b.h) };
          box.current?.style.removeProperty("--cv-w");
          box.current?.style.removeProperty("--cv-h");
          return dropGhost(h(), r, "zone", r.w > 60 && r.h > 40 ? r : { ...r, w: 280, h: 180 });
        }
        const drag = farDrag.current.drag;
        farDrag.current.drag = undefined;
        if (drag && d.things && (drag.dx || drag.dy)) commit.move(s, d.things, drag.dx, drag.dy);
        else farDrag.current.redraw?.();
      },
      cancel: () => {
        down.current = undefined;
        farDrag.current.drag = undefined;
        farDrag.current.redraw?.();
      },
      double: (e: React.MouseEvent) => {
        if (!canvas().overview || !inPane(e)) return;
        const p = toFlow({ x: e.clientX, y: e.clientY });
        const at = hit(s.graph, s.places, s.ends, p, 4 / flow.getZoom());
        if (at) {
          h().camera.fit([at.id]);
          focusOn(h(), at);
        }
      },
    };
  }
}

/** What floats in the diagram without being part of it: the ring of the focus, what is about to be made, moved or sized. */
function Floating({ scene }: { scene: Scene }) {
  const { focus, task, overview } = useCanvas();
  const parts: React.ReactNode[] = [];
  const ring = focus && !overview ? scene.places.get(focus.id) : undefined;
  if (ring && !(task?.is === "move")) parts.push(<div key="ring" className="cv-ring" style={at(ring, 4)} />);
  if (task?.is === "ghost") {
    parts.push(
      <div
        key="ghost"
        className="cv-ghost"
        data-tool={task.tool}
        style={{ transform: `translate(${task.at.x}px, ${task.at.y}px)` }}
      />,
    );
  }
  if (task?.is === "quick-add")
    parts.push(
      <div
        key="new"
        className="cv-ghost"
        data-tool={task.kind}
        style={{ transform: `translate(${task.at.x}px, ${task.at.y}px)` }}
      />,
    );
  if (task?.is === "name-zone")
    parts.push(<div key="zone" className="cv-ghost" data-tool="zone" data-sized style={at(task.box, 0)} />);
  if (task?.is === "move") {
    for (const id of commit.movers(scene, task.things)) {
      const r = scene.places.get(id);
      if (r)
        parts.push(
          <div key={id} className="cv-ghost" data-sized style={at({ ...r, x: r.x + task.dx, y: r.y + task.dy }, 0)} />,
        );
    }
  }
  if (task?.is === "size") {
    const r = scene.places.get(task.id);
    if (r)
      parts.push(
        <div
          key="size"
          className="cv-ghost"
          data-tool="zone"
          data-sized
          style={at({ ...r, w: Math.max(120, r.w + task.dw), h: Math.max(80, r.h + task.dh) }, 0)}
        />,
      );
  }
  if (task?.is === "connect") {
    const a = scene.places.get(task.from);
    const b = task.to ? scene.places.get(task.to) : undefined;
    if (a) parts.push(<div key="from" className="cv-ring" data-of="from" style={at(a, 4)} />);
    if (b) parts.push(<div key="to" className="cv-ring" data-of="to" style={at(b, 4)} />);
  }
  return <>{parts}</>;
}

const at = (r: Rect, grow: number) => ({
  transform: `translate(${r.x - grow}px, ${r.y - grow}px)`,
  width: r.w + 2 * grow,
  height: r.h + 2 * grow,
});
