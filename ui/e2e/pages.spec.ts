// Every page, in both themes: it shows what it is for, complains of nothing and passes axe.
import { visits } from "./pages";
import { accessible, dress, expect, test } from "./studio";

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

  test(`palette and menus, ${theme}`, async ({ page }) => {
    await dress(page, theme);
    await page.goto("/");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog")).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Search or run a command" })).toBeFocused();
    await accessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.getByRole("button", { name: /^Colours/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await accessible(page);
  });
}
