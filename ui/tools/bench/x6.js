// The graph of the bench in AntV X6: boxes in zones in zones, curved labelled flows with arrows.
import { Graph } from "@antv/x6";

const data = await (await fetch("/graph.json")).json();
const graph = new Graph({
  container: document.getElementById("box"),
  panning: { enabled: true, eventTypes: ["leftMouseDown", "mouseWheel"] },
  mousewheel: { enabled: true, modifiers: ["ctrl"], minScale: 0.02, maxScale: 3 },
  interacting: { nodeMovable: true, edgeMovable: false },
});
const cells = [];
for (const z of data.zones) {
  cells.push({
    id: z.id,
    shape: "rect",
    x: z.x,
    y: z.y,
    width: z.w,
    height: z.h,
    zIndex: z.depth,
    attrs: {
      body: { fill: "#fff7f2", stroke: "#c2410c", strokeDasharray: "5 4", rx: 8 },
      label: { text: z.name, refX: 8, refY: 14, textAnchor: "start", fontSize: 12 },
    },
  });
}
for (const e of data.elements) {
  cells.push({
    id: e.id,
    shape: "rect",
    x: e.x,
    y: e.y,
    width: e.w,
    height: e.h,
    zIndex: 50,
    attrs: { body: { fill: "#eff6ff", stroke: "#1d4ed8", rx: 8 }, label: { text: e.name, fontSize: 13 } },
  });
}
for (const f of data.flows) {
  cells.push({
    shape: "edge",
    source: f.from,
    target: f.to,
    connector: "smooth",
    zIndex: 40,
    attrs: { line: { stroke: "#64748b", strokeWidth: 1.6, targetMarker: "block" } },
    labels: [f.name],
  });
}
graph.fromJSON(cells);
window.bench = {
  fit: () => graph.zoomToFit({ padding: 30 }),
  one: (id) => {
    graph.zoomTo(1);
    graph.centerCell(graph.getCellById(id));
  },
  at: (id) => {
    const b = graph.getCellById(id).getBBox();
    const p = graph.localToClient(b.x + b.width / 2, b.y + b.height / 2);
    return { x: p.x, y: p.y };
  },
};
// It makes the parts of the page little by little; until all are there it does nothing else that can be measured.
window.ready = () => document.querySelectorAll(".x6-cell").length === cells.length;
