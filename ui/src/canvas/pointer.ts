// What the pointer does on the diagram beyond what React Flow does with it: putting, drawing a zone, connecting by two
// clicks, and all of it on the far level, where nothing is a part of the page.
import { useReactFlow } from "@xyflow/react";
import { type PointerEvent as ReactPointerEvent, type RefObject, useRef } from "react";
import { tell } from "@/project/live";
import { select, useProject } from "@/project/store";
import { keep } from "./bendkeys";
import * as commit from "./commit";
import { dropGhost, ghostSize } from "./ghost";
import { hit, hitFlow } from "./hit";
import { focusOn, type Hands, openMenu } from "./keyboard";
import { noteAt } from "./notes";
import type { Drag } from "./Overview";
import { bounds, type Rect } from "./place";
import type { Scene } from "./scene";
import { canvas, setCanvas, type Thing } from "./state";
import { onCanvas } from "./things";

export interface Far {
  drag?: Drag | undefined;
  redraw?: () => void;
}

export function usePointer(
  s: Scene,
  box: RefObject<HTMLDivElement | null>,
  h: () => Hands,
  mayEdit: boolean,
  farDrag: RefObject<Far>,
) {
  const flow = useReactFlow();
  const toFlow = flow.screenToFlowPosition;
  const down = useRef<{ x: number; y: number; things?: Thing[]; zone?: boolean } | undefined>(undefined);
  const press = useLongPress((at) => menuAt(at));
  const menuAt = (e: { clientX: number; clientY: number }) => {
    const at = thingAt(s, toFlow({ x: e.clientX, y: e.clientY }, { snapToGrid: false }), flow.getZoom());
    if (!at) return;
    const now = onCanvas(useProject.getState().selection);
    openMenu(h(), now.some((x) => x.id === at.id) ? now : [at], { x: e.clientX, y: e.clientY });
  };
  const inPane = (e: { target: EventTarget }) =>
    e.target instanceof Element &&
    e.target.closest(".react-flow, .cv-far") !== null &&
    !e.target.closest(".cv-aside, .cv-map");
  return {
    down: (e: ReactPointerEvent) => {
      if (!inPane(e)) return;
      const touch = e.pointerType === "touch";
      if (touch !== canvas().touch) setCanvas({ touch });
      press.down(e);
      box.current?.focus({ preventScroll: true });
      const p = toFlow({ x: e.clientX, y: e.clientY }, { snapToGrid: false });
      const { task: doing, tool: using } = canvas();
      const stay = () => {
        e.stopPropagation();
        e.preventDefault();
      };
      if (doing?.is === "bend" && !(e.target instanceof Element && e.target.closest(".cv-grips"))) keep(h(), doing);
      if (e.button !== 0) return;
      if (doing?.is === "ghost" && doing.tool !== "zone") {
        stay();
        setCanvas({ focus: undefined });
        const { w, h: height } = ghostSize(doing.tool);
        return dropGhost(h(), { x: p.x - w / 2, y: p.y - height / 2 }, doing.tool);
      }
      if (using === "zone" || (doing?.is === "ghost" && doing.tool === "zone")) {
        stay();
        down.current = { ...p, zone: true };
        box.current?.setPointerCapture(e.pointerId);
        return;
      }
      if (using === "flow" || doing?.is === "connect") {
        const at = hit(s, p, 6);
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
      const at = under(s, p, 4 / flow.getZoom());
      if (!at || at.kind === "zones" || touch) {
        if (!e.shiftKey) select(at ? [at] : []);
        return; // React Flow pans, and a finger pans wherever it is
      }
      stay();
      const now = onCanvas(useProject.getState().selection);
      const among = now.some((x) => x.id === at.id);
      if (!among || e.shiftKey) select([at], e.shiftKey);
      setCanvas({ focus: at });
      const things = commit.movable(s, among ? now : [at]);
      if (at.kind === "flows" || !mayEdit || things.length === 0) return;
      down.current = { ...p, things };
      box.current?.setPointerCapture(e.pointerId);
    },
    move: (e: ReactPointerEvent) => {
      press.move(e);
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
        const { w, h: height } = doing.tool === "zone" ? ghostSize("process") : ghostSize(doing.tool);
        const at = { x: Math.round((p.x - w / 2) / 10) * 10, y: Math.round((p.y - height / 2) / 10) * 10 };
        setCanvas({ task: { ...doing, at } });
      }
    },
    up: (e: ReactPointerEvent) => {
      press.stop();
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
      press.stop();
      down.current = undefined;
      farDrag.current.drag = undefined;
      farDrag.current.redraw?.();
    },
    // The finger that called the menu is lifted: no click follows, which would close it again.
    lift: (e: React.TouchEvent) => {
      if (press.fired()) e.preventDefault();
    },
    menu: (e: React.MouseEvent) => {
      if (!inPane(e)) return;
      e.preventDefault();
      // Where the right button moved the view it asked for nothing else; the menu key says where by the focus.
      if (
        e.button === 2 ? !press.moved() : e.nativeEvent instanceof PointerEvent && e.nativeEvent.pointerType === "touch"
      )
        menuAt(e);
    },
    double: (e: React.MouseEvent) => {
      if (!inPane(e)) return;
      const p = toFlow({ x: e.clientX, y: e.clientY }, { snapToGrid: false });
      if (!canvas().overview) {
        const id = mayEdit && hitPane(e) ? hitFlow(s, p, 9) : undefined;
        if (id) setCanvas({ task: { is: "rename", thing: { kind: "flows", id } } });
        return;
      }
      const at = under(s, p, 4 / flow.getZoom());
      if (at) {
        h().camera.fit([at.id]);
        focusOn(h(), at);
      }
    },
  };
}

