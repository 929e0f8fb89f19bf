// Pure functions over a tree of the model: its rows as an outline, and the commands that change it. A node may stand under
// several others; its own nodes are shown where it comes first.
import type { Command, Entry, Fields, Value } from "@/api/types";
import { freshId, wordOf, wordsOf } from "../risk/common";

export interface Row {
  /** Place in the outline: ids from the root, unique. */
  key: string;
  id: string;
  node: Entry;
  depth: number;
  /** Id of the node that it stands under. */
  parent?: string;
  parentKey?: string;
  as: "root" | "of" | "counter" | "loose";
  /** Place among its siblings, from 1, and how many there are. */
  at: number;
  size: number;
  /** Shown above already with what is under it. */
  again: boolean;
  children: number;
  open: boolean;
}

export const nodesOf = (tree: Entry): Entry[] =>
  Array.isArray(tree.nodes) ? (tree.nodes as unknown as Entry[]).filter((n) => typeof n === "object") : [];

export const isDefence = (n: Entry): boolean => (n.side ? n.side === "defence" : n.control !== undefined);

/** What stands under a node: its steps, then what counters it. */
function under(
  nodes: Map<string, Entry>,
  counters: Map<string, string[]>,
  id: string,
): { id: string; as: Row["as"] }[] {
  const of = wordsOf(nodes.get(id)?.of).filter((x) => nodes.has(x));
  return [
    ...of.map((x) => ({ id: x, as: "of" as const })),
    ...(counters.get(id) ?? []).map((x) => ({ id: x, as: "counter" as const })),
  ];
}

function index(tree: Entry) {
  const nodes = new Map(nodesOf(tree).map((n) => [n.id, n]));
  const counters = new Map<string, string[]>();
  for (const n of nodes.values())
    for (const of of wordsOf(n.counters)) counters.set(of, [...(counters.get(of) ?? []), n.id]);
  return { nodes, counters };
}

/** The rows of the outline. shut are the keys whose nodes are hidden. */
export function rowsOf(tree: Entry, shut: ReadonlySet<string>): Row[] {
  const { nodes, counters } = index(tree);
  const out: Row[] = [];
  const seen = new Set<string>();
  const walk = (id: string, from: Omit<Row, "key" | "id" | "node" | "again" | "children" | "open">, prefix: string) => {
    const node = nodes.get(id);
    if (!node) return;
    const key = prefix ? `${prefix}/${id}` : id;
    const again = seen.has(id);
    seen.add(id);
    const below = again ? [] : under(nodes, counters, id);
    const open = below.length > 0 && !shut.has(key);
    out.push({ ...from, key, id, node, again, children: below.length, open });
    if (!open) {
      for (const x of below) mark(x.id);
      return;
    }
    below.forEach((x, i) => {
      walk(
        x.id,
        { depth: from.depth + 1, parent: id, parentKey: key, as: x.as, at: i + 1, size: below.length },
        x.as === "counter" ? `${key}/!` : key,
      );
    });
  };
  // What is folded away counts as shown, or it would come up as loose.
  const mark = (id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const x of under(nodes, counters, id)) mark(x.id);
  };
  const root = wordOf(tree.root);
  walk(root, { depth: 0, as: "root", at: 1, size: 1 }, "");
  const loose = looseOf(tree);
  loose.forEach((id, i) => {
    walk(id, { depth: 0, as: "loose", at: i + 1, size: loose.length }, "?");
  });
  return out;
}

// Nodes that nothing leads to from the root; of those only the ones that no other of them stands above.
function looseOf(tree: Entry): string[] {
  const { nodes, counters } = index(tree);
  const reached = reach(nodes, counters, wordOf(tree.root));
  const rest = [...nodes.keys()].filter((id) => !reached.has(id));
  const below = new Set(rest.flatMap((id) => under(nodes, counters, id).map((x) => x.id)));
  const tops = rest.filter((id) => !below.has(id));
  return tops.length > 0 || rest.length === 0 ? tops : rest.slice(0, 1);
}

function reach(nodes: Map<string, Entry>, counters: Map<string, string[]>, root: string): Set<string> {
  const out = new Set<string>();
  const go = (id: string) => {
    if (out.has(id) || !nodes.has(id)) return;
    out.add(id);
    for (const x of under(nodes, counters, id)) go(x.id);
  };
  go(root);
  return out;
}

const at = (tree: Entry, ...rest: string[]) => ["trees", tree.id, "nodes", ...rest].join("/");

/** Adds a step under a node. */
export function addUnder(tree: Entry, parent: string, text: string): { id: string; commands: Command[] } {
  const id = freshId(nodesOf(tree), "step");
  return {
    id,
    commands: [
      { verb: "set", path: at(tree, id), value: { text } },
      { verb: "append", path: at(tree, parent, "of"), value: id },
    ],
  };
}

