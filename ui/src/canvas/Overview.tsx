// The far level of detail: everything as rectangles, straight lines and marks on one canvas, drawn from the scene without
// a node of the page for each. It follows the camera of React Flow, and can be selected and dragged in.

import { useMantineColorScheme } from "@mantine/core";
import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { stepOf } from "@/parts/Badges";
import { type Inks, readInks, stepInk } from "./inks";
import type { Scene } from "./scene";
import { groupOf, riskMark, talkMark } from "./shapes";
import { useCanvas } from "./state";

export interface Drag {
  ids: Set<string>;
  dx: number;
  dy: number;
}

const talk = new Path2D(talkMark);
const marks = riskMark.map((d) => (d ? new Path2D(d) : undefined));

/** How far the picture reaches beyond the window on each side, as a part of it: so far the camera pans without a drawing. */
const margin = 0.25;

/**
 * Draws the far level. The picture is larger than the window; the camera moves it as a whole, and it is drawn anew where
 * its edge would be seen, and once after zooming. What is dragged is drawn on a second canvas above it.
 */
export function Overview({
  scene,
  selected,
  lit,
  dragging,
}: {
  scene: Scene;
  selected: Set<string>;
  lit: Set<string> | undefined;
  dragging: React.RefObject<{ drag?: Drag | undefined; redraw?: () => void }>;
}) {
  const ref = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const overview = useCanvas((c) => c.overview);
  const { colorScheme } = useMantineColorScheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes the inks
  useEffect(() => {
    const el = ref.current;
    const top = above.current;
    if (!el || !top || !overview) return;
    const layer = new Layer(
      el,
      top,
      scene,
      readInks(el),
      selected,
      lit,
      () => store.getState(),
      () => dragging.current.drag,
    );
    layer.draw();
    dragging.current.redraw = layer.soon;
    let was = store.getState().transform;
    const stop = store.subscribe((s) => {
      if (s.transform === was) return;
      was = s.transform;
      layer.soon();
    });
    const size = new ResizeObserver(layer.again);
    if (el.parentElement) size.observe(el.parentElement);
    return () => {
      stop();
      size.disconnect();
      layer.stop();
      dragging.current = {};
    };
  }, [scene, selected, lit, overview, store, dragging, colorScheme]);

  return (
    <>
      <canvas ref={ref} className="cv-far" data-on={overview || undefined} />
      <canvas ref={above} className="cv-far" data-above data-on={overview || undefined} />
    </>
  );
}

interface Camera {
  transform: [number, number, number];
  width: number;
  height: number;
}

