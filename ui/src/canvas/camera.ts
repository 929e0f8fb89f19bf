// The camera: fitting, centring and zooming with our own bounds, since boxes that are not drawn are unknown to React Flow.
import type { ReactFlowInstance } from "@xyflow/react";
import { flushSync } from "react-dom";
import { bounds, type Rect } from "./place";
import type { Scene } from "./scene";
import { canvas, farZoom, fewElements, setCanvas } from "./state";

export interface Camera {
  fit: (ids?: Iterable<string>) => void;
  actual: () => void;
  zoomBy: (factor: number) => void;
  /** Brings a box into view where it is not, with room around it. */
  reveal: (r: Rect) => void;
  /** Is all of a box in view? */
  sees: (r: Rect) => boolean;
  center: (x: number, y: number) => void;
  middle: () => { x: number; y: number };
  /** Its transform, its size, and where on the page it lies. */
  viewport: () => { x: number; y: number; zoom: number; w: number; h: number; left: number; top: number };
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Which level of detail a zoom asks for. Between the two marks the level stays what it is. */
export function isFar(zoom: number, elements: number, was: boolean): boolean {
  if (elements <= fewElements) return false;
  return was ? zoom < farZoom * 1.05 : zoom < farZoom * 0.95;
}

export function makeCamera(flow: ReactFlowInstance, el: () => HTMLElement | null, scene: () => Scene): Camera {
  const size = () => ({ w: el()?.clientWidth || 800, h: el()?.clientHeight || 600 });
  const go = (x: number, y: number, zoom: number, smooth = true) => {
    const far = isFar(zoom, scene().graph.elements.length, canvas().overview);
    const few = scene().graph.elements.length <= fewElements;
    // Going far, the level changes before the jump, and coming near after it: everything that is seen at once far away
    // must never be made near.
    if (far && !canvas().overview) flushSync(() => setCanvas({ overview: true }));
    void flow.setViewport({ x, y, zoom }, smooth && few && !calm() ? { duration: 160 } : {});
    setCanvas({ zoom }); // React Flow tells of it only when all has come to rest
    if (!far && canvas().overview) setCanvas({ overview: false });
  };
  const fitRect = (r: Rect, most: number) => {
    const { w, h } = size();
    const pad = Math.min(48, w * 0.06);
    const zoom = Math.max(0.02, Math.min(most, (w - 2 * pad) / Math.max(r.w, 1), (h - 2 * pad) / Math.max(r.h, 1)));
    go(w / 2 - (r.x + r.w / 2) * zoom, h / 2 - (r.y + r.h / 2) * zoom, zoom);
  };
  const viewport = () => {
    const { left = 0, top = 0 } = el()?.getBoundingClientRect() ?? {};
    return { ...flow.getViewport(), ...size(), left, top };
  };
  const middle = () => {
    const v = viewport();
    return { x: (v.w / 2 - v.x) / v.zoom, y: (v.h / 2 - v.y) / v.zoom };
  };
  const zoomTo = (zoom: number) => {
    const m = middle();
    const { w, h } = size();
    const z = Math.max(0.02, Math.min(3, zoom));
    go(w / 2 - m.x * z, h / 2 - m.y * z, z);
  };
  return {
    fit: (ids) => {
      const s = scene();
      const rects = ids ? [...ids].flatMap((id) => s.places.get(id) ?? []) : [...s.places.values()];
      if (rects.length > 0) fitRect(bounds(rects), ids ? 1.5 : 1.1);
    },
    actual: () => zoomTo(1),
    zoomBy: (factor) => zoomTo(flow.getZoom() * factor),
    reveal: (r) => {
      const v = viewport();
      const zoom = v.zoom;
      const pad = 36;
      const left = r.x * zoom + v.x;
      const top = r.y * zoom + v.y;
      const right = left + r.w * zoom;
      const bottom = top + r.h * zoom;
      let dx = 0;
      let dy = 0;
      if (left < pad) dx = pad - left;
      else if (right > v.w - pad) dx = Math.max(v.w - pad - right, pad - left);
      if (top < pad + 16) dy = pad + 16 - top;
      else if (bottom > v.h - pad - 24) dy = Math.max(v.h - pad - 24 - bottom, pad - top);
      if (dx !== 0 || dy !== 0) go(v.x + dx, v.y + dy, zoom, false);
    },
    sees: (r) => {
      const v = viewport();
      const left = r.x * v.zoom + v.x;
      const top = r.y * v.zoom + v.y;
      return left >= 0 && top >= 0 && left + r.w * v.zoom <= v.w && top + r.h * v.zoom <= v.h;
    },
    center: (x, y) => {
      const v = viewport();
      go(v.w / 2 - x * v.zoom, v.h / 2 - y * v.zoom, v.zoom, false);
    },
    middle,
    viewport,
  };
}
