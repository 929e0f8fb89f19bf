// Every page, in both themes: it shows what it is for, complains of nothing and passes axe.
import { visits } from "./pages";
import { accessible, dress, test } from "./studio";

for (const theme of ["light", "dark"] as const) {
  for (const v of visits) {
    test(`${v.id}, ${theme}`, async ({ page, studio }) => {
      await dress(page, theme);
      await page.goto(v.path.replace("{project}", studio.project));
      await v.ready(page);
      await v.act?.(page);
      await accessible(page);
    });
  }
}
