// Going back: undo and redo of this person's own steps, one after the other.
import { ApiError } from "@/api/client";
import { named } from "./did";
import { archived, ground, isArchived, receive, refusal, stepOf, useProject } from "./store";

const get = useProject.getState;
const set = useProject.setState;

/** Takes back the last step of this person; redo brings it again. Resolves with its name, or undefined where there is none. */
export function undo(): Promise<string | undefined> {
  return inTurn(() => reverse("undo", "redo"));
}

export function redo(): Promise<string | undefined> {
  return inTurn(() => reverse("redo", "undo"));
}

let turn: Promise<unknown> = Promise.resolve();

/** One after the other, each after the edits that are on their way: pressed twice in a hurry it takes back two steps. */
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const done = turn.then(arrived).then(act);
  turn = done.catch(() => undefined);
  return done;
}

/** Resolves when no edit is on its way, or none gets there now. Of one that the live line told first, the answer brings the step. */
function arrived(): Promise<void> {
  const quiet = () => {
    const { pending, sending, offline, conflict, held } = get();
    return (pending.length === 0 && !sending) || offline || Boolean(conflict ?? held);
  };
  if (quiet()) return Promise.resolve();
  return new Promise((resolve) => {
    const off = useProject.subscribe(() => {
      if (!quiet()) return;
      off();
      resolve();
    });
  });
}

/**
 * Forgets steps that undo each other, after the edits that are on their way. An editor that has taken back all that was
 * typed in it says so: taking back its last step would bring the text again.
 */
export function forgetSteps(revisions: () => ReadonlySet<number>) {
  void inTurn(async () => set({ undo: get().undo.filter((s) => !revisions().has(s.revision)) }));
}

async function reverse(from: "undo" | "redo", to: "undo" | "redo", force = false): Promise<string | undefined> {
  const { id, pending } = get();
  const step = get()[from].at(-1);
  if (!id || !step || pending.length > 0 || get().state?.project.archived) return undefined;
  try {
    const ask = { revision: step.revision, key: ground.uuid(), ...(force ? { force } : {}) };
    const d = await (from === "undo" ? ground.api.undo(id, ask) : ground.api.redo(id, ask));
    if (get().id !== id) return undefined;
    const next = stepOf(d, step);
    set({ [from]: get()[from].slice(0, -1), [to]: [...get()[to], next], savedAt: ground.now() });
    receive(d);
    return named(step);
  } catch (e) {
    if (isArchived(e)) archived(true);
    if (e instanceof ApiError && e.problem.code === "clash" && !e.problem.clashes?.length)
      set({ doubt: { from, step } });
    else set({ refused: refusal(named(step), e) });
    return undefined;
  }
}

/** Answers the doubt about an undo: do it all the same, or let it be. */
export async function answerDoubt(go: boolean): Promise<string | undefined> {
  const doubt = get().doubt;
  set({ doubt: undefined });
  if (!doubt || !go || get()[doubt.from].at(-1) !== doubt.step) return undefined;
  return reverse(doubt.from, doubt.from === "undo" ? "redo" : "undo", true);
}
