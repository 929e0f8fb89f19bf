// One sitting of the interview: which questions were shown, what was answered, and what was set aside. It lasts as long
// as the tab does, so that a reload does not ask again what nobody here knows.
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import { keyOf, type Question } from "./answer";

export interface Done {
  question: Question;
  value: string | string[];
  text: string;
  /** Revision that the answer made; absent while it is on its way. */
  revision?: number;
}

interface Sitting {
  project: string;
  /** Keys of questions in the order in which they were shown; the last one is shown now. */
  trail: string[];
  done: Record<string, Done>;
  aside: string[];
}

const empty = { trail: [], done: {}, aside: [] };

export const useSitting = create<Sitting>()(
  persist((): Sitting => ({ project: "", ...empty }), {
    name: "theriac.questions",
    storage: createJSONStorage(() => sessionStorage),
  }),
);

const set = useSitting.setState;

export function openSitting(project: string) {
  if (useSitting.getState().project !== project) set({ project, ...empty });
}

export const keepAnswer = (d: Done) => set((s) => ({ done: { ...s.done, [keyOf(d.question)]: d } }));

export const forgetAnswer = (key: string) =>
  set((s) => {
    const { [key]: _, ...done } = s.done;
    return { done };
  });

export const putAside = (key: string) => set((s) => ({ aside: [...s.aside.filter((k) => k !== key), key] }));
export const askAsideAgain = () => set({ aside: [] });

/** The question to show: the one asked for, else the first that is neither answered nor set aside. */
export function nextQuestion(
  open: readonly Question[],
  s: Pick<Sitting, "done" | "aside">,
  after?: string,
): Question | undefined {
  const waits = (q: Question) => !s.aside.includes(keyOf(q)) && !s.done[keyOf(q)];
  const at = after ? open.findIndex((q) => keyOf(q) === after) : -1;
  return open.slice(at + 1).find(waits) ?? open.find((q) => waits(q) && keyOf(q) !== after);
}
