// The flows of a large view, near: drawn on one canvas between zones and elements, where hundreds of lines with labels as
// parts of the page would cost most of each frame. What is selected, has the focus or is dragged along is a part of the
// page all the same, so that it has a name, handles, and moves with its ends. The outline has all of them.
import { useMantineColorScheme } from "@mantine/core";
import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { stepOf } from "@/parts/Badges";
import { head, reachOf } from "./FlowView";
import type { GraphFlow } from "./graph";
import { type Inks, readInks, stepInk } from "./inks";
import { labelAt, labelLines, type Spot } from "./labels";
import { type Course, endsOn, frame, type Line, lengthOf, lineOf, pathOf } from "./line";
import { courseOf } from "./lines";
import { textWidth } from "./measure";
import { inside, overlaps, type Rect } from "./place";
import { alongCurve, type Curve } from "./route";
import type { Scene } from "./scene";
import { riskMark, talkMark } from "./shapes";

interface Props {
  scene: Scene;
  flows: Iterable<string>;
  /** Drawn by the page. */
  except: Set<string>;
  lit: Set<string> | undefined;
}

export function FlowLayer({ scene, flows, except, lit }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const { colorScheme } = useMantineColorScheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes the inks
  useEffect(() => {
    const el = ref.current;
    if (!el) return;
    const sheet = new Sheet(el, drawn(scene, flows, except, lit), readInks(el), () => store.getState());
    sheet.draw();
    let was = store.getState().transform;
    const stop = store.subscribe((s) => {
      if (s.transform === was) return;
      was = s.transform;
      sheet.moved();
    });
    return () => {
      stop();
      sheet.stop();
    };
  }, [scene, flows, except, lit, store, colorScheme]);

  return <canvas ref={ref} className="cv-flows" />;
}

/** A flow made ready for drawing. */
interface Drawn {
  flow: GraphFlow;
  course: Course;
  line: Line;
  box: Rect;
  style: string;
  spot: Spot | undefined;
  lines: string[];
  step: number;
  talk: boolean;
}

function drawn(s: Scene, ids: Iterable<string>, except: Set<string>, lit: Set<string> | undefined): Drawn[] {
  const levels = s.levels.map((l) => l.id);
  const out: Drawn[] = [];
  for (const id of ids) {
    const flow = s.flow.get(id);
    const course = flow && courseOf(s, flow);
    if (!flow || !course || except.has(id)) continue;
    const line = lineOf(course);
    const { x, y, w, h } = frame(line);
    out.push({
      flow,
      course,
      line,
      box: { x: x - 80, y: y - 20, w: w + 160, h: h + 40 },
      style: `${flow.protection} ${reachOf(lengthOf(line))} ${lit ? (lit.has(id) ? "lit" : "dim") : "plain"}`,
      spot: s.labels.get(id),
      lines: labelLines(flow.name),
      step: flow.mark?.confirmed ? stepOf(flow.mark.risk, levels) : 0,
      talk: s.talk.has(id),
    });
  }
  return out;
}

/** How far the picture reaches beyond the window on each side, as a part of it. */
const margin = 0.3;

interface Camera {
  transform: [number, number, number];
  width: number;
  height: number;
}