// Notes lie on flows and zones, and under elements.
function under(s: Scene, p: { x: number; y: number }, reach: number): Thing | undefined {
  const at = hit(s, p, reach);
  const note = at?.kind === "elements" ? undefined : noteAt(s, p);
  return note ? { kind: "notes", id: note } : at;
}

/** What lies at a point: far away flows are straight lines. */
function thingAt(s: Scene, p: { x: number; y: number }, zoom: number): Thing | undefined {
  const at = under(s, p, 4 / zoom);
  if (at?.kind === "elements" || at?.kind === "notes" || canvas().overview) return at;
  const id = hitFlow(s, p, 9);
  if (id) return { kind: "flows", id };
  return at?.kind === "flows" ? undefined : at;
}

/** A finger that rests for a while asks for the menu, as the right button does. */
function useLongPress(act: (at: { clientX: number; clientY: number }) => void) {
  const state = useRef<{
    x: number;
    y: number;
    moved: boolean;
    fired?: boolean;
    timer?: ReturnType<typeof setTimeout>;
  }>({
    x: 0,
    y: 0,
    moved: false,
  });
  const latest = useRef(act);
  latest.current = act;
  const stop = () => clearTimeout(state.current.timer);
  return {
    stop,
    moved: () => state.current.moved,
    fired: () => state.current.fired === true,
    down: (e: ReactPointerEvent) => {
      stop();
      const { clientX, clientY } = e;
      state.current = { x: clientX, y: clientY, moved: false };
      if (e.pointerType !== "touch" || !e.isPrimary) return;
      state.current.timer = setTimeout(() => {
        state.current.fired = true;
        latest.current({ clientX, clientY });
      }, 550);
    },
    move: (e: ReactPointerEvent) => {
      if (Math.hypot(e.clientX - state.current.x, e.clientY - state.current.y) < 8) return;
      state.current.moved = true;
      stop();
    },
  };
}

const hitPane = (e: { target: EventTarget }) =>
  e.target instanceof Element && e.target.classList.contains("react-flow__pane");