/** Adds a node of the other side that counters a node. */
export function addCounter(tree: Entry, of: string, text: string): { id: string; commands: Command[] } {
  const target = nodesOf(tree).find((n) => n.id === of);
  const side = target && isDefence(target) ? "attack" : "defence";
  const id = freshId(nodesOf(tree), side === "defence" ? "defence" : "attack");
  return { id, commands: [{ verb: "set", path: at(tree, id), value: { text, side, counters: [of] } }] };
}

/** Puts a node that is there under another one as well. Undefined where that would make a circle. */
export function linkUnder(tree: Entry, parent: string, id: string): Command[] | undefined {
  const { nodes } = index(tree);
  const above = new Set<string>();
  const down = (x: string) => {
    if (above.has(x)) return;
    above.add(x);
    for (const y of wordsOf(nodes.get(x)?.of)) down(y);
  };
  down(id);
  return above.has(parent) ? undefined : [{ verb: "append", path: at(tree, parent, "of"), value: id }];
}

/** Takes a node away from where it stands. Where it stands nowhere else it goes, with all that only it held. */
export function removeRow(tree: Entry, row: Row): Command[] {
  const nodes = nodesOf(tree);
  const without = (list: Value | undefined, id: string) => wordsOf(list).filter((x) => x !== id);
  // The tree as it would be with this one link cut.
  const cut = nodes.map((n) => {
    if (row.as === "of" && n.id === row.parent) return { ...n, of: without(n.of, row.id) };
    if (row.as === "counter" && n.id === row.id) return { ...n, counters: without(n.counters, row.parent ?? "") };
    return n;
  });
  const then: Entry = { ...tree, nodes: cut as unknown as Value };
  const a = index(tree);
  const b = index(then);
  const before = reach(a.nodes, a.counters, row.as === "loose" ? row.id : wordOf(tree.root));
  const after =
    row.as === "loose" ? reach(a.nodes, a.counters, wordOf(tree.root)) : reach(b.nodes, b.counters, wordOf(tree.root));
  const gone = new Set([...before].filter((id) => !after.has(id)));
  const out: Command[] = [];
  if (!gone.has(row.id)) {
    if (row.as === "of") out.push({ verb: "drop", path: at(tree, row.parent ?? "", "of"), value: row.id });
    if (row.as === "counter") out.push({ verb: "drop", path: at(tree, row.id, "counters"), value: row.parent ?? "" });
    return out;
  }
  // References first, so that nothing ever names a node that is not there.
  for (const n of nodes) {
    if (gone.has(n.id)) continue;
    for (const key of ["of", "counters"] as const)
      for (const x of wordsOf(n[key])) if (gone.has(x)) out.push({ verb: "drop", path: at(tree, n.id, key), value: x });
  }
  for (const n of nodes) if (gone.has(n.id)) out.push({ verb: "unset", path: at(tree, n.id) });
  return out;
}

/** Moves a step up or down among those beside it. Undefined at the end of the way. */
export function moveRow(tree: Entry, row: Row, by: -1 | 1): Command[] | undefined {
  if (row.as !== "of" || !row.parent) return undefined;
  const of = wordsOf(nodesOf(tree).find((n) => n.id === row.parent)?.of);
  const from = of.indexOf(row.id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= of.length) return undefined;
  const next = [...of];
  next.splice(from, 1);
  next.splice(to, 0, row.id);
  return [{ verb: "set", path: at(tree, row.parent, "of"), value: next }];
}

export const gates = ["or", "and", "ordered", "at-least"] as const;

export function nextGate(n: Entry): (typeof gates)[number] {
  const i = gates.indexOf((wordOf(n.gate) || "or") as "or");
  return gates[(i + 1) % gates.length] ?? "or";
}

/** Sets a key of a node; an empty word takes it away. */
export function setNode(tree: Entry, id: string, key: string, value: string | number | string[]): Command[] {
  const path = at(tree, id, key);
  const empty = value === "" || (Array.isArray(value) && value.length === 0);
  if (empty) return [{ verb: "unset", path }];
  const out: Command[] = [{ verb: "set", path, value }];
  // A gate that asks for some of its nodes needs to know how many; the others must not.
  const n = nodesOf(tree).find((x) => x.id === id);
  if (key === "gate" && value === "at-least" && n?.["at-least"] === undefined)
    out.push({ verb: "set", path: at(tree, id, "at-least"), value: Math.min(2, Math.max(1, wordsOf(n?.of).length)) });
  if (key === "gate" && value !== "at-least" && n?.["at-least"] !== undefined)
    out.push({ verb: "unset", path: at(tree, id, "at-least") });
  return out;
}

/** A tree with one step, to begin with. */
export const emptyTree = (name: string, step: string): Fields => ({
  name,
  root: "top",
  nodes: { top: { gate: "or", of: ["step"], text: name }, step: { text: step } },
});
