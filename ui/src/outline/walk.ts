// Walking the tree: which rows there are, which of them the keyboard is at, and the selection that goes along.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { Scene } from "@/canvas/scene";
import { setCanvas } from "@/canvas/state";
import { onCanvas } from "@/canvas/things";
import { select, useSelection } from "@/project/use";
import { useTextScale } from "@/shell/scale";
import { above, allZones, rowsOf } from "./tree";

export type Walk = ReturnType<typeof useWalk>;

export function useWalk(scene: Scene, tree: RefObject<HTMLDivElement | null>) {
  const selection = useSelection();
  const chosen = useMemo(() => onCanvas(selection), [selection]);
  const [open, setOpen] = useState(() => allZones(scene));
  const [filter, setFilter] = useState("");
  const [at, setAt] = useState("");
  const rows = useMemo(() => rowsOf(scene, open, filter), [scene, open, filter]);
  const scale = useTextScale();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => tree.current,
    estimateSize: () => 30 * scale,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: all rows change their height together
  useEffect(() => virtual.measure(), [scale]);
  const index = Math.max(
    0,
    rows.findIndex((r) => r.key === at),
  );
  const row = rows[index];

  // New zones are open.
  const seen = useRef(new Set<string>());
  useEffect(() => {
    const fresh = [...allZones(scene)].filter((k) => !seen.current.has(k));
    if (fresh.length === 0) return;
    for (const k of fresh) seen.current.add(k);
    setOpen((old) => new Set([...old, ...fresh]));
  }, [scene]);

  // A selection made elsewhere is brought into view.
  const last = chosen.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection moves the view
  useEffect(() => {
    if (!last || row?.thing?.id === last.id) return;
    const need = above(scene, last).filter((k) => !open.has(k) && (last.kind !== "flows" || k.startsWith("z/")));
    if (need.length) setOpen((old) => new Set([...old, ...need]));
    setTimeout(() => {
      const list = rowsOf(scene, new Set([...open, ...need]), filter);
      const i = list.findIndex((r) => r.thing?.id === last.id && r.thing.kind === last.kind);
      const found = list[i];
      if (!found) return;
      setAt(found.key);
      virtual.scrollToIndex(i, { align: "auto" });
    });
  }, [last?.id, last?.kind]);

  const go = (i: number, add = false) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, i))];
    if (!next) return;
    setAt(next.key);
    select(next.thing ? [next.thing] : [], add);
    setCanvas({ focus: next.thing });
    virtual.scrollToIndex(rows.indexOf(next), { align: "auto" });
  };
  const fold = (key: string, next?: boolean) =>
    setOpen((old) => {
      const out = new Set(old);
      if (next ?? !out.has(key)) out.add(key);
      else out.delete(key);
      return out;
    });
  return {
    rows,
    row,
    index,
    begun: at !== "",
    virtual,
    filter,
    setFilter,
    go,
    fold,
    foldAll: (shut: boolean) => setOpen(shut ? new Set() : allZones(scene)),
    /** The row that an edit leaves for the keyboard. */
    stay: (key: string) => setAt(key),
    chosen,
    /** What an edit is about: the selection, or the row. */
    things: chosen.length ? chosen : row?.thing ? [row.thing] : [],
  };
}
