// Journeys through risk, paths, trees, controls, assumptions: by keyboard, and with undo.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { accessible, dress, enter, expect, type Studio, settled, test } from "./studio";

const open = async (page: Page, studio: Studio, path: string, heading: string) => {
  await page.goto(`/p/${studio.project}/${path}`);
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  await settled(page);
};
const saved = (page: Page) => expect(page.locator(".t-project-state")).toContainText("Saved");
// Takes the last step back and waits until that is a revision of its own.
const undone = async (page: Page) => {
  const state = page.locator(".t-project-state");
  await saved(page);
  const was = (await state.textContent()) ?? "";
  await page.keyboard.press("Control+z");
  await expect(state).not.toHaveText(was);
  await saved(page);
};
const risk = (studio: Studio) => readFileSync(join(studio.folder, "risk.yaml"), "utf8");
const both = (studio: Studio) => readFileSync(join(studio.folder, "theriac.yaml"), "utf8") + risk(studio);

const tabs: [string, string, string][] = [
  ["risk", "Risk and harm", "Security risks"],
  ["risk?tab=safety", "Risk and harm", "Hazards and harm"],
  ["risk?tab=goals", "Risk and harm", "Goals"],
  ["risk?tab=scales", "Risk and harm", "Scales"],
  ["paths", "Attack paths and trees", "Paths"],
  ["paths?as=list&target=H3", "Attack paths and trees", "Paths"],
  ["paths?tab=what-if", "Attack paths and trees", "Cut and what if"],
  ["paths?tab=trees", "Attack paths and trees", "Trees"],
  ["controls", "Controls and requirements", "Controls"],
  ["controls?tab=suggested", "Controls and requirements", "Suggested"],
  ["controls?tab=requirements", "Controls and requirements", "Requirements"],
  ["controls?tab=tests", "Controls and requirements", "Tests"],
  ["controls?tab=gaps", "Controls and requirements", "Gaps"],
  ["assumptions", "Assumptions and transfers", "Assumptions"],
  ["assumptions?tab=transfers", "Assumptions and transfers", "Transfers"],
];

for (const theme of ["light", "dark"] as const) {
  for (const [path, heading, tab] of tabs)
    test(`${path} passes axe, ${theme}`, async ({ page, studio }) => {
      await dress(page, theme);
      await open(page, studio, path, heading);
      await expect(page.getByRole("tab", { name: tab, exact: false, selected: true })).toBeVisible();
      await accessible(page);
    });
}

test("nothing is wider than the page at 768 and at 390", async ({ page, studio }) => {
  test.setTimeout(240_000); // thirty pages
  for (const width of [768, 390]) {
    await page.setViewportSize({ width, height: 1000 });
    for (const [path, heading] of tabs) {
      await open(page, studio, path, heading);
      const over = await page.locator("main").evaluate((m) => m.scrollWidth - m.clientWidth);
      expect(over, `${path} at ${width}`).toBeLessThanOrEqual(1);
    }
  }
});

test("the registers: a row shows what it links, and another status changes the levels", async ({ page, studio }) => {
  await open(page, studio, "risk", "Risk and harm");
  await enter(page.getByRole("grid", { name: "Security risks" }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("region", { name: "How it hangs together" })).toContainText("Hazard");
  const left = page.locator(".risk-levels tbody tr").first().locator("td").last();
  const before = await left.textContent();
  await page.getByRole("radio", { name: "Planned" }).click();
  await expect(left).not.toHaveText(before ?? "");
  await expect(page).toHaveURL(/after=planned/);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page
      .getByRole("button", { name: "Download" })
      .click()
      .then(() => page.getByRole("menuitem", { name: /XLSX/ }).click()),
  ]);
  expect(file.suggestedFilename()).toContain(".xlsx");
});

test("a step of a path opens its threat", async ({ page, studio }) => {
  await open(page, studio, "paths", "Attack paths and trees");
  await page.getByRole("button", { name: /Wrong limits/ }).press("Enter");
  const step = page.locator(".pa-lane [data-kind=finding] a").first();
  const title = await step.textContent();
  await step.press("Enter");
  await expect(page).toHaveURL(/threats\?q=id/);
  await expect(page.getByRole("grid").first()).toContainText(title ?? "");
});

test("the slider closes hazards, and its controls can be planned and undone", async ({ page, studio }) => {
  await open(page, studio, "paths?tab=what-if", "Attack paths and trees");
  await expect(page.getByText(/^Proven: no set/).first()).toBeVisible();
  const slider = page.getByRole("slider", { name: "Best controls in place" });
  await slider.focus();
  await page.keyboard.press("End");
  await expect(page.locator(".pa-sum")).toContainText("0 still open");
  await page.keyboard.press("Home");
  await expect(page.locator(".pa-sum")).toContainText("0 hazards closed");
  await page.keyboard.press("ArrowRight");
  const before = both(studio);
  await page.getByRole("button", { name: "Plan 1 control" }).press("Enter");
  await expect.poll(() => both(studio) === before).toBe(false);
  await saved(page);
  await page.locator("main").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(() => both(studio) === before).toBe(true);
});

