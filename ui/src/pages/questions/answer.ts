// Questions of the engine, and how an answer is written.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { request } from "@/api/client";
import type { Command, State, Value } from "@/api/types";
import { useProject, useView } from "@/project/use";

/** An unknown fact, with the findings that its answer would settle. */
export interface Question {
  target: string;
  field: string;
  path: string;
  text: string;
  answers: string[];
  settles: string[];
  severity: number;
}

export const keyOf = (q: Pick<Question, "target" | "field">) => `${q.target}:${q.field}`;

/** The open questions of the project, those that settle most first. The old ones stay in sight while new ones load. */
export function useQuestions(on = true) {
  const project = useProject((p) => p.id);
  const revision = useView((s) => s.revision);
  return useQuery({
    queryKey: [project, "questions", revision],
    queryFn: ({ signal }) => request<Question[] | null>("GET", `/projects/${project}/questions`, undefined, { signal }),
    select: (list) => list ?? [],
    placeholderData: keepPreviousData,
    enabled: on && project !== undefined,
    retry: 1,
  });
}

const lists = new Set(["carries", "stores", "reach", "needs", "interfaces", "type", "protocol", "traits.connectivity"]);

/** May more than one answer hold at once? */
export const severalAnswers = (field: string) => lists.has(field) && field !== "type" && field !== "protocol";

/** The command that writes an answer. */
export function answerCommand(q: Question, value: string | string[]): Command {
  if (q.field.startsWith("attributes.") && typeof value === "string")
    return { verb: "attribute", target: q.target, key: q.field.slice("attributes.".length), value };
  return { verb: "set", path: q.path, value: value as Value };
}

/** The vocabulary that the answers of a field come from; undefined where they are plain words or ids. */
export function vocabularyOf(q: Question, s: State | undefined): string | undefined {
  const top = q.field.split(".")[0] ?? "";
  if (top === "authentication" || top === "encryption" || top === "integrity" || top === "protocol") return top;
  if (top === "over") return "protocol";
  if (top === "reach") return "position";
  if (q.field === "traits.connectivity") return "connectivity";
  if (q.field === "traits.remote-access") return "remote-access";
  if (q.field !== "type") return undefined;
  const has = (section: "data" | "zones") => s?.model.sections[section]?.some((e) => e.id === q.target);
  return q.target === "device" ? "device" : has("data") ? "data" : has("zones") ? "zone" : "component";
}

/**
 * The answers that fit. A layer takes only words of that layer: what the link proves is no answer to what the data
 * themselves prove, and the other way round.
 */
export function fitting(q: Question, is: (word: string) => readonly string[] | undefined): string[] {
  const [, layer] = q.field.split(".");
  if (layer !== "payload" && layer !== "link") return q.answers;
  if (q.field.startsWith("attributes.") || q.field.startsWith("traits.")) return q.answers;
  const link = (w: string, depth = 0): boolean =>
    w === "link" || w === "link-only" || (depth < 5 && (is(w) ?? []).some((x) => link(x, depth + 1)));
  const fit = q.answers.filter((w) => w === "none" || w === "not-applicable" || link(w) === (layer === "link"));
  return fit.length > 0 ? fit : q.answers;
}
