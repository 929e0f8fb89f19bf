// What hangs at the pointer, or near the focus for the keyboard, before it is put: an element, a zone or a note.
import { announce } from "@/shell/announce";
import { translator } from "@/words/catalogue";
import * as commit from "./commit";
import type { Hands } from "./keyboard";
import { leastNote, noteSize } from "./notes";
import { type Rect, zonePad, zoneTitle } from "./place";
import type { Scene } from "./scene";
import { canvas, type Made, setCanvas, type Task } from "./state";
import { words } from "./words";

/** How large it hangs there. */
export const ghostSize = (tool: Made): { w: number; h: number } =>
  tool === "zone" ? { w: 280, h: 180 } : tool === "note" ? noteSize("") : { w: 140, h: 64 };

/** Begins to put something new: it hangs at the pointer, or near the focus for the keyboard. */
export function startGhost(h: Hands, tool: Made): boolean {
  const s = h.scene;
  const t = translator(words);
  const f = canvas().focus;
  const near = f && s.places.get(f.id);
  const m = h.camera.middle();
  const size = ghostSize(tool);
  const inside = f?.kind === "zones";
  const at = near
    ? inside
      ? { x: near.x + zonePad, y: near.y + zonePad + zoneTitle }
      : { x: near.x + near.w + 60, y: near.y }
    : { x: m.x - size.w / 2, y: m.y - size.h / 2 };
  const boxes = [...s.graph.elements, ...s.note.values()].flatMap((e) => s.places.get(e.id) ?? []);
  const taken =
    tool === "zone"
      ? [...boxes, ...s.graph.zones.filter((z) => !(inside && z.id === f.id)).flatMap((z) => s.places.get(z.id) ?? [])]
      : boxes;
  const free = freeSpot({ ...at, ...size }, taken);
  // A note is about what is selected.
  const about = tool === "note" ? h.selection.filter((x) => x.kind !== "notes").map((x) => x.id) : [];
  setCanvas({ tool, task: { is: "ghost", tool, at: free, ...(about.length ? { about } : {}) } });
  h.camera.reveal({ ...free, ...size });
  announce(about.length ? `${commit.aboutWords(s, about)}. ${t("ghostHint")}` : t("ghostHint"));
  return true;
}

function freeSpot(want: Rect, taken: Rect[]): { x: number; y: number } {
  const at = { ...want, x: Math.round(want.x / 10) * 10, y: Math.round(want.y / 10) * 10 };
  for (let i = 0; i < 60; i++) {
    const over = taken.find(
      (r) => at.x < r.x + r.w + 30 && r.x < at.x + at.w + 30 && at.y < r.y + r.h + 30 && r.y < at.y + at.h + 30,
    );
    if (!over) break;
    at.y = Math.ceil((over.y + over.h + 40) / 10) * 10;
  }
  return { x: at.x, y: at.y };
}

/** Puts what hangs at the pointer: asks for its name, or for the text of a note. */
export function dropGhost(h: Hands, at: { x: number; y: number }, tool: Made, box?: Rect) {
  const was = canvas().task;
  if (tool === "zone")
    setCanvas({ tool: "select", task: { is: "name-zone", box: box ?? { ...at, ...ghostSize(tool) } } });
  else if (tool === "note") {
    const about = (was?.is === "ghost" && was.about) || [];
    setCanvas({ tool: "select", task: { is: "write-note", box: { ...at, ...ghostSize(tool) }, about } });
  } else {
    const f = canvas().focus;
    const zone = f?.kind === "zones" && h.scene.places.has(f.id) ? zoneUnder(h, at) : undefined;
    setCanvas({
      tool: "select",
      task: { is: "quick-add", at, kind: tool === "actor" ? "external" : tool, ...(zone ? { zone } : {}) },
    });
  }
}

// Inside which zone a point lies is what counts, also for the keyboard.
function zoneUnder(h: Hands, at: { x: number; y: number }): string | undefined {
  let best: string | undefined;
  for (const z of h.scene.graph.zones) {
    const r = h.scene.places.get(z.id);
    if (r && at.x + 70 >= r.x && at.x + 70 <= r.x + r.w && at.y + 32 >= r.y && at.y + 32 <= r.y + r.h) best = z.id;
  }
  return best;
}

/** A box with what a task of sizing adds to it. */
export function sized(s: Scene, task: Extract<Task, { is: "size" }>, r: Rect): Rect {
  const least = s.note.has(task.id) ? leastNote : { w: 120, h: 80 };
  return { ...r, w: Math.max(least.w, r.w + task.dw), h: Math.max(least.h, r.h + task.dh) };
}
