// The places to hold the line of a selected flow at: a dot on each bend, and a ring in the middle of each piece.
import { useReactFlow } from "@xyflow/react";
import { type PointerEvent as ReactPointerEvent, useRef } from "react";
import { bentTo, type Grip, gripsOf, same, without } from "./bends";
import type { Line } from "./line";
import type { Shared } from "./parts";
import type { Rect } from "./place";
import type { Point } from "./route";
import { setCanvas, type Task } from "./state";

interface Props {
  flow: string;
  line: Line;
  via: readonly Point[];
  label: Rect;
  bend: Extract<Task, { is: "bend" }> | undefined;
  shared: Shared;
}

const grid: [number, number] = [10, 10];

export function Grips({ flow, line, via, label, bend, shared }: Props) {
  const { screenToFlowPosition } = useReactFlow();
  const held = useRef<{ grip: Grip; x: number; y: number; via: readonly Point[]; now?: Point[] } | undefined>(
    undefined,
  );
  const last = useRef<Grip>(undefined);
  const down = (e: ReactPointerEvent<SVGElement>, grip: Grip) => {
    if (e.button !== 0) return;
    e.stopPropagation();
    // What is dragged becomes another dot; the group stays.
    e.currentTarget.parentElement?.setPointerCapture(e.pointerId);
    last.current = grip;
    held.current = { grip, x: e.clientX, y: e.clientY, via };
  };
  const move = (e: ReactPointerEvent) => {
    const h = held.current;
    if (!h || (!h.now && Math.hypot(e.clientX - h.x, e.clientY - h.y) < 3)) return;
    const p = screenToFlowPosition({ x: e.clientX, y: e.clientY }, { snapToGrid: true, snapGrid: grid });
    const { at, nth } = h.grip;
    h.now = bentTo(h.via, h.grip, p);
    setCanvas({ task: { is: "bend", flow, via: h.now, at, made: true, nth } });
  };
  const up = () => {
    const h = held.current;
    held.current = undefined;
    if (!h) return;
    const { at, made, nth } = h.grip;
    // A click takes hold: the keys act on it from now on.
    if (!h.now) return setCanvas({ task: { is: "bend", flow, via: h.via, at, made, nth } });
    setCanvas({ task: undefined });
    shared.lead(flow, h.now);
  };
  const cancel = () => {
    if (held.current?.now) setCanvas({ task: undefined });
    held.current = undefined;
  };
  // The group has the pointer while it is down, so it is what is clicked twice.
  const remove = (e: React.MouseEvent) => {
    e.stopPropagation();
    const grip = last.current;
    if (!grip?.made) return;
    setCanvas({ task: undefined });
    shared.lead(flow, without(via, grip.at));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard M takes hold of the line
    <g
      className="cv-grips nopan"
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={cancel}
      onClick={(e) => e.stopPropagation()}
      onDoubleClick={remove}
    >
      {gripsOf(line, via, label).map((g) => (
        <circle
          key={g.nth}
          className="cv-grip"
          data-made={g.made || undefined}
          data-held={(bend && same(bend, g)) || undefined}
          cx={g.p.x}
          cy={g.p.y}
          r={g.made ? 6 : 5}
          onPointerDown={(e) => down(e, g)}
        />
      ))}
    </g>
  );
}
