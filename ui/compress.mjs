// Writes a brotli twin beside each asset and holds the first load to its budget. Runs after `vite build`.
import { readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const dist = join(import.meta.dirname, "dist");
const assets = join(dist, "assets");
const BUDGET = 350_000; // bytes on the wire for the first page, fonts and icon included

const html = readFileSync(join(dist, "index.html"), "utf8");
const wanted = new Set([...html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map((m) => m[1]));

// What an entry imports statically loads with it; follow those imports too.
const queue = [...wanted];
while (queue.length) {
  const name = queue.pop();
  if (!name.endsWith(".js")) continue;
  const text = readFileSync(join(assets, name), "utf8");
  for (const m of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) {
    if (!wanted.has(m[1])) {
      wanted.add(m[1]);
      queue.push(m[1]);
    }
  }
}

let raw = 0;
let packed = 0;
let first = brotliCompressSync(html).length;
const rows = [];
for (const name of readdirSync(assets)) {
  const path = join(assets, name);
  if (name.endsWith(".br")) continue;
  const bytes = readFileSync(path);
  const small = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  if (small.length < bytes.length) writeFileSync(`${path}.br`, small);
  else if (readdirSync(assets).includes(`${name}.br`)) unlinkSync(`${path}.br`);
  raw += statSync(path).size;
  packed += Math.min(small.length, bytes.length);
  if (wanted.has(name)) first += Math.min(small.length, bytes.length);
  rows.push([name, small.length, wanted.has(name)]);
}
rows.sort((a, b) => b[1] - a[1]);
for (const [name, size, early] of rows.slice(0, 14)) {
  console.log(`${(size / 1000).toFixed(1).padStart(8)} kB  ${early ? "first" : "     "}  ${name}`);
}
console.log(
  `all ${(raw / 1000).toFixed(0)} kB, compressed ${(packed / 1000).toFixed(0)} kB; first load ${(first / 1000).toFixed(0)} kB of ${BUDGET / 1000}`,
);
if (first > BUDGET) {
  console.error("the first load is over its budget: load the heavy part with import() where it is needed");
  process.exit(1);
}
