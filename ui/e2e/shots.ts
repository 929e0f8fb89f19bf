// Writes docs/studio/<page>-<theme>-<width>.png for every page of pages.ts. Not a test: `npm run shots`.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { visits } from "./pages";
import { dress, test } from "./studio";

const folder = process.env.SHOTS ?? resolve(import.meta.dirname, "../../docs/studio");

for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 768]) {
    test(`pictures, ${theme}, ${width}`, async ({ page, studio }) => {
      mkdirSync(folder, { recursive: true });
      await dress(page, theme);
      await page.setViewportSize({ width, height: width === 1440 ? 900 : 1024 });
      for (const v of visits) {
        await page.goto(v.path.replace("{project}", studio.project));
        await v.ready(page);
        await v.act?.(page);
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        await page.screenshot({
          path: join(folder, `${v.id}-${theme}-${width}.png`),
          animations: "disabled",
          caret: "hide",
        });
      }
    });
  }
}
