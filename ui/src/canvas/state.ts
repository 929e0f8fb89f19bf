// What the canvas of this page knows beyond the project: tool, focus, what is being made, and the camera. It is one small
// store, so that the toolbar, the keys and the two layers of drawing agree.
import { create } from "zustand";
import type { Rect } from "./place";
import type { Point } from "./route";
import type { Scene } from "./scene";

/** What is put by hanging at the pointer first. */
export type Made = "process" | "store" | "actor" | "zone" | "note";
export type Tool = "select" | "pan" | "flow" | Made;

export interface Thing {
  kind: "elements" | "flows" | "zones" | "notes";
  id: string;
}

/** What an id of a scene stands for. */
export const thingOf = (s: Scene, id: string): Thing => ({
  kind: s.element.has(id) ? "elements" : s.flow.has(id) ? "flows" : s.note.has(id) ? "notes" : "zones",
  id,
});

/** What is being made or asked for beside the canvas. */
export type Task =
  | { is: "quick-add"; at: Point; kind: "process" | "store" | "external"; zone?: string; from?: string }
  | { is: "name-zone"; box: Rect; around?: Thing[] }
  | { is: "rename"; thing: Thing }
  | { is: "connect"; from: string; to?: string; typed: string; again?: { flow: string; end: "from" | "to" } }
  | { is: "ghost"; at: Point; tool: Made; about?: string[] }
  | { is: "write-note"; box: Rect; about: string[] }
  | { is: "move"; things: Thing[]; dx: number; dy: number }
  | { is: "bend"; flow: string; via: readonly Point[]; at: number; made: boolean; nth: number } // which of its bends is held
  | { is: "size"; id: string; dw: number; dh: number };

export interface CanvasState {
  tool: Tool;
  focus?: Thing;
  task?: Task | undefined;
  overview: boolean; // the far level of detail is shown
  zoom: number;
  paths?: { target: string; ids: Set<string> }; // what leads to a hazard
  reveal?: string[] | undefined; // what shall be seen as soon as it is there
  menu?: Point | undefined; // where the menu of the selection is open, in points of the window
  touch: boolean; // a finger draws: it moves the view, and does not draw a frame of selection
  joining: boolean; // a flow is being drawn by the pointer
  legend: boolean;
  minimap: boolean;
}

export const useCanvas = create<CanvasState>()(() => ({
  tool: "select",
  overview: false,
  zoom: 1,
  touch: window.matchMedia?.("(pointer: coarse)").matches ?? false,
  joining: false,
  legend: true,
  minimap: true,
}));

export const canvas = useCanvas.getState;
export const setCanvas = useCanvas.setState;

/** Below this zoom the far level of detail is drawn, unless the view is small. */
export const farZoom = 0.4;
/** Views with at most this many elements are always drawn near: the browser carries them easily. */
export const fewElements = 120;
