// Which of the files that somebody gives are a model of ours: the file that begins it, and the files that it includes.
import type { Given } from "../import/given";

export interface OwnFile {
  name: string;
  text: string;
}

/** What the files are. */
export type Own =
  | { is: "model"; files: OwnFile[]; title: string }
  | { is: "missing"; root: string; names: string[] }
  | { is: "several"; names: string[] }
  | { is: "other" };

const rootName = "theriac.yaml";
const largest = 8 << 20;

export async function ownModel(given: Given[]): Promise<Own> {
  const yaml = given.filter((g) => /\.ya?ml$/i.test(g.path) && g.file.size < largest);
  const read = await Promise.all(yaml.map(async (g) => ({ path: g.path, text: await g.file.text() })));
  const root = rootsOf(read);
  if (root.length > 1) return { is: "several", names: root.map((r) => r.path) };
  const [first] = root;
  return first ? gathered(first, read) : { is: "other" };
}

interface Text {
  path: string;
  text: string;
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const depth = (path: string) => path.split("/").length;

// Files called theriac.yaml begin a model; where there is none, whatever says the version of the language. Of those in a
// folder and in folders below it the upper one is meant.
function rootsOf(files: Text[]): Text[] {
  const named = files.filter((f) => nameOf(f.path) === rootName);
  const all = named.length > 0 ? named : files.filter((f) => /^theriac:/m.test(f.text));
  const top = Math.min(...all.map((f) => depth(f.path)));
  return all.filter((f) => depth(f.path) === top);
}

function gathered(root: Text, all: Text[]): Own {
  const folder = root.path.slice(0, root.path.lastIndexOf("/") + 1);
  const files = new Map<string, string>([[rootName, root.text]]);
  for (const f of all) if (f !== root && f.path.startsWith(folder)) files.set(f.path.slice(folder.length), f.text);
  const missing: string[] = [];
  for (const [, text] of files)
    for (const name of includesOf(text)) {
      if (files.has(name)) continue;
      const same = files.get(nameOf(name)); // chosen one by one, files come without their folders
      if (same === undefined) missing.push(name);
      else {
        files.delete(nameOf(name));
        files.set(name, same);
      }
    }
  if (missing.length > 0) return { is: "missing", root: nameOf(root.path), names: [...new Set(missing)] };
  const name = bare(/^name:(.*)$/m.exec(root.text)?.[1] ?? "");
  const title = name.slice(0, 200) || folder.replace(/\/$/, "") || nameOf(root.path).replace(/\.\w+$/, "");
  return { is: "model", title, files: [...files].map(([name, text]) => ({ name, text })) };
}

/** The paths that a file includes, on one line or one below the other. */
export function includesOf(text: string): string[] {
  const at = /^include:[ \t]*(.*)$/m.exec(text);
  if (!at) return [];
  const rest = text.slice(at.index + at[0].length);
  const line = (at[1] ?? "").replace(/\s#.*$/, "").trim();
  const items = line.startsWith("[")
    ? /^include:\s*\[([^\]]*)\]/.exec(text.slice(at.index))?.[1]?.split(/[,\n]/)
    : line
      ? [line]
      : /^(?:[ \t]*(?:-.*|#.*)?\r?\n?)*/.exec(rest.replace(/^\r?\n/, ""))?.[0].match(/^[ \t]*-.*$/gm);
  return (items ?? []).map((x) => bare(x.replace(/^[ \t]*-/, ""))).filter(Boolean);
}

const bare = (x: string) =>
  x
    .replace(/\s#.*$/, "")
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2");
