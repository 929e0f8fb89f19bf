// What can be done in the outline, by menu and by key.
import type { KeyboardEvent } from "react";
import * as commit from "@/canvas/commit";
import { choose } from "@/canvas/keyboard";
import type { Scene } from "@/canvas/scene";
import { select } from "@/project/use";
import { change } from "@/shell/settings";
import type { Form } from "./OutlineForm";
import type { Walk } from "./walk";

export type Acts = ReturnType<typeof actsOf>;

/** The edits of what is selected; those that need a word or a choice ask with a form. */
export function actsOf(scene: Scene, walk: Walk, ask: (form: Form) => void) {
  const { row, rows, index, things } = walk;
  const thing = row?.thing;
  const zone = !thing ? "" : thing.kind === "zones" ? thing.id : (scene.element.get(thing.id)?.zone ?? "");
  return {
    element: () => ask({ is: "element", zone }),
    zone: () => ask({ is: "zone", zone }),
    connect: () => thing?.kind === "elements" && ask({ is: "connect", from: thing.id }),
    note: () => ask({ is: "note", about: things.filter((x) => x.kind !== "notes").map((x) => x.id) }),
    rename: () => thing && ask({ is: "rename", thing }),
    move: () => ask({ is: "move", things }),
    duplicate: () => choose(commit.duplicate(scene, things)),
    copy: () => things.length > 0 && void commit.copy(scene, things),
    remove: () => {
      if (things.length === 0) return;
      const next = rows[index + 1] ?? rows[index - 1];
      commit.remove(scene, things);
      if (next) walk.stay(next.key);
      select([]);
    },
  };
}

/** Steps through the rows. True where the key was one of ours. */
export function walkByKey(e: KeyboardEvent, walk: Walk): boolean {
  const { row, rows, index, go, fold } = walk;
  switch (e.key) {
    case "ArrowDown":
      go(walk.begun ? index + 1 : 0, e.shiftKey);
      return true;
    case "ArrowUp":
      go(index - 1, e.shiftKey);
      return true;
    case "Home":
      go(0);
      return true;
    case "End":
      go(rows.length - 1);
      return true;
    case "PageDown":
      go(index + 15);
      return true;
    case "PageUp":
      go(index - 15);
      return true;
    case "ArrowRight":
      if (row?.open === false) fold(row.key, true);
      else if (row?.open) go(index + 1);
      return true;
    case "ArrowLeft":
      if (row?.open) fold(row.key, false);
      else if (row?.parent) go(rows.findIndex((r) => r.key === row.parent));
      return true;
    case " ":
      if (row?.thing) select([row.thing], true);
      else if (row) fold(row.key);
      return true;
    case "Enter":
      enter(walk);
      return true;
  }
  return false;
}

// Goes on in the inspector.
function enter({ row, things, fold }: Walk) {
  if (!row) return;
  if (things.length === 0) return fold(row.key);
  select(things);
  change({ inspectorOpen: true });
  requestAnimationFrame(() =>
    (
      document.querySelector<HTMLElement>(".t-dock [data-region-focus]") ??
      document.querySelector<HTMLElement>(".t-dock")
    )?.focus(),
  );
}

/** Runs the edit of a key; single letters only where the settings have them. */
export function actByKey(e: KeyboardEvent, acts: Acts, letters: boolean): boolean {
  const key = e.key.toLowerCase();
  const keys: Record<string, keyof Acts> =
    e.ctrlKey || e.metaKey
      ? { d: "duplicate", c: "copy" }
      : {
          f2: "rename",
          delete: "remove",
          insert: "element",
          ...(letters ? { p: "element", b: "zone", m: "move", f: "connect", n: "note" } : {}),
        };
  const act = keys[key];
  if (!act) return false;
  acts[act]();
  return true;
}