class Layer {
  private all: Picture;
  private still: Picture | undefined;
  private moved: Picture | undefined;
  private at: { x: number; y: number; zoom: number; w: number; h: number } | undefined; // what the picture was drawn for
  private due = 0;
  private later: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private el: HTMLCanvasElement,
    private top: HTMLCanvasElement,
    private scene: Scene,
    private inks: Inks,
    private selected: Set<string>,
    private lit: Set<string> | undefined,
    private camera: () => Camera,
    private drag: () => Drag | undefined,
  ) {
    this.all = new Picture(scene, inks, selected, lit, () => true);
  }

  soon = () => {
    if (!this.due) this.due = requestAnimationFrame(this.frame);
  };

  /** Draws anew however little the camera moved. */
  again = () => {
    this.at = undefined;
    this.soon();
  };

  stop() {
    cancelAnimationFrame(this.due);
    clearTimeout(this.later);
    this.clearTop();
  }

  private frame = () => {
    this.due = 0;
    const drag = this.drag();
    if (drag && !this.moved) {
      const flows = new Map(this.scene.graph.flows.map((f) => [f.id, f]));
      const moves = (id: string) => {
        const f = flows.get(id);
        return drag.ids.has(id) || (f !== undefined && (drag.ids.has(f.from) || drag.ids.has(f.to)));
      };
      this.moved = new Picture(this.scene, this.inks, this.selected, this.lit, moves);
      this.still = new Picture(this.scene, this.inks, this.selected, this.lit, (id) => !moves(id));
      this.at = undefined;
    } else if (!drag && this.moved) {
      this.moved = undefined;
      this.still = undefined;
      this.at = undefined;
      this.clearTop();
    }
    this.draw();
    if (drag && this.moved) this.drawTop(this.moved, drag);
  };

  draw() {
    const { transform, width, height } = this.camera();
    const [x, y, zoom] = transform;
    const at = this.at;
    if (at && at.w === width && at.h === height) {
      const s = zoom / at.zoom;
      const tx = x - s * (margin * width + at.x) + margin * width;
      const ty = y - s * (margin * height + at.y) + margin * height;
      const left = tx - margin * width;
      const upper = ty - margin * height;
      const covers =
        left <= 0 &&
        upper <= 0 &&
        left + width * (1 + 2 * margin) * s >= width &&
        upper + height * (1 + 2 * margin) * s >= height;
      if (s > 0.6 && s < 1.8 && (covers || Math.abs(s - 1) > 0.001)) {
        this.el.style.transform = `translate(${tx}px, ${ty}px) scale(${s})`;
        clearTimeout(this.later);
        if (Math.abs(s - 1) > 0.001) this.later = setTimeout(this.again, 140);
        return;
      }
    }
    clearTimeout(this.later);
    this.paint(x, y, zoom, width, height);
  }

  private paint(x: number, y: number, zoom: number, width: number, height: number) {
    const ctx = this.el.getContext("2d");
    if (!ctx) return;
    const dpr = window.devicePixelRatio || 1;
    const w = width * (1 + 2 * margin);
    const h = height * (1 + 2 * margin);
    if (this.el.width !== Math.round(w * dpr) || this.el.height !== Math.round(h * dpr)) {
      this.el.width = Math.round(w * dpr);
      this.el.height = Math.round(h * dpr);
      Object.assign(this.el.style, {
        width: `${w}px`,
        height: `${h}px`,
        left: `${-margin * width}px`,
        top: `${-margin * height}px`,
      });
    }
    const px = x + margin * width;
    const py = y + margin * height;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.el.width, this.el.height);
    ctx.setTransform(zoom * dpr, 0, 0, zoom * dpr, px * dpr, py * dpr);
    (this.still ?? this.all).draw(ctx, zoom, { x: -px / zoom, y: -py / zoom, w: w / zoom, h: h / zoom }, undefined);
    this.el.style.transform = "";
    this.at = { x, y, zoom, w: width, h: height };
  }

  private drawTop(picture: Picture, drag: Drag) {
    const { transform, width, height } = this.camera();
    const [x, y, zoom] = transform;
    const ctx = this.top.getContext("2d");
    if (!ctx) return;
    const dpr = window.devicePixelRatio || 1;
    if (this.top.width !== Math.round(width * dpr)) {
      this.top.width = Math.round(width * dpr);
      this.top.height = Math.round(height * dpr);
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.top.width, this.top.height);
    ctx.setTransform(zoom * dpr, 0, 0, zoom * dpr, x * dpr, y * dpr);
    picture.draw(ctx, zoom, { x: -x / zoom, y: -y / zoom, w: width / zoom, h: height / zoom }, drag);
  }

  private clearTop() {
    this.top.getContext("2d")?.clearRect(0, 0, this.top.width, this.top.height);
    // A transform of the last drawing may still be set.
    this.top.getContext("2d")?.setTransform(1, 0, 0, 1, 0, 0);
    this.top.width = 0;
  }
}

