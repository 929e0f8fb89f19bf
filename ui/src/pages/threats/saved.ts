// Views of the table: ready-made ones, and those that a person has saved in this browser. A view is what the address
// holds, under a name.
import { create } from "zustand";
import { persist } from "zustand/middleware";

export interface View {
  name: string;
  q: string;
  group?: string;
  sort?: string;
}

export const readyMade = [
  { name: "todo", q: "state:open state:review" },
  { name: "confirmed", q: "severity:S4+ certainty:confirmed state:open state:review state:planned" },
  { name: "review", q: "state:review" },
  { name: "overdue", q: "due:overdue" },
  { name: "many", q: "patients:many state:open state:review" },
  { name: "nobody", q: "owner:none !decision:none" },
] as const;

export const useSaved = create<{ views: View[] }>()(
  persist((): { views: View[] } => ({ views: [] }), { name: "theriac.threats.views" }),
);

/** Keeps a view; one of the same name is replaced. */
export function saveView(v: View) {
  useSaved.setState((s) => ({
    views: [...s.views.filter((x) => x.name !== v.name), v].sort((a, b) => a.name.localeCompare(b.name)),
  }));
}

export const dropView = (name: string) => useSaved.setState((s) => ({ views: s.views.filter((v) => v.name !== name) }));
