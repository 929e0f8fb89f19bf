// The outlines of elements by kind, and the small marks of risk, as path data for SVG and canvas alike. The shapes are
// those of the diagrams in reports.
import type { Kind } from "./graph";

const cutIn = 10;

/** The outline of an element of the size w by h, from its top left corner. */
export function outline(kind: Kind, w: number, h: number): string {
  const m = h / 2;
  switch (kind) {
    case "process":
      return rounded(w, h, 12);
    case "sensor":
      return `M${cutIn} 0H${w - cutIn}L${w} ${m}L${w - cutIn} ${h}H${cutIn}L0 ${m}Z`;
    case "actuator":
      return `M0 0H${w - cutIn}L${w} ${m}L${w - cutIn} ${h}H0L${cutIn} ${m}Z`;
    case "physical":
      return `M${cutIn} 0H${w}V${h - cutIn}L${w - cutIn} ${h}H0V${cutIn}Z`;
    default:
      return `M0 0H${w}V${h}H0Z`;
  }
}

/** Lines inside or instead of the outline: the double line of a store, the figure of a person. */
export function detail(kind: Kind, w: number, h: number): string {
  if (kind === "store") return `M${w} 0H0V${h}H${w}M7 0V${h}`;
  if (kind !== "human") return "";
  const x = 17;
  const y = h / 2;
  return `M${x - 4} ${y - 9}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M${x} ${y - 5}V${y + 4}M${x - 7} ${y - 1}H${x + 7}M${x - 6} ${y + 12}L${x} ${y + 4}L${x + 6} ${y + 12}`;
}

/** Only a store leaves its right side open. */
export const strokesOutline = (kind: Kind) => kind !== "store";

/** Which of the groups of colours a kind has. */
export const groupOf = (kind: Kind): "process" | "store" | "actor" | "part" =>
  kind === "process"
    ? "process"
    : kind === "store"
      ? "store"
      : kind === "external" || kind === "human"
        ? "actor"
        : "part";

function rounded(w: number, h: number, r: number): string {
  return `M${r} 0H${w - r}A${r} ${r} 0 0 1 ${w} ${r}V${h - r}A${r} ${r} 0 0 1 ${w - r} ${h}H${r}A${r} ${r} 0 0 1 0 ${h - r}V${r}A${r} ${r} 0 0 1 ${r} 0Z`;
}

/** A mark for each step of risk, 1 harmless to 5 worst, in a square of 12: circle, circle, square, triangle, octagon. */
export const riskMark = [
  "",
  "M6 2.500A3.500 3.500 0 1 0 6 9.500A3.500 3.500 0 1 0 6 2.500Z",
  "M6 1.500A4.500 4.500 0 1 0 6 10.500A4.500 4.500 0 1 0 6 1.500Z",
  "M1.800 1.800H10.200V10.200H1.800Z",
  "M6 .8L11.600 10.800H.4Z",
  "M3.900 .8H8.100L11.200 3.900V8.100L8.100 11.200H3.900L.8 8.100V3.900Z",
];

/** The mark of an open thread of comments, in a square of 12. */
export const talkMark = "M1 1.500H11V8.500H6.200L3.400 11V8.500H1Z";

/** The mark of a locked box, in a square of 12. */
export const lockMark =
  "M3.500 5V3.800a2.500 2.500 0 0 1 5 0V5H10v6H2V5ZM4.800 5H7.200V3.800a1.200 1.200 0 0 0 -2.400 0Z";