test("a tree is edited without a mouse, and all of it undone", async ({ page, studio }) => {
  await open(page, studio, "paths?tab=trees&tree=drugs-missing", "Attack paths and trees");
  const before = risk(studio);
  const tree = page.getByRole("tree", { name: "Outline" });
  await tree.getByRole("treeitem").first().waitFor();
  await tree.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("a");
  // The new step has the focus in its text.
  await expect(page.getByRole("textbox", { name: "Text" })).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Swap the syringe");
  await page.keyboard.press("Enter");
  await expect(tree.getByRole("treeitem", { name: /Swap the syringe/ })).toBeVisible();
  await expect.poll(() => risk(studio).includes("Swap the syringe")).toBe(true);
  await page.keyboard.press("Escape");
  await expect(tree).toBeFocused();
  await page.keyboard.press("d");
  await expect(page.getByRole("textbox", { name: "Text" })).toBeFocused();
  await expect.poll(() => risk(studio).includes("counters: [step]")).toBe(true);
  await page.keyboard.press("Escape");
  await expect(tree).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.press("g");
  await expect.poll(() => /top: .*gate: ordered.*take, hide, step/.test(risk(studio))).toBe(true);
  await saved(page);
  for (let i = 0; i < 4; i++) await undone(page);
  await expect.poll(() => risk(studio) === before).toBe(true);
});

test("a tree grows from the paths to a hazard", async ({ page, studio }) => {
  await open(page, studio, "paths?tab=trees", "Attack paths and trees");
  const before = risk(studio);
  await page.getByRole("button", { name: "Grow from paths" }).press("Enter");
  await page.getByRole("menuitem", { name: /^H5/ }).press("Enter");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(/Alarm/);
  await expect.poll(() => risk(studio).includes("tree-h5:")).toBe(true);
  // What would stop it is told in words, with where it acts, and no ids.
  const defences = page.locator(".pa-reasons li").filter({ hasText: "Stops" });
  await expect(defences.first()).toBeVisible();
  expect((await defences.allTextContents()).filter((x) => x.includes("@"))).toEqual([]);
  await expect(page.locator(".pa-cuts > li ul > li").first()).toBeVisible();
  await page.getByRole("button", { name: "Remove tree" }).click();
  await expect.poll(() => risk(studio).includes("tree-h5:")).toBe(false);
  await page.locator("main").focus();
  await undone(page);
  await undone(page);
  await expect.poll(() => risk(studio) === before).toBe(true);
});

test("a control changes its status in place, and back by undo", async ({ page, studio }) => {
  await open(page, studio, "controls", "Controls and requirements");
  const before = both(studio);
  const status = page.getByRole("combobox", { name: /^Status of Library goes out/ });
  await expect(status).toHaveValue("planned");
  await status.selectOption("verified");
  await expect.poll(() => both(studio) === before).toBe(false);
  await page.getByRole("tab", { name: /Gaps/ }).click();
  await expect(page.getByRole("heading", { name: /Verified, and no test has passed/ })).toBeVisible();
  await page.locator("main").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(() => both(studio) === before).toBe(true);
});

test("controls are counted by status, each count leads to its rows, and together they are all", async ({
  page,
  studio,
}) => {
  await open(page, studio, "controls", "Controls and requirements");
  const chips = page.getByRole("group", { name: "Status" }).getByRole("button");
  const rows = page.getByRole("table").locator("tbody tr");
  const numberOf = async (i: number) => Number((await chips.nth(i).innerText()).match(/\d+$/)?.[0]);
  const all = await numberOf(0);
  await expect(rows).toHaveCount(all);
  let sum = 0;
  const n = await chips.count();
  for (let i = 1; i < n; i++) {
    const some = await numberOf(i);
    await chips.nth(i).press("Enter");
    await expect(rows).toHaveCount(some);
    await chips.nth(i).press("Enter");
    await expect(rows).toHaveCount(all);
    sum += some;
  }
  expect(sum).toBe(all);
});

test("the inspector comes with the first selection, and a fact in it leads to its line", async ({ page, studio }) => {
  await open(page, studio, "risk", "Risk and harm");
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await expect(inspector).toHaveCount(0);
  await enter(page.getByRole("grid"));
  await expect(inspector).toBeVisible();
  await inspector
    .getByRole("button", { name: /^Line \d+ of/ })
    .first()
    .press("Enter");
  await page.waitForURL(/\/text\?.*line=\d+/);
});

test("a suggested control answers its open threats", async ({ page, studio }) => {
  await open(page, studio, "controls?tab=suggested", "Controls and requirements");
  const before = both(studio);
  await page
    .getByRole("button", { name: /^Add for/ })
    .first()
    .press("Enter");
  await expect.poll(() => both(studio) === before).toBe(false);
  await page.getByRole("tab", { name: /^Controls/ }).click();
  await expect(page.locator(".co-table tbody tr")).toHaveCount(18);
  await page.locator("main").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(() => both(studio) === before).toBe(true);
});

test("an assumption is written, dated by its state, and a transfer tells what it lacks", async ({ page, studio }) => {
  await open(page, studio, "assumptions", "Assumptions and transfers");
  const before = both(studio);
  await page.getByRole("textbox", { name: "Add assumption" }).fill("Nurses log out at the end of a shift");
  await page.keyboard.press("Enter");
  await expect.poll(() => both(studio).includes("Nurses log out")).toBe(true);
  const row = page.getByRole("row", { name: /nurses-log-out-at/ });
  await expect(row.getByText("Never looked at")).toBeVisible();
  await row.getByRole("combobox", { name: /^State of/ }).selectOption("verified");
  await expect(row.getByText("Never looked at")).toHaveCount(0);
  await row.getByRole("button", { name: /^Remove/ }).click();
  await expect.poll(() => both(studio) === before).toBe(true);
  await page.getByRole("tab", { name: /^Transfers/ }).click();
  await expect(page.getByText("Every transfer says to whom")).toBeVisible();
});
