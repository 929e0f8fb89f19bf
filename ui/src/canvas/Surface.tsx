// The drawing surface: React Flow near, the overview far, one tab stop for both. Pointer and keys end in the same edits.
import { useReactFlow } from "@xyflow/react";
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { useMayEdit, useProject } from "@/project/use";
import { typing } from "@/shell/keys";
import { go } from "@/shell/router";
import { useSettings } from "@/shell/settings";
import { useWords } from "@/words/catalogue";
import { Asides } from "./Asides";
import { type Camera, makeCamera } from "./camera";
import * as commit from "./commit";
import { choose, type Hands, inspectorOpen, onKey } from "./keyboard";
import { Minimap } from "./Minimap";
import { Near } from "./Near";
import { Overview } from "./Overview";
import { domId } from "./parts";
import { usePaste } from "./paste";
import { bounds } from "./place";
import { type Far, usePointer } from "./pointer";
import type { Scene } from "./scene";
import { canvas, setCanvas, useCanvas } from "./state";
import { onCanvas, useChosen } from "./things";
import { words } from "./words";

export interface SurfaceHandle {
  hands: () => Hands;
  focus: () => void;
}

export function Surface({
  scene,
  openOutline,
  handle,
}: {
  scene: Scene;
  openOutline: () => void;
  handle: React.Ref<SurfaceHandle>;
}) {
  const t = useWords(words);
  const flow = useReactFlow();
  const box = useRef<HTMLDivElement>(null);
  const { chosen, ids: selectedIds } = useChosen();
  const mayEdit = useMayEdit();
  const { overview, tool, taskIs, focus, paths } = useCanvas(
    useShallow((c) => ({ overview: c.overview, tool: c.tool, taskIs: c.task?.is, focus: c.focus, paths: c.paths })),
  );
  const singleKeys = useSettings((s) => s.singleKeys);
  const live = useRef(scene);
  live.current = scene;

  const camera = useMemo<Camera>(
    () =>
      makeCamera(
        flow,
        () => box.current,
        () => live.current,
      ),
    [flow],
  );
  const hands = useCallback(
    (): Hands => ({
      scene: live.current,
      camera,
      selection: onCanvas(useProject.getState().selection),
      mayEdit,
      openInspector: () => {
        inspectorOpen();
        requestAnimationFrame(() =>
          (
            document.querySelector<HTMLElement>(".t-dock [data-region-focus]") ??
            document.querySelector<HTMLElement>(".t-dock")
          )?.focus(),
        );
      },
      openOutline,
      openHelp: () => go("help"),
    }),
    [camera, mayEdit, openOutline],
  );
  useImperativeHandle(handle, () => ({ hands, focus: () => box.current?.focus() }), [hands]);

  // The first look fits everything. It is done before anything is drawn near, so that a large model starts far.
  const fitted = useRef("");
  const blank = useRef("");
  const [ready, setReady] = useState(false);
  // React Flow calls its own wrapper an application too; there is one, and it is ours.
  useLayoutEffect(() => box.current?.querySelector(".react-flow")?.setAttribute("role", "presentation"), []);
  useEffect(() => {
    if (!ready || scene.waiting || fitted.current === scene.view) return;
    // What is drawn first on an empty view stays where it was drawn.
    const drawn = blank.current === scene.view;
    if (scene.places.size === 0) {
      blank.current = scene.view;
      return;
    }
    fitted.current = scene.view;
    if (!drawn || !camera.sees(bounds(scene.places.values()))) camera.fit();
  }, [ready, scene, camera]);

  const reveal = useCanvas((c) => c.reveal);
  useEffect(() => {
    const boxes = reveal?.map((id) => scene.places.get(id));
    if (!reveal || !boxes?.every((r) => r !== undefined)) return;
    setCanvas({ reveal: undefined });
    const b = bounds(boxes);
    const { zoom, w, h } = camera.viewport();
    if (b.w * zoom > w - 72 || b.h * zoom > h - 72) camera.fit(reveal);
    else camera.reveal(b);
  }, [reveal, scene, camera]);

  const far = useRef<Far>({});
  const pointer = usePointer(scene, box, hands, mayEdit, far);
  const onReady = useCallback(() => setReady(true), []);

  const onKeyDown = (e: React.KeyboardEvent) => {
    if (e.target !== box.current || typing(e.target)) return;
    if (e.key === " " && canvas().task === undefined) {
      setCanvas({ tool: "pan" });
      e.preventDefault();
      return;
    }
    if (onKey(hands(), e.nativeEvent, singleKeys)) {
      e.preventDefault();
      e.stopPropagation();
    }
  };
  const onKeyUp = (e: React.KeyboardEvent) => {
    if (e.key === " " && canvas().tool === "pan") setCanvas({ tool: "select" });
  };

  usePaste(box, mayEdit ? (text) => choose(commit.pasteText(live.current, text, camera.middle())) : undefined);

  const onFocus = (e: React.FocusEvent) => {
    if (e.target !== box.current || canvas().focus) return;
    const first =
      chosen[0] ?? (scene.graph.elements[0] && { kind: "elements" as const, id: scene.graph.elements[0].id });
    if (first) setCanvas({ focus: first });
  };

  return (
    <div
      ref={box}
      className="cv"
      data-tool={tool}
      data-task={taskIs}
      data-far={overview || undefined}
      data-keys
      data-region-focus
      role="application"
      aria-roledescription={t("canvas")}
      aria-label={`${t("canvas")}. ${t("canvasHelp")}`}
      aria-activedescendant={focus && !overview ? domId(focus.id) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onKeyUp={onKeyUp}
      onFocus={onFocus}
      onPointerDownCapture={pointer.down}
      onPointerMove={pointer.move}
      onPointerUp={pointer.up}
      onPointerCancel={pointer.cancel}
      onDoubleClick={pointer.double}
      onContextMenu={pointer.menu}
      onTouchEndCapture={pointer.lift}
    >
      <Overview scene={scene} selected={selectedIds} lit={paths?.ids} dragging={far} />
      <Near scene={scene} box={box} mayEdit={mayEdit} onReady={onReady} />
      <div className="cv-veil" />
      <Minimap scene={scene} camera={camera} />
      <Asides scene={scene} hands={hands} focusCanvas={() => box.current?.focus()} />
    </div>
  );
}
