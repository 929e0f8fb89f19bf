// Completion and help from the same engine as the command line. The text goes along, since the server does not have yet
// what is being typed.
import type { CompletionContext, CompletionResult, Completion as Offer } from "@codemirror/autocomplete";
import type { Text } from "@codemirror/state";
import { request } from "@/api/client";
import type { Completions, Hover } from "@/api/schema";
import { Bytes } from "./bytes";
import { around } from "./outline";

/** Help for one word: what it is, where it stands. */
export interface Help {
  from: number;
  to: number;
  word: string;
  title: string;
  text: string;
  entry?: string;
}

async function ask<T>(project: string, what: "complete" | "hover", doc: Text, at: number, signal?: AbortSignal) {
  const part = around(doc, at);
  const bytes = new Bytes(part.text);
  const answer = await request<T>(
    "POST",
    `/projects/${encodeURIComponent(project)}/${what}`,
    { text: part.text, offset: bytes.byte(at - part.start) },
    signal ? { signal } : {},
  );
  return { answer, at: (byte: number) => bytes.at(byte) + part.start };
}

/** What the word at a place means. */
export async function helpAt(project: string, doc: Text, at: number, signal?: AbortSignal): Promise<Help | undefined> {
  try {
    const { answer, at: place } = await ask<Hover>(project, "hover", doc, at, signal);
    if (!answer.word) return undefined;
    const { word, title, text, entry } = answer;
    return { from: place(answer.from), to: place(answer.to), word, title, text, ...(entry ? { entry } : {}) };
  } catch {
    return undefined; // help is not worth a message
  }
}

const kinds = { key: "property", word: "constant", id: "variable" } as const;

/** Suggests what may stand at the cursor. */
export const completer =
  (project: string) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - 2), context.pos);
    // It speaks when asked, within a word, and where a value begins.
    if (!context.explicit && !/[\w-]$|[:,] $|[[{]$/.test(before)) return null;
    const stop = new AbortController();
    context.addEventListener("abort", () => stop.abort());
    try {
      const { answer, at } = await ask<Completions>(project, "complete", context.state.doc, context.pos, stop.signal);
      if (answer.items.length === 0) return null;
      return {
        from: at(answer.from),
        options: answer.items.map(
          (x, i): Offer => ({
            label: x.label,
            apply: x.insert,
            type: kinds[x.kind],
            boost: -i / 200,
            ...(x.detail ? { detail: x.detail } : {}),
            ...(x.doc ? { info: x.doc } : {}),
          }),
        ),
        validFor: /^[\w.@-]*$/,
      };
    } catch {
      return null;
    }
  };
