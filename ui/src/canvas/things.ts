// What of the selection of the project the canvas shows.
import { useMemo } from "react";
import { type Selected, useProject } from "@/project/use";
import type { Thing } from "./state";

const kinds = new Set(["elements", "flows", "zones", "notes"]);

/** The selection as far as the canvas shows it. An interface shows as its element, a finding as its target. */
export function onCanvas(selection: Selected[]): Thing[] {
  return selection.filter((x) => kinds.has(x.kind)) as Thing[];
}

export function useChosen(): { chosen: Thing[]; ids: Set<string> } {
  const selection = useProject((p) => p.selection);
  return useMemo(() => {
    const chosen = onCanvas(selection);
    return { chosen, ids: new Set(chosen.map((x) => x.id)) };
  }, [selection]);
}
