// The frame by keyboard alone: skip link, palette, letters after G, F6, language, theme.
import { expect, focused, settled, test } from "./studio";

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

test("F6 also walks the panes of a page, there and back", async ({ page, studio }) => {
  await page.addInitScript(() => {
    const state = { canvas: true, outline: true, text: false };
    localStorage.setItem("theriac.flows", JSON.stringify({ state, version: 0 }));
  });
  await page.goto(`/p/${studio.project}/flows`);
  await page.locator(".cv-el").first().waitFor();
  await settled(page);
  const walk = async (key: string) => {
    const seen: string[] = [];
    for (let i = 0; i < 7; i++) {
      await page.keyboard.press(key);
      seen.push(await page.evaluate(() => document.activeElement?.className.split(" ")[0] || "main"));
    }
    return seen;
  };
  const there = await walk("F6");
  expect(there).toEqual(["t-header", "t-nav", "main", "ol-tree", "cv", "t-dock", "t-status"]);
  await page.keyboard.press("F6");
  expect(await walk("Shift+F6")).toEqual(["t-status", "t-dock", "cv", "ol-tree", "main", "t-nav", "t-header"]);
});

test("on a phone the navigation takes the focus and gives it back", async ({ page, studio }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`/p/${studio.project}/overview`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const burger = page.getByRole("button", { name: "Navigation", exact: true });
  await expect(burger).toHaveAttribute("aria-expanded", "false");
  await burger.press("Enter");
  await expect(page.getByRole("link", { name: "Home" })).toBeFocused();
  await expect(burger).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(burger).toBeFocused();
  await expect(page.getByRole("navigation")).toBeHidden();
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
