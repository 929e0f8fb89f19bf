// What floats in the diagram without being part of it.
import * as commit from "./commit";
import { sized } from "./ghost";
import type { Rect } from "./place";
import type { Scene } from "./scene";
import { useCanvas } from "./state";
import "./floating.css";

/** The ring of the focus, what is about to be made, moved or sized. */
export function Floating({ scene }: { scene: Scene }) {
  const focus = useCanvas((c) => c.focus);
  const task = useCanvas((c) => c.task);
  const overview = useCanvas((c) => c.overview);
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
        <div key="size" className="cv-ghost" data-tool="zone" data-sized style={at(sized(scene, task, r), 0)} />,
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