/** The canvas stands in the diagram and moves with it. It is drawn anew where its edge is seen, and sharp after zooming. */
class Sheet {
  private now: { zoom: number; box: Rect } | undefined;
  private due = 0;
  private later: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private el: HTMLCanvasElement,
    private flows: Drawn[],
    private inks: Inks,
    private camera: () => Camera,
  ) {}

  private seen(): Rect {
    const { transform, width, height } = this.camera();
    const [x, y, zoom] = transform;
    return { x: -x / zoom, y: -y / zoom, w: width / zoom, h: height / zoom };
  }

  moved() {
    if (this.due) return;
    const zoom = this.camera().transform[2];
    if (!this.now || !inside(this.seen(), this.now.box)) this.due = requestAnimationFrame(this.draw);
    else if (zoom !== this.now.zoom) {
      clearTimeout(this.later);
      this.later = setTimeout(this.draw, 220);
    }
  }

  stop() {
    cancelAnimationFrame(this.due);
    clearTimeout(this.later);
  }

  draw = () => {
    this.stop();
    this.due = 0;
    const zoom = this.camera().transform[2];
    const v = this.seen();
    const scale = zoom * (window.devicePixelRatio || 1);
    if (v.w <= 0) return;
    // Its points are those of the screen, so that it is not smoothed.
    const whole = (n: number) => Math.round(n * scale) / scale;
    const box = {
      x: v.x - whole(v.w * margin),
      y: v.y - whole(v.h * margin),
      w: whole(v.w * (1 + 2 * margin)),
      h: whole(v.h * (1 + 2 * margin)),
    };
    // A picture that is handed over, not a canvas drawn in: the browser would copy that one for each frame of the page.
    const sheet = new OffscreenCanvas(Math.round(box.w * scale), Math.round(box.h * scale));
    const ctx = sheet.getContext("2d");
    if (!ctx) return;
    this.now = { zoom, box };
    Object.assign(this.el.style, {
      width: `${box.w}px`,
      height: `${box.h}px`,
      transform: `translate(${box.x}px, ${box.y}px)`,
    });
    ctx.setTransform(scale, 0, 0, scale, -box.x * scale, -box.y * scale);
    const shown = this.flows.filter((f) => overlaps(f.box, box));
    this.drawWays(ctx, shown, box);
    this.drawLabels(ctx, shown, box);
    this.el.getContext("bitmaprenderer")?.transferFromImageBitmap(sheet.transferToImageBitmap());
  };

  private drawWays(ctx: OffscreenCanvasRenderingContext2D, shown: Drawn[], box: Rect) {
    for (const f of shown) {
      const [protection = "", reach = "", show] = f.style.split(" ");
      const ink = this.inks[protection === "none" ? "error" : protection === "stated" ? "accent" : "edge"] ?? "";
      ctx.globalAlpha = show === "dim" ? 0.35 : 1;
      ctx.strokeStyle = ink;
      ctx.fillStyle = ink;
      ctx.lineWidth = show === "lit" ? 3 : reach === "far" ? 1.2 : 1.7;
      const dash = dashes[protection]?.[reach];
      // A stroke for each: one for all of them costs five times as much, for the size of what it covers.
      ctx.stroke(dash && f.line.is === "curve" ? dashed(f.line.pieces, dash, box) : new Path2D(pathOf(f.line)));
      const [start, end] = endsOn(f.line);
      ctx.fill(new Path2D(head(end, f.course.ends.to)));
      if (f.flow.twoWay) ctx.fill(new Path2D(head(start, f.course.ends.from)));
    }
  }

  private drawLabels(ctx: OffscreenCanvasRenderingContext2D, shown: Drawn[], box: Rect) {
    ctx.font = `12.5px ${getComputedStyle(document.body).fontFamily}`;
    ctx.textAlign = "center";
    ctx.lineWidth = 4;
    ctx.lineJoin = "round";
    ctx.strokeStyle = this.inks.page ?? "";
    for (const f of shown) {
      const p = labelAt(f.line, f.spot);
      if (p.x < box.x - 80 || p.x > box.x + box.w + 80 || p.y < box.y - 20 || p.y > box.y + box.h + 20) continue;
      ctx.globalAlpha = f.style.endsWith("dim") ? 0.35 : 1;
      ctx.fillStyle = this.inks.text ?? "";
      const top = p.y + 4 - (f.lines.length - 1) * 7.5;
      f.lines.forEach((line, i) => {
        const x = p.x + (f.step && i === 0 ? 9 : 0);
        ctx.strokeText(line, x, top + i * 15);
        ctx.fillText(line, x, top + i * 15);
      });
      const half = textWidth(f.lines[0] ?? "") / 2;
      if (f.step) this.drawMark(ctx, riskMark[f.step] ?? "", stepInk[f.step] ?? "", p.x - half - 7, top - 10);
      if (f.talk) this.drawMark(ctx, talkMark, "accent", p.x + half + 5, top - 11);
    }
    ctx.globalAlpha = 1;
  }

  private drawMark(ctx: OffscreenCanvasRenderingContext2D, shape: string, ink: string, x: number, y: number) {
    ctx.save();
    ctx.translate(x, y);
    ctx.fillStyle = this.inks[ink] ?? "";
    ctx.fill(new Path2D(shape));
    ctx.restore();
  }
}

// The strokes and gaps that the style sheet gives to flows that are parts of the page; round ends count as stroke.
const dashes: Record<string, Record<string, [number, number]>> = {
  none: { near: [7, 4], long: [18, 10] },
  unknown: { near: [3.3, 1.9], long: [3, 11] },
};

/** The strokes of a dashed curve within a box. The browser's own dashes cost four times as much without a graphics card. */
function dashed(curves: Curve[], stroke: [number, number], box: Rect): Path2D {
  const path = new Path2D();
  let at = 0; // where on the piece the next stroke starts
  for (const c of curves) at = dash(path, c, stroke, box, at);
  return path;
}

function dash(path: Path2D, c: Curve, [on, off]: [number, number], box: Rect, start: number): number {
  const pieces = Math.min(64, Math.max(12, Math.round(Math.hypot(c.b.x - c.a.x, c.b.y - c.a.y) / 24)));
  let was = c.a;
  let at = start;
  for (let i = 1; i <= pieces; i++) {
    const is = alongCurve(c, i / pieces);
    const dx = is.x - was.x;
    const dy = is.y - was.y;
    const length = Math.hypot(dx, dy) || 1e-6;
    const shown = overlaps(
      box,
      { x: Math.min(was.x, is.x), y: Math.min(was.y, is.y), w: Math.abs(dx), h: Math.abs(dy) },
      4,
    );
    for (; at < length; at += on + off) {
      if (!shown) continue;
      // A stroke that would turn a corner ends a little beyond it, which nobody sees on a curve.
      path.moveTo(was.x + (dx * at) / length, was.y + (dy * at) / length);
      path.lineTo(was.x + (dx * (at + on)) / length, was.y + (dy * (at + on)) / length);
    }
    at -= length;
    was = is;
  }
  return at;
}
