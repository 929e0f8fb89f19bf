// What React Flow draws near: zones, elements and flows. Each is a memo over its data, so that a change of one draws one.
import { Handle, type Node, type NodeProps, NodeResizeControl, Position } from "@xyflow/react";
import { memo, useState } from "react";
import { stepOf } from "@/parts/Badges";
import { useWords } from "@/words/catalogue";
import type { GraphElement, GraphZone, Kind, Mark } from "./graph";
import { textWidth } from "./measure";
import { elementHeight, twoLines } from "./place";
import type { Point } from "./route";
import { detail, groupOf, lockMark, outline, riskMark, strokesOutline, talkMark } from "./shapes";
import { useCanvas } from "./state";
import { words } from "./words";
import "./elements.css";
import "./marks.css";
import "./zones.css";

export const kindWords = {
  process: "kindProcess",
  store: "kindStore",
  external: "kindExternal",
  human: "kindHuman",
  sensor: "kindSensor",
  actuator: "kindActuator",
  physical: "kindPhysical",
} as const satisfies Record<Kind, keyof (typeof words)["en"]>;

/** What a node of an element needs beside itself. It is the same object for all of a scene where it can be. */
export interface Shared {
  large: boolean; // so many boxes that ports are made only where one is wanted
  levels: { id: string; name: string }[];
  note: (type: string[]) => string;
  describe: (id: string) => string;
  comments: (id: string) => void;
  lead: (flow: string, via: Point[]) => void;
  resized: (id: string, r: { x: number; y: number; w: number; h: number }) => void;
}

/** The id of the page element of a thing, for aria-activedescendant. */
export const domId = (id: string) => `cv-${id}`;

export type ElementNode = Node<
  { element: GraphElement; shared: Shared; dim: boolean; lit: boolean; talk: number; still: boolean },
  "element"
>;
export type ZoneNode = Node<
  { zone: GraphZone; shared: Shared; target: boolean; dim: boolean; talk: number; still: boolean },
  "zone"
>;

/** Count and word of the worst risk, with a shape that grows corners as the risk grows. */
export function MarkChip({ mark, levels }: { mark: Mark; levels: Shared["levels"] }) {
  const step = stepOf(
    mark.risk,
    levels.map((l) => l.id),
  );
  const name = levels.find((l) => l.id === mark.risk)?.name;
  return (
    <span className="cv-mark" data-step={step}>
      {step > 0 ? (
        <svg width={11} height={11} viewBox="0 0 12 12" aria-hidden="true">
          <path d={riskMark[step]} />
        </svg>
      ) : null}
      {mark.confirmed}
      {name ? <span className="cv-mark-name">{name}</span> : null}
    </span>
  );
}

/** How many threads of comments are open. A click leads to them; the keyboard finds them in the inspector. */
function TalkChip({ n, open }: { n: number; open: () => void }) {
  if (n === 0) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the node is one tab stop with all others; the menu has the same act
    // biome-ignore lint/a11y/noStaticElementInteractions: as above; its number is part of the name of the node
    <span className="cv-talk nodrag" onClick={open}>
      <svg width={11} height={11} viewBox="0 0 12 12" aria-hidden="true">
        <path d={talkMark} />
      </svg>
      {n}
    </span>
  );
}

// A locked box stays where it is; its name says so too.
export const StillMark = () => (
  <svg className="cv-still" width={11} height={11} viewBox="0 0 12 12" aria-hidden="true">
    <path d={lockMark} />
  </svg>
);

const sides = [Position.Left, Position.Right, Position.Top, Position.Bottom];

// Where the ports of a box are, for the ends of flows to be measured; nothing that can be used, and a tenth of the cost.
const bare = sides.map((s) => (
  <div
    key={s}
    data-handleid={s}
    data-handlepos={s}
    className={`source react-flow__handle react-flow__handle-${s} cv-port`}
  />
));

/** What of the width of a box is not for its text, as the style sheet has it. */
const margins: Partial<Record<Kind, number>> = { human: 42, store: 26, sensor: 32, actuator: 32 };

