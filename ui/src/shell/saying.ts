// What a person is writing to others. It stays until the server has it: over other pages, a refusal, a lost line, and the
// end of the page.
import { useState } from "react";
import { useProject } from "@/project/store";
import { toast } from "./toast";

const here = new Map<string, string>(); // where the browser keeps nothing, this page does

function read(name: string): string {
  try {
    return here.get(name) ?? localStorage.getItem(name) ?? "";
  } catch {
    return here.get(name) ?? "";
  }
}

function write(name: string, text: string) {
  here.set(name, text);
  try {
    if (text) localStorage.setItem(name, text);
    else localStorage.removeItem(name);
  } catch {
    // It is kept as long as the page is.
  }
}

/** A text that is being written about something, and what sends it; silent lets it be empty. What was sent is gone from here. */
export function useSaying(about: string, say: (text: string) => Promise<unknown>, silent = false) {
  const name = useProject((p) => `theriac.saying.${p.id ?? ""}/${p.person}/${about}`);
  const [, again] = useState(0);
  const [busy, setBusy] = useState(false);
  const text = read(name);
  const setText = (next: string) => {
    write(name, next);
    again((n) => n + 1);
  };
  const send = async () => {
    if ((!text.trim() && !silent) || busy) return;
    setBusy(true);
    try {
      await say(text.trim());
      setText("");
    } catch (e) {
      toast({ kind: "error", text: e instanceof Error ? e.message : String(e) });
    } finally {
      setBusy(false);
    }
  };
  return { text, setText, busy, send: () => void send() };
}