interface View {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A scene made ready for drawing: boxes by the way they are drawn, lines by their style, as plain numbers. */
class Picture {
  private zones: { id: string; name: string; depth: number; box: number[] }[] = [];
  private boxes = new Map<string, { ids: string[]; at: number[] }>();
  private lines = new Map<string, { ends: [string, string][]; at: number[]; ids: string[] }>();
  private marked: { id: string; step: number; x: number; y: number }[] = [];
  private talks: { id: string; x: number; y: number }[] = [];
  private names: { id: string; name: string; x: number; y: number; w: number }[] = [];
  private ring: { id: string; box: number[]; flow?: [string, string] }[] = [];

  constructor(
    s: Scene,
    private ink: Inks,
    selected: Set<string>,
    private lit: Set<string> | undefined,
    keep: (id: string) => boolean,
  ) {
    for (const z of s.graph.zones) {
      if (!keep(z.id)) continue;
      const r = s.places.get(z.id);
      if (r) this.zones.push({ id: z.id, name: z.name, depth: z.depth, box: [r.x, r.y, r.w, r.h] });
      if (r && selected.has(z.id)) this.ring.push({ id: z.id, box: [r.x, r.y, r.w, r.h] });
    }
    const levels = s.levels.map((l) => l.id);
    for (const id of s.note.keys()) {
      const r = s.places.get(id);
      if (!r || !keep(id)) continue;
      const list = this.boxes.get("note") ?? { ids: [], at: [] };
      this.boxes.set("note", list);
      list.ids.push(id);
      list.at.push(r.x, r.y, r.w, r.h);
      if (selected.has(id)) this.ring.push({ id, box: [r.x, r.y, r.w, r.h] });
    }
    for (const e of s.graph.elements) {
      const r = s.places.get(e.id);
      if (!r || !keep(e.id)) continue;
      const key = `${lit && !lit.has(e.id) ? "dim" : groupOf(e.kind)}`;
      const list = this.boxes.get(key) ?? { ids: [], at: [] };
      this.boxes.set(key, list);
      list.ids.push(e.id);
      list.at.push(r.x, r.y, r.w, r.h);
      const step = e.mark?.confirmed ? stepOf(e.mark.risk, levels) : 0;
      if (step > 2) this.marked.push({ id: e.id, step, x: r.x + r.w, y: r.y });
      if (s.talk.has(e.id)) this.talks.push({ id: e.id, x: r.x, y: r.y });
      this.names.push({ id: e.id, name: e.name, x: r.x, y: r.y + r.h / 2, w: r.w });
      if (selected.has(e.id)) this.ring.push({ id: e.id, box: [r.x, r.y, r.w, r.h] });
    }
    for (const f of s.graph.flows) {
      const a = s.places.get(f.from);
      const b = s.places.get(f.to);
      if (!a || !b || !keep(f.id)) continue;
      const key = lit ? (lit.has(f.id) ? "lit" : "dim") : f.protection;
      const list = this.lines.get(key) ?? { ends: [], at: [], ids: [] };
      this.lines.set(key, list);
      list.ids.push(f.id);
      list.ends.push([f.from, f.to]);
      list.at.push(a.x + a.w / 2, a.y + a.h / 2, b.x + b.w / 2, b.y + b.h / 2);
      if (selected.has(f.id)) this.ring.push({ id: f.id, box: list.at.slice(-4), flow: [f.from, f.to] });
    }
  }

  private px = 1; // one point of the screen in units of the diagram

  draw(ctx: CanvasRenderingContext2D, zoom: number, view: View, drag: Drag | undefined) {
    this.px = 1 / zoom;
    this.drawZones(ctx, zoom, view, drag);
    this.drawLines(ctx, drag);
    this.drawBoxes(ctx, view, drag);
    if (zoom > 0.2) this.drawNames(ctx, view, drag);
    this.drawMarks(ctx, view, drag);
    this.drawTalks(ctx, view, drag);
    this.drawRings(ctx, drag);
  }

