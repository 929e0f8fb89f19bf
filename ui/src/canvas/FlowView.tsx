// A flow as React Flow draws it: its line, its arrows, its label and its marks.
import type { EdgeProps, EdgeTypes } from "@xyflow/react";
import { memo } from "react";
import { stepOf } from "@/parts/Badges";
import { Grips } from "./Grips";
import type { GraphFlow } from "./graph";
import { labelAt, labelBox, labelLines, type Spot } from "./labels";
import { arrowsOf, type Course, endsOn, type Line, lengthOf, lineNow, lineOf, pathOf, shifted } from "./line";
import { textWidth } from "./measure";
import { domId, type Shared } from "./parts";
import { type Point, portOf, type Side } from "./route";
import { riskMark, talkMark } from "./shapes";
import { useCanvas } from "./state";
import "./flows.css";

export interface FlowData extends Record<string, unknown> {
  flow: GraphFlow;
  course: Course;
  spot: Spot | undefined;
  shared: Shared;
  dim: boolean;
  lit: boolean;
  talk: number;
  grips: boolean; // it can be taken hold of
}

const FlowView = memo(function FlowView({ data, sourceX, sourceY, targetX, targetY, selected }: EdgeProps) {
  const { flow, course, spot, shared, dim, lit, talk, grips } = data as unknown as FlowData;
  const bend = useCanvas((c) => (c.task?.is === "bend" && c.task.flow === flow.id ? c.task : undefined));
  const line = bend
    ? lineNow(course, course.from, course.to, bend.via)
    : drawnLine(course, sourceX, sourceY, targetX, targetY);
  const [start, end] = endsOn(line);
  const [startSide, endSide] = arrowsOf(line, course.ends);
  const d = pathOf(line);
  const p = labelAt(line, spot);
  const step = flow.mark?.confirmed
    ? stepOf(
        flow.mark.risk,
        shared.levels.map((l) => l.id),
      )
    : 0;
  const lines = labelLines(flow.name);
  const half = (textWidth(lines[0] ?? "") / 2) * (selected ? 1.1 : 1); // bold when selected
  const top = p.y + 4 - (lines.length - 1) * 7.5;
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of a picture, told as one image
    <g
      id={domId(flow.id)}
      role="img"
      aria-label={shared.describe(flow.id)}
      className="cv-flow"
      data-protection={flow.protection}
      data-length={reachOf(lengthOf(line))}
      data-selected={selected || undefined}
      data-dim={dim || undefined}
      data-lit={lit || undefined}
    >
      <path className="cv-reach" d={d} />
      <path className="cv-way" d={d} />
      <path className="cv-head" d={head(end, endSide)} />
      {flow.twoWay ? <path className="cv-head" d={head(start, startSide)} /> : null}
      {lines.map((line, i) => (
        <text key={line} className="cv-label" x={p.x + (step && i === 0 ? 9 : 0)} y={top + i * 15}>
          {line}
        </text>
      ))}
      {step ? (
        <svg
          className="cv-mark"
          data-step={step}
          x={p.x - half - 7}
          y={top - 10}
          width={12}
          height={12}
          viewBox="0 0 12 12"
          aria-hidden="true"
        >
          <path d={riskMark[step]} />
        </svg>
      ) : null}
      {talk ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: its number is part of the name of the flow
        <g
          className="cv-talk"
          transform={`translate(${p.x + half + 5} ${top - 11})`}
          onClick={() => shared.comments(flow.id)}
        >
          <path d={talkMark} />
          <text x={14} y={11}>
            {talk}
          </text>
        </g>
      ) : null}
      {grips || bend ? (
        <Grips
          flow={flow.id}
          line={line}
          via={bend?.via ?? course.via}
          label={labelBox(flow, line, spot)}
          bend={bend}
          shared={shared}
        />
      ) : null}
    </g>
  );
});

// React Flow tells where the ends are by now; where they are dragged, the line follows by itself.
function drawnLine(c: Course, sourceX: number, sourceY: number, targetX: number, targetY: number): Line {
  const a = portOf(c.from, c.ends.from, 0);
  const b = portOf(c.to, c.ends.to, 0);
  const moved = (x: number, y: number) => ({ x: Math.abs(x) < 1 ? 0 : x, y: Math.abs(y) < 1 ? 0 : y });
  const from = moved(sourceX - a.x, sourceY - a.y);
  const to = moved(targetX - b.x, targetY - b.y);
  if (Math.abs(from.x - to.x) < 1 && Math.abs(from.y - to.y) < 1)
    return from.x || from.y ? shifted(lineOf(c), from.x, from.y) : lineOf(c);
  const at = (r: Course["from"], by: Point) => ({ ...r, x: r.x + by.x, y: r.y + by.y });
  return lineNow(c, at(c.from, from), at(c.to, to), c.via);
}

/** Dots and dashes of a line that crosses many screens cost seconds without a graphics card: they get sparser with its length. */
export function reachOf(length: number): "near" | "long" | "far" {
  return length > 3000 ? "far" : length > 1000 ? "long" : "near";
}

/** The head of an arrow that arrives at a side. */
export function head(p: Point, side: Side): string {
  const { x, y } = p;
  switch (side) {
    case "left":
      return `M${x} ${y}L${x - 9} ${y - 4.5}V${y + 4.5}Z`;
    case "right":
      return `M${x} ${y}L${x + 9} ${y - 4.5}V${y + 4.5}Z`;
    case "top":
      return `M${x} ${y}L${x - 4.5} ${y - 9}H${x + 4.5}Z`;
    default:
      return `M${x} ${y}L${x - 4.5} ${y + 9}H${x + 4.5}Z`;
  }
}

export const edgeTypes: EdgeTypes = { flow: FlowView };
