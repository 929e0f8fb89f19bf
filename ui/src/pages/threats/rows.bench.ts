// How long a keystroke takes on 50,000 rows. The mark is one frame, 16 ms. Not a test: run it with
// `npx vitest bench --run src/pages/threats`.
import { test } from "vitest";
import { madeUp, scales } from "./made";
import { compile, groupRows, sortRows } from "./rows";

const rows = madeUp(50_000);

const told: string[] = [];
const say = (line: string) => told.push(line);

function measure(name: string, run: () => unknown) {
  for (let i = 0; i < 5; i++) run();
  const took: number[] = [];
  for (let i = 0; i < 30; i++) {
    const from = performance.now();
    run();
    took.push(performance.now() - from);
  }
  took.sort((a, b) => a - b);
  say(`${name}: median ${took[15]?.toFixed(1)} ms, worst ${took[29]?.toFixed(1)} ms`);
}

test("50,000 rows", () => {
  for (const q of ["f", "firmwa", "severity:S4+ state:open", "severity:S4+ state:open firmwa", "no such word"])
    measure(`filter ${q}`, () => rows.filter(compile(q, scales, "2026-11-22")));
  measure("sort by severity", () => sortRows(rows, { by: "severity", down: false }));
  measure("sort by title", () => sortRows(rows, { by: "title", down: false }));
  measure("group by threat", () => groupRows(rows, "threat", new Set()));
  process.stdout.write(`${told.join("\n")}\n`);
});
