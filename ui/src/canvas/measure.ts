// How wide text is, measured once without touching the layout of the page.

const widths = new Map<string, number>();
let pen: CanvasRenderingContext2D | null | undefined;

/** The width of a text in the font of the labels of flows, 12.5 points; larger text is wider in proportion. */
export function textWidth(s: string): number {
  let w = widths.get(s);
  if (w === undefined) {
    if (pen === undefined) {
      pen = document.createElement("canvas").getContext("2d");
      if (pen) pen.font = `12.5px ${getComputedStyle(document.body).fontFamily}`;
    }
    w = pen?.measureText(s).width ?? s.length * 6.6;
    widths.set(s, w);
  }
  return w;
}
