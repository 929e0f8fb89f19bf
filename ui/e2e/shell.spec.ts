// The frame by keyboard alone: skip link, palette, letters after G, F6, language, theme.
import { expect, focused, test } from "./studio";

test("the skip link comes first and leads to the content", async ({ page }) => {
  await page.goto("/help");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("a Skip to content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
});

test("G and a letter go to a page, and the focus follows", async ({ page }) => {
  await page.goto("/help");
  await page.getByRole("heading", { level: 1, name: "Help" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("?");
  await page.getByRole("heading", { level: 1, name: "Help" }).waitFor();
});

test("letters rest when they are switched off, and while typing", async ({ page }) => {
  await page.goto("/settings");
  await page.getByRole("switch", { name: /Letters without a modifier/ }).press("Space");
  await page.getByRole("heading", { level: 1, name: "Settings" }).click();
  await page.keyboard.press("?");
  await expect(page).toHaveURL(/settings/);
  await page.getByRole("switch", { name: /Letters without a modifier/ }).press("Space");
  await page.getByRole("textbox", { name: /Your name/ }).fill("");
  await page.getByRole("textbox", { name: /Your name/ }).pressSequentially("gh?[");
  await expect(page).toHaveURL(/settings/);
  await expect(page.getByRole("textbox", { name: /Your name/ })).toHaveValue("gh?[");
});

test("F6 walks the regions", async ({ page }) => {
  await page.goto("/help");
  await page.getByRole("heading", { level: 1 }).waitFor();
  const seen: string[] = [];
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press("F6");
    seen.push(await page.evaluate(() => document.activeElement?.closest("[data-region]")?.tagName ?? ""));
  }
  expect(seen).toEqual(["HEADER", "NAV", "MAIN"]);
});

test("the palette finds a page and goes there", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("textbox", { name: "Search or run a command" })).toBeFocused();
  await page.keyboard.type("sett");
  await expect(page.getByRole("dialog").getByText("Settings")).toBeVisible();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
});

test("German is complete on every page of the frame", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: /^Language/ }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await page.getByRole("heading", { level: 1, name: "Projekte" }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Projekte" }).waitFor();
});

test("an address that is no page says so", async ({ page }) => {
  await page.goto("/nothing/here");
  await page.getByRole("heading", { level: 1, name: "There is no such page" }).waitFor();
});
