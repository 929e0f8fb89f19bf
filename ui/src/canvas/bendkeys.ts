// The bends of a flow by keyboard: M takes hold of the line, arrows move, Tab goes to the next place to hold.
import { announce } from "@/shell/announce";
import { translator } from "@/words/catalogue";
import { bentTo, type Grip, gripsOf, same, without } from "./bends";
import * as commit from "./commit";
import type { Hands } from "./keyboard";
import { lineNow } from "./line";
import { courseOf } from "./lines";
import { canvas, setCanvas, type Task, type Thing } from "./state";
import { words } from "./words";

export type Bend = Extract<Task, { is: "bend" }>;

const say = (key: "bendHint" | "bendAt" | "bendNew" | "bendGone" | "stopped", args: Record<string, number> = {}) =>
  announce(translator(words)(key, args as never));

const steps: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The places to hold the line of a flow at, as it runs by now. */
export function grips(h: Pick<Hands, "scene">, task: Pick<Bend, "flow" | "via">): Grip[] {
  const f = h.scene.flow.get(task.flow);
  const c = f && courseOf(h.scene, f);
  return c ? gripsOf(lineNow(c, c.from, c.to, task.via), task.via) : [];
}

/** Takes hold of the line of a flow: at its first bend, else in its middle. */
export function startBend(h: Hands, things: Thing[]): boolean {
  const flow = things.length === 1 && things[0]?.kind === "flows" ? things[0].id : undefined;
  if (!flow || !h.scene.flow.has(flow)) return false;
  const via = h.scene.lines.ways[flow] ?? [];
  const all = grips(h, { flow, via });
  const first = all.find((g) => g.made) ?? all[Math.floor(all.length / 2)];
  if (!first) return false;
  setCanvas({ tool: "select", task: { is: "bend", flow, via, ...held(first) } });
  say("bendHint");
  return true;
}

export function bendKey(h: Hands, e: KeyboardEvent, task: Bend): boolean {
  const step = steps[e.key];
  if (step) return push(h, task, step, e.shiftKey ? 100 : 10);
  switch (e.key) {
    case "Tab":
      return turn(h, task, e.shiftKey ? -1 : 1);
    case "Delete":
    case "Backspace":
      return takeOut(h, task);
    case "Enter":
      keep(h, task);
      return true;
    case "Escape":
      setCanvas({ task: undefined });
      say("stopped");
      return true;
  }
  return true; // no letter means something else while a line is held
}

const held = ({ at, made, nth }: Grip) => ({ at, made, nth });

function push(h: Hands, task: Bend, [x, y]: [number, number], by: number): boolean {
  const g = grips(h, task).find((x) => same(x, task));
  if (!g) return true;
  // The first step puts it on the grid that boxes stand on.
  const on = (n: number) => (g.made ? n : Math.round(n / 10) * 10);
  // It sets out from where the line bends, and goes on from where it was put: so it comes through a box to its other side.
  const put = g.made ? task.via[g.at] : undefined;
  const was = put && !h.scene.lines.ways[task.flow]?.includes(put) ? put : g.p;
  const p = { x: on(was.x) + x * by, y: on(was.y) + y * by };
  const via = bentTo(task.via, g, p);
  setCanvas({ task: { ...task, via, made: true } });
  const now = grips(h, { flow: task.flow, via }).find((n) => n.made && n.at === g.at)?.p ?? p;
  h.camera.reveal({ x: now.x - 20, y: now.y - 20, w: 40, h: 40 });
  say("bendAt", { n: g.at + 1, x: Math.round(now.x), y: Math.round(now.y) });
  return true;
}

function turn(h: Hands, task: Bend, by: number): boolean {
  const all = grips(h, task);
  const now = all.findIndex((g) => same(g, task));
  const next = all[(now + by + all.length) % all.length];
  if (!next) return true;
  setCanvas({ task: { ...task, ...held(next) } });
  h.camera.reveal({ x: next.p.x - 20, y: next.p.y - 20, w: 40, h: 40 });
  say(next.made ? "bendAt" : "bendNew", { n: next.at + 1, x: Math.round(next.p.x), y: Math.round(next.p.y) });
  return true;
}

function takeOut(h: Hands, task: Bend): boolean {
  if (!task.made) return true;
  const via = without(task.via, task.at);
  const left = grips(h, { flow: task.flow, via });
  const next = left.find((g) => g.made) ?? left[Math.floor(left.length / 2)];
  setCanvas({ task: { ...task, via, ...(next ? held(next) : {}) } });
  say("bendGone", { n: via.length });
  return true;
}

/** Writes down the bends of the line that is held, if they changed, and lets it go. */
export function keep(h: Pick<Hands, "scene">, task = canvas().task) {
  if (task?.is !== "bend") return;
  setCanvas({ task: undefined });
  commit.lead(h.scene, task.flow, task.via);
}
