// Decisions on findings: what each asks for, and the commands that write it.
import type { Command, Did, Entry, Fields, Finding, State, Value } from "@/api/types";
import { send, useProject } from "@/project/store";

export const decisions = ["mitigate", "accept", "transfer", "not-applicable", "eliminate", "open"] as const;
export type Decision = (typeof decisions)[number];
/** What a person may do to findings: decide, or say who answers for them and when they are looked at again. */
export type Act = Decision | "when";

/** One key for one act, while the table has the focus. */
export const keyOfAct: Record<Act, string> = {
  mitigate: "e",
  accept: "a",
  transfer: "t",
  "not-applicable": "n",
  eliminate: "r",
  open: "o",
  when: "d",
};
export const actOfKey = new Map(Object.entries(keyOfAct).map(([act, key]) => [key, act as Act]));

export type Field = "controls" | "because" | "authority" | "until" | "to" | "text" | "document" | "owner";

/** The fields that an act asks for, in their order. Which of them are needed, the server says. */
export const fieldsOf: Record<Act, readonly Field[]> = {
  mitigate: ["controls", "because", "owner"],
  accept: ["because", "authority", "until", "owner"],
  transfer: ["to", "text", "document", "owner"],
  "not-applicable": ["because", "owner"],
  eliminate: ["because", "owner"],
  open: [],
  when: ["owner", "until"],
};

export type Draft = { controls: string[] } & Record<Exclude<Field, "controls">, string>;

/** A control of the library that is not in the model yet. */
export const fresh = "new:";

const text = (v: Value | undefined) => (typeof v === "string" || typeof v === "number" ? String(v) : "");

/** What stands in the form at first: what is written, where it is the same for all. */
export function draftOf(act: Act, findings: readonly Finding[], threats: Map<string, Entry>, me: string): Draft {
  const entries = findings.map((f) => threats.get(f.id));
  const same = (key: string) => {
    const first = text(entries[0]?.[key]);
    return entries.every((e) => text(e?.[key]) === first) ? first : "";
  };
  const again = act === "when" || findings.every((f) => f.decision === act);
  const keep = (key: string) => (again ? same(key) : "");
  return {
    controls: findings.length === 1 ? [...(findings[0]?.controls ?? [])] : [],
    because: keep("because"),
    authority: keep("authority"),
    until: same("until"),
    to: keep("to"),
    text: keep("text"),
    document: keep("document"),
    owner: same("owner") || (act === "when" ? "" : me),
  };
}

/** The commands of an act. Suggested controls come first, then decisions, one for each list of controls. */
export function commandsOf(act: Act, findings: readonly Finding[], d: Draft, model: State["model"]): Command[] {
  const out: Command[] = [];
  const fields: { [key: string]: Value | null } = act === "when" ? {} : { decision: act };
  for (const key of fieldsOf[act]) {
    if (key === "controls") continue;
    const v = d[key].trim();
    if (v) fields[key] = v;
    else if (act === "when") fields[key] = null;
  }
  if (!fieldsOf[act].includes("controls")) return [{ verb: "decide", findings: findings.map((f) => f.id), fields }];
  const taken = new Set(model.sections.controls?.map((c) => c.id));
  const chosen = d.controls.map((c) => {
    if (!c.startsWith(fresh)) return c;
    const control = c.slice(fresh.length);
    const id = freeId(control, taken);
    taken.add(id);
    out.push({ verb: "add", section: "controls", id, fields: controlFields(control, findings) });
    return id;
  });
  for (const [list, ids] of byControls(findings, chosen))
    out.push({ verb: "decide", findings: ids, fields: list.length > 0 ? { ...fields, controls: list } : fields });
  return out;
}

/** How a suggested control is written: that of the library, planned, where the findings are. */
export function controlFields(control: string, findings: readonly Finding[]): Fields {
  const at = [...new Set(findings.map((f) => f.target))].filter((t) => t !== "device");
  return { control, status: "planned", ...(at.length > 0 && at.length < 9 ? { at } : {}) };
}

export function freeId(id: string, taken: ReadonlySet<string>): string {
  let out = id;
  for (let n = 2; taken.has(out); n++) out = `${id}-${n}`;
  return out;
}

// Several findings keep the controls that each has; one alone gets exactly what was chosen.
function byControls(findings: readonly Finding[], chosen: string[]): [string[], string[]][] {
  const groups = new Map<string, [string[], string[]]>();
  for (const f of findings) {
    const list = findings.length === 1 ? chosen : [...new Set([...f.controls, ...chosen])];
    const g = groups.get(list.join(" "));
    if (g) g[1].push(f.id);
    else groups.set(list.join(" "), [list, [f.id]]);
  }
  return [...groups.values()];
}

/** Takes decisions back: the words of the old ones go with them, the history keeps them. */
export function openCommands(findings: readonly Finding[], threats: Map<string, Entry>): Command[] {
  const out: Command[] = [];
  for (const f of findings) {
    const entry = threats.get(f.id);
    if (!entry?.decision || entry.decision === "open") continue;
    const fields: { [key: string]: Value | null } = { decision: "open" };
    for (const key of ["because", "authority", "until", "to", "text", "document", "controls"])
      if (entry[key] !== undefined) fields[key] = null;
    out.push({ verb: "decide", findings: [f.id], fields });
  }
  return out;
}

const required: Partial<Record<Act, readonly Field[]>> = {
  mitigate: ["controls"],
  accept: ["because", "authority", "until"],
  transfer: ["to", "text", "document"],
  "not-applicable": ["because"],
  eliminate: ["because"],
};

/** Fields that are plainly empty. Asked only before another decision is withdrawn; else the server is asked. */
export const emptyFields = (act: Act, d: Draft): Field[] =>
  (required[act] ?? []).filter((f) => (f === "controls" ? d.controls.length === 0 : d[f].trim() === ""));

export type Outcome =
  | { kind: "done" }
  | { kind: "kept" } // offline: the edit waits in the browser
  | { kind: "refused"; needs: Partial<Record<Field | "decision", string>>; detail: string };

/** Sends commands and says what became of them; while the line is down they are kept, and nobody waits. */
export async function sendAndHear(commands: Command[], step: Did, needed = "…"): Promise<Outcome> {
  if (commands.length === 0) return { kind: "done" };
  const before = useProject.getState().refused;
  let stop = () => {};
  const offline = new Promise<"offline">((resolve) => {
    const look = (p: { offline: boolean }) => p.offline && resolve("offline");
    stop = useProject.subscribe(look);
    look(useProject.getState());
  });
  const answer = await Promise.race([send(commands, step), offline]);
  stop();
  if (answer === "offline") return { kind: "kept" };
  if (answer) return { kind: "done" };
  // The store settles a promise just before it tells why.
  await Promise.resolve();
  const refused = useProject.getState().refused;
  if (!refused || refused === before) return { kind: "done" }; // it is so already, or the person left theirs
  const needs: Partial<Record<Field | "decision", string>> = {};
  for (const n of refused.needs ?? []) {
    const field = (n.field === "removed" ? "because" : n.field) as Field;
    // What is only missing the label of the field asks already; what is wrong the server says best.
    const message = n.message.startsWith("missing: ") ? needed : sentence(n.message);
    needs[field] = needs[field] ? `${needs[field]} ${message}` : message;
  }
  return { kind: "refused", needs, detail: refused.detail };
}

const sentence = (s: string) => s.charAt(0).toUpperCase() + s.slice(1) + (/[.?!]$/.test(s) ? "" : ".");
