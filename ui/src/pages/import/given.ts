// Files that somebody dropped or chose, each with its path: a folder is walked, as a person who drops one expects.
export interface Given {
  /** Where it lies, from what was dropped: pump/parts/risk.yaml. */
  path: string;
  file: File;
}

/** More than this is no model. */
const most = 200;

const plain = (files: Iterable<File>): Given[] => [...files].map((file) => ({ path: file.name, file }));

/** What was chosen in an input. */
export const chosenOf = (list: FileList | null): Given[] => plain(list ?? []);

/** What was dropped. The entries have to be asked for at once, before the event is over. */
export async function droppedOf(data: DataTransfer): Promise<Given[]> {
  const files = [...data.files];
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((e) => e != null);
  if (!entries.some((e) => e.isDirectory)) return plain(files);
  const out: Given[] = [];
  for (const entry of entries) await walk(entry, "", out);
  return out;
}

// What is hidden, such as the history beside a model, is no part of it.
async function walk(entry: FileSystemEntry, folder: string, out: Given[]) {
  if (out.length >= most || entry.name.startsWith(".")) return;
  const path = folder + entry.name;
  if (entry.isFile) out.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
  else for (const e of await inside(entry as FileSystemDirectoryEntry)) await walk(e, `${path}/`, out);
}

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((done, fail) => entry.file(done, fail));

// A reader gives some at a time, and an empty list at the end.
async function inside(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const out: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return out;
    out.push(...some);
  }
}