  private drawZones(ctx: CanvasRenderingContext2D, zoom: number, v: View, drag: Drag | undefined) {
    ctx.lineWidth = 1.2 * this.px;
    ctx.strokeStyle = this.ink.zone ?? "";
    const show = this.zones.filter((z) => drag?.ids.has(z.id) || seen(z.box, v));
    ctx.fillStyle = this.ink["zone-soft"] ?? "";
    ctx.setLineDash([6 * this.px, 4 * this.px]);
    ctx.beginPath();
    for (const z of show) {
      const [x = 0, y = 0, w = 0, h = 0] = z.box;
      const m = drag?.ids.has(z.id);
      ctx.rect(x + (m ? drag!.dx : 0), y + (m ? drag!.dy : 0), w, h);
    }
    ctx.fill("nonzero");
    ctx.stroke();
    ctx.setLineDash([]);
    const size = Math.max(11 * this.px, 14);
    ctx.font = `600 ${size}px system-ui, sans-serif`;
    ctx.fillStyle = this.ink.zone ?? "";
    ctx.textBaseline = "top";
    for (const z of show) {
      const [x = 0, y = 0, w = 0, h = 0] = z.box;
      if (w * zoom < 60 || h * zoom < 26) continue;
      const m = drag?.ids.has(z.id);
      const room = Math.floor((w - 16) / (size * 0.56));
      const name = z.name.length > room ? `${z.name.slice(0, Math.max(1, room - 1))}…` : z.name;
      ctx.fillText(name, x + 8 + (m ? drag!.dx : 0), y + 5 * this.px + (m ? drag!.dy : 0));
    }
  }