/** Could its text be larger than a box? Only then is it clipped: a clip for each box is a third of what zooming costs. */
function tight(e: GraphElement, note: string, w: number, h: number): boolean {
  const room = w - (margins[e.kind] ?? 20);
  // Names are larger and bolder than the labels that are measured here.
  const name = Math.max(...twoLines(e.name).map(textWidth)) * 1.3;
  return h < elementHeight || Math.max(name, textWidth(note)) > room;
}

export const ElementView = memo(function ElementView({
  data,
  width = 140,
  height = 64,
  selected,
}: NodeProps<ElementNode>) {
  const { element: e, shared } = data;
  const t = useWords(words);
  const [near, setNear] = useState(false);
  const joining = useCanvas((c) => c.joining);
  const note = shared.note(e.type) || t(kindWords[e.kind]);
  return (
    <div
      id={domId(e.id)}
      role="img"
      aria-label={shared.describe(e.id)}
      className="cv-el"
      data-group={groupOf(e.kind)}
      data-kind={e.kind}
      data-selected={selected || undefined}
      data-out={e.outOfScope || undefined}
      data-dim={data.dim || undefined}
      data-lit={data.lit || undefined}
      data-tight={tight(e, e.mark ? "" : note, width, height) || undefined}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
    >
      <svg className="cv-shape" width={width} height={height} aria-hidden="true">
        <path className={strokesOutline(e.kind) ? "cv-line" : "cv-ground"} d={outline(e.kind, width, height)} />
        <path className="cv-detail" d={detail(e.kind, width, height)} />
      </svg>
      <div className="cv-text">
        <span className="cv-name">{e.name}</span>
        <span className="cv-under">
          {e.mark && e.mark.confirmed > 0 ? <MarkChip mark={e.mark} levels={shared.levels} /> : null}
          {e.mark && e.mark.possible > 0 ? <span className="cv-maybe">+{e.mark.possible}?</span> : null}
          {e.mark ? null : <span className="cv-kind">{note}</span>}
        </span>
      </div>
      {data.still ? <StillMark /> : null}
      <TalkChip n={data.talk} open={() => shared.comments(e.id)} />
      {!shared.large || near || joining || selected
        ? sides.map((s) => <Handle key={s} id={s} type="source" position={s} className="cv-port" />)
        : bare}
    </div>
  );
});

export const ZoneView = memo(function ZoneView({ id, data, selected, draggable }: NodeProps<ZoneNode>) {
  const t = useWords(words);
  const z = data.zone;
  return (
    <div
      id={domId(id)}
      role="img"
      aria-label={data.shared.describe(id)}
      className="cv-zone"
      data-selected={selected || undefined}
      data-target={data.target || undefined}
      data-dim={data.dim || undefined}
      data-trust={z.trust < 0 ? "none" : z.trust < 3 ? "low" : z.trust < 7 ? "mid" : "high"}
    >
      <span className="cv-zone-head">
        <span className="cv-zone-name">{z.name}</span>
        <span className="cv-zone-trust">{z.trust < 0 ? t("trustUnknown") : t("trust", { n: z.trust })}</span>
        {data.still ? <StillMark /> : null}
        <TalkChip n={data.talk} open={() => data.shared.comments(id)} />
      </span>
      {["top", "right", "bottom", "left"].map((s) => (
        <span key={s} className="cv-zone-edge" data-side={s} />
      ))}
      {selected && draggable
        ? (["top-left", "top-right", "bottom-left", "bottom-right"] as const).map((p) => (
            <NodeResizeControl
              key={p}
              position={p}
              className="cv-size"
              minWidth={120}
              minHeight={80}
              onResizeEnd={(_, r) => data.shared.resized(id, { x: r.x, y: r.y, w: r.width, h: r.height })}
            />
          ))
        : null}
    </div>
  );
});

/** The four ports of a box, told to React Flow so that flows to boxes that are not drawn can be drawn. */
export function handles(w: number, h: number) {
  const port = (id: Position, x: number, y: number) => ({
    id,
    type: "source" as const,
    position: id,
    x,
    y,
    width: 1,
    height: 1,
  });
  return [
    port(Position.Left, 0, h / 2),
    port(Position.Right, w - 1, h / 2),
    port(Position.Top, w / 2, 0),
    port(Position.Bottom, w / 2, h - 1),
  ];
}
