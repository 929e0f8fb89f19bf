// Notes near: a sheet of text each, and one drawing of the dotted lines from all of them to what they are about.
import { type Node, type NodeProps, NodeResizeControl, type ReactFlowState, useStore } from "@xyflow/react";
import { memo, useMemo } from "react";
import { labelAt } from "./labels";
import { lineOf } from "./line";
import { courseOf } from "./lines";
import { type GraphNote, leastNote, tieOf } from "./notes";
import { domId, type Shared, StillMark } from "./parts";
import type { Rect } from "./place";
import type { Scene } from "./scene";
import "./notes.css";

export type NoteNode = Node<{ note: GraphNote; shared: Shared; dim: boolean; still: boolean }, "note">;

const corners = ["top-left", "top-right", "bottom-left", "bottom-right"] as const;

export const NoteView = memo(function NoteView({ id, data, selected, draggable }: NodeProps<NoteNode>) {
  return (
    <div
      id={domId(id)}
      role="img"
      aria-label={data.shared.describe(id)}
      className="cv-note"
      data-selected={selected || undefined}
      data-dim={data.dim || undefined}
    >
      {data.note.text.trimEnd()}
      {data.still ? <StillMark /> : null}
      {selected && draggable
        ? corners.map((p) => (
            <NodeResizeControl
              key={p}
              position={p}
              className="cv-size"
              minWidth={leastNote.w}
              minHeight={leastNote.h}
              onResizeEnd={(_, r) => data.shared.resized(id, { x: r.x, y: r.y, w: r.width, h: r.height })}
            />
          ))
        : null}
    </div>
  );
});

/** The lines from notes to what they are about. They follow what is dragged. */
export function Ties({ scene, of }: { scene: Scene; of?: Set<string> | undefined }) {
  const draw = useMemo(() => {
    const ties = [...scene.note.values()].flatMap((n) =>
      of && !of.has(n.id) ? [] : n.about.map((to) => [n.id, to] as const),
    );
    return ties.length ? drawing(scene, ties) : undefined;
  }, [scene, of]);
  return draw ? <TieLines draw={draw} /> : null;
}

function TieLines({ draw }: { draw: (s: Drawn) => string }) {
  return (
    <svg className="cv-ties" width={1} height={1} aria-hidden="true">
      <path d={useStore(draw)} />
    </svg>
  );
}

type Drawn = ReactFlowState<Node>;

/** Makes what the lines are out of where boxes are now: only where boxes moved, and not for each step of a pan or zoom. */
function drawing(scene: Scene, ties: (readonly [string, string])[]): (s: Drawn) => string {
  let nodes: unknown;
  let d = "";
  return (s) => {
    if (s.nodes === nodes) return d;
    nodes = s.nodes;
    const at = (id: string): Rect | undefined => {
      const r = scene.places.get(id);
      const live = s.nodeLookup.get(id);
      if (!r || !live) return r;
      const { x, y } = live.internals.positionAbsolute;
      return { x, y, w: live.measured.width ?? r.w, h: live.measured.height ?? r.h };
    };
    const boxOf = (id: string): Rect | undefined => {
      const f = scene.flow.get(id);
      const c = f && courseOf(scene, f);
      if (!c) return at(id);
      // At its label, which goes half way along with an end that is dragged.
      const p = labelAt(lineOf(c), scene.labels.get(id));
      const a = at(f.from) ?? c.from;
      const b = at(f.to) ?? c.to;
      return {
        x: p.x + (a.x - c.from.x + b.x - c.to.x) / 2,
        y: p.y + (a.y - c.from.y + b.y - c.to.y) / 2,
        w: 0,
        h: 0,
      };
    };
    d = ties
      .map(([note, to]) => {
        const a = at(note);
        const b = boxOf(to);
        const l = a && b && tieOf(a, b);
        return l ? `M${l[0]} ${l[1]}L${l[2]} ${l[3]}` : "";
      })
      .join("");
    return d;
  };
}