  private drawLines(ctx: CanvasRenderingContext2D, drag: Drag | undefined) {
    const dash: Record<string, number[]> = { none: [5, 3], unknown: [1.5, 2.5] };
    for (const [key, list] of this.lines) {
      ctx.lineWidth = (key === "lit" ? 2.5 : 1) * this.px;
      ctx.globalAlpha = key === "dim" ? 0.18 : 0.75;
      ctx.strokeStyle = this.ink[key === "lit" || key === "none" ? "error" : "edge"] ?? "";
      // Dashes are only told apart near enough, and cost most where many lines are drawn.
      ctx.setLineDash(this.px < 4 && list.ids.length < 400 ? (dash[key] ?? []).map((n) => n * this.px) : []);
      ctx.beginPath();
      for (let i = 0, n = 0; i < list.at.length; i += 4, n++) {
        let ax = list.at[i] ?? 0;
        let ay = list.at[i + 1] ?? 0;
        let bx = list.at[i + 2] ?? 0;
        let by = list.at[i + 3] ?? 0;
        if (drag) {
          const ends = list.ends[n];
          if (ends && drag.ids.has(ends[0])) {
            ax += drag.dx;
            ay += drag.dy;
          }
          if (ends && drag.ids.has(ends[1])) {
            bx += drag.dx;
            by += drag.dy;
          }
        }
        ctx.moveTo(ax, ay);
        ctx.lineTo(bx, by);
      }
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
  }

  private drawBoxes(ctx: CanvasRenderingContext2D, v: View, drag: Drag | undefined) {
    ctx.lineWidth = 1.2 * this.px;
    for (const [group, list] of this.boxes) {
      const name = group === "part" || group === "dim" ? "" : group;
      ctx.fillStyle = this.ink[name ? `${name}-soft` : "surface"] ?? "";
      ctx.strokeStyle = this.ink[name || (group === "dim" ? "line-strong" : "edge")] ?? "";
      ctx.globalAlpha = group === "dim" ? 0.45 : 1;
      ctx.beginPath();
      for (let i = 0, n = 0; i < list.at.length; i += 4, n++) {
        let x = list.at[i] ?? 0;
        let y = list.at[i + 1] ?? 0;
        const w = list.at[i + 2] ?? 0;
        const h = list.at[i + 3] ?? 0;
        if (drag?.ids.has(list.ids[n] ?? "")) {
          x += drag.dx;
          y += drag.dy;
        }
        if (x > v.x + v.w || y > v.y + v.h || x + w < v.x || y + h < v.y) continue;
        ctx.rect(x, y, w, h);
      }
      ctx.fill();
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
  }

  private drawNames(ctx: CanvasRenderingContext2D, v: View, drag: Drag | undefined) {
    ctx.fillStyle = this.ink.text ?? "";
    ctx.textBaseline = "middle";
    ctx.textAlign = "center";
    const size = 22;
    ctx.font = `600 ${size}px system-ui, sans-serif`;
    for (const n of this.names) {
      const m = drag?.ids.has(n.id);
      const x = n.x + (m ? drag!.dx : 0);
      const y = n.y + (m ? drag!.dy : 0);
      if (x > v.x + v.w || y > v.y + v.h || x + n.w < v.x || y < v.y) continue;
      const room = Math.floor((n.w - 8) / (size * 0.55));
      ctx.fillText(n.name.length > room ? `${n.name.slice(0, room - 1)}…` : n.name, x + n.w / 2, y);
    }
    ctx.textAlign = "start";
  }

  private drawMarks(ctx: CanvasRenderingContext2D, v: View, drag: Drag | undefined) {
    const scale = Math.min(this.px, 4) * 0.85;
    if (this.px > 8) return;
    for (const m of this.marked) {
      const moved = drag?.ids.has(m.id);
      const x = m.x + (moved ? drag!.dx : 0);
      const y = m.y + (moved ? drag!.dy : 0);
      if (x < v.x || y < v.y || x > v.x + v.w || y > v.y + v.h) continue;
      const path = marks[m.step];
      if (!path || (this.lit && !this.lit.has(m.id))) continue;
      ctx.save();
      ctx.translate(x - 8 * scale, y - 6 * scale);
      ctx.scale(scale, scale);
      ctx.fillStyle = this.ink[stepInk[m.step] ?? ""] ?? "";
      ctx.fill(path);
      ctx.restore();
    }
  }

  private drawTalks(ctx: CanvasRenderingContext2D, v: View, drag: Drag | undefined) {
    const scale = Math.min(this.px, 4) * 0.85;
    if (this.px > 8) return;
    ctx.fillStyle = this.ink.accent ?? "";
    for (const m of this.talks) {
      const moved = drag?.ids.has(m.id);
      const x = m.x + (moved ? drag!.dx : 0);
      const y = m.y + (moved ? drag!.dy : 0);
      if (x < v.x || y < v.y || x > v.x + v.w || y > v.y + v.h) continue;
      ctx.save();
      ctx.translate(x - 4 * scale, y - 6 * scale);
      ctx.scale(scale, scale);
      ctx.fill(talk);
      ctx.restore();
    }
  }

  private drawRings(ctx: CanvasRenderingContext2D, drag: Drag | undefined) {
    ctx.strokeStyle = this.ink.accent ?? "";
    ctx.lineWidth = 3 * this.px;
    for (const r of this.ring) {
      const [x = 0, y = 0, w = 0, h = 0] = r.box;
      ctx.beginPath();
      if (r.flow) {
        const [a, b] = r.flow.map((id) => drag?.ids.has(id));
        ctx.moveTo(x + (a ? drag!.dx : 0), y + (a ? drag!.dy : 0));
        ctx.lineTo(w + (b ? drag!.dx : 0), h + (b ? drag!.dy : 0));
      } else {
        const m = drag?.ids.has(r.id);
        ctx.rect(
          x - 3 * this.px + (m ? drag!.dx : 0),
          y - 3 * this.px + (m ? drag!.dy : 0),
          w + 6 * this.px,
          h + 6 * this.px,
        );
      }
      ctx.stroke();
    }
  }
}

const seen = (b: number[], v: View) =>
  (b[0] ?? 0) < v.x + v.w &&
  (b[1] ?? 0) < v.y + v.h &&
  (b[0] ?? 0) + (b[2] ?? 0) > v.x &&
  (b[1] ?? 0) + (b[3] ?? 0) > v.y;
