// The map of the whole diagram with the part that is seen. It is drawn once a scene; the frame moves with the camera.

import { useMantineColorScheme } from "@mantine/core";
import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { useWords } from "@/words/catalogue";
import type { Camera } from "./camera";
import { bounds } from "./place";
import type { Scene } from "./scene";
import { groupOf } from "./shapes";
import { useCanvas } from "./state";
import { words } from "./words";
import "./minimap.css";

const width = 168;
const height = 112;

export function Minimap({ scene, camera }: { scene: Scene; camera: Camera }) {
  const t = useWords(words);
  const shown = useCanvas((c) => c.minimap);
  const ref = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  const { colorScheme } = useMantineColorScheme();
  const b = bounds(scene.places.values());
  const pad = Math.max(b.w, b.h) * 0.04 + 20;
  const scale = Math.min(width / (b.w + 2 * pad), height / (b.h + 2 * pad));
  const ox = (width - b.w * scale) / 2 - b.x * scale;
  const oy = (height - b.h * scale) / 2 - b.y * scale;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes the inks, and scale and origin tell the bounds
  useEffect(() => {
    const el = ref.current;
    const ctx = el?.getContext("2d");
    if (!el || !ctx) return;
    const dpr = window.devicePixelRatio || 1;
    el.width = width * dpr;
    el.height = height * dpr;
    const css = getComputedStyle(el);
    const ink = (name: string) => css.getPropertyValue(`--t-${name}`).trim();
    ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
    ctx.strokeStyle = ink("zone");
    ctx.lineWidth = 0.8;
    for (const z of scene.graph.zones) {
      const r = scene.places.get(z.id);
      if (r) ctx.strokeRect(r.x * scale + ox, r.y * scale + oy, r.w * scale, r.h * scale);
    }
    ctx.strokeStyle = ink("note");
    for (const id of scene.note.keys()) {
      const r = scene.places.get(id);
      if (r) ctx.strokeRect(r.x * scale + ox, r.y * scale + oy, Math.max(2, r.w * scale), Math.max(2, r.h * scale));
    }
    const inks = { process: ink("process"), store: ink("store"), actor: ink("actor"), part: ink("edge") };
    for (const e of scene.graph.elements) {
      const r = scene.places.get(e.id);
      if (!r) continue;
      ctx.fillStyle = inks[groupOf(e.kind)];
      ctx.fillRect(r.x * scale + ox, r.y * scale + oy, Math.max(2, r.w * scale), Math.max(2, r.h * scale));
    }
  }, [scene, scale, ox, oy, colorScheme, shown]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes the inks, and scale and origin tell the bounds
  useEffect(() => {
    let due = 0;
    let was = store.getState().transform;
    const follow = () => {
      due = 0;
      const { transform, width: w, height: h } = store.getState();
      const [x, y, zoom] = transform;
      const el = frame.current;
      if (!el) return;
      const left = Math.max(0, (-x / zoom) * scale + ox);
      const top = Math.max(0, (-y / zoom) * scale + oy);
      const right = Math.min(width, ((w - x) / zoom) * scale + ox);
      const bottom = Math.min(height, ((h - y) / zoom) * scale + oy);
      el.style.transform = `translate(${left}px, ${top}px)`;
      el.style.width = `${Math.max(0, right - left)}px`;
      el.style.height = `${Math.max(0, bottom - top)}px`;
      // Where everything is in view the map has nothing to tell.
      const all =
        -x / zoom <= b.x + 1 &&
        -y / zoom <= b.y + 1 &&
        (w - x) / zoom >= b.x + b.w - 1 &&
        (h - y) / zoom >= b.y + b.h - 1;
      el.parentElement?.toggleAttribute("data-all", all);
    };
    follow();
    const stop = store.subscribe((s) => {
      if (s.transform === was) return;
      was = s.transform;
      if (!due) due = requestAnimationFrame(follow);
    });
    return () => {
      stop();
      cancelAnimationFrame(due);
    };
  }, [store, scale, ox, oy, shown]);

  if (!shown || scene.graph.elements.length < 6) return null;
  const to = (e: React.PointerEvent<HTMLDivElement>) => {
    if (e.buttons !== 1) return;
    const r = e.currentTarget.getBoundingClientRect();
    camera.center((e.clientX - r.left - ox) / scale, (e.clientY - r.top - oy) / scale);
  };
  return (
    <div className="cv-map" aria-hidden="true" title={t("minimap")} onPointerDown={to} onPointerMove={to}>
      <canvas ref={ref} />
      <div ref={frame} className="cv-map-frame" />
    </div>
  );
}
