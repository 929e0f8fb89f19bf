// Data flows by keyboard alone, by pointer, and what a page must keep: names, no complaint, axe.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { accessible, dress, expect, type Studio, startStudio, test as studioTest } from "./studio";

const blank = `theriac: 1
id: blank
name: Blank
packs: [core, medical]
`;

// A model of our own that starts with nothing.
const test = studioTest.extend<object, { empty: Studio }>({
  empty: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const { studio, stop } = await startStudio();
      writeFileSync(join(studio.folder, "theriac.yaml"), blank);
      await expect
        .poll(async () => ((await state(studio)).model.sections.elements ?? []).length, { timeout: 15_000 })
        .toBe(0);
      await use(studio);
      await stop();
    },
    { scope: "worker" },
  ],
});

interface State {
  model: { sections: Record<string, { id: string; name?: string; zone?: string; from?: string; to?: string }[]> };
  findings: unknown[];
}

async function state(s: Studio): Promise<State> {
  return (await (await fetch(`${s.url}/api/v1/projects/${s.project}/state`)).json()) as State;
}

const names = async (s: Studio, section: string) =>
  ((await state(s)).model.sections[section] ?? []).map((e) => e.name ?? e.id);

async function open(page: Page, s: Studio, query = "") {
  await page.goto(`${s.url}/p/${s.project}/flows${query}`);
  await page.getByRole("application").waitFor();
  await page.waitForTimeout(300);
}

// Presses a key and waits until the panel that it opens has the focus.
async function panel(page: Page, name: RegExp, text: string) {
  const input = page
    .getByRole("form", { name })
    .getByRole("textbox")
    .or(page.getByRole("form", { name }).getByRole("combobox"));
  await expect(input.first()).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("application")).toBeFocused();
}

test("two zones, three elements and two flows without a mouse; threats appear", async ({ page, empty }) => {
  await open(page, empty);
  await page.getByRole("application").focus();

  for (const zone of ["Ward", "Cloud"]) {
    await page.keyboard.press("b");
    await page.keyboard.press("Enter");
    await panel(page, /Name of the zone/, zone);
    await expect.poll(() => names(empty, "zones")).toContain(zone);
    // The next zone beside it, not within it.
    await page.keyboard.press("Escape");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.getByRole("application").focus();
  }

  const add = async (name: string, way: string) => {
    await page.keyboard.press(way);
    if (!way.includes("Arrow")) await page.keyboard.press("Enter");
    await panel(page, /New element/, name);
    await expect.poll(() => names(empty, "elements")).toContain(name);
    await page.waitForTimeout(150);
  };
  await add("Therapy core", "p");
  await add("Gateway", "Control+ArrowRight");
  await add("Records", "s");
  await expect.poll(() => names(empty, "flows")).toHaveLength(1);

  // From the store back to the first element.
  await page.keyboard.press("f");
  const form = page.getByRole("form", { name: /^Flow from Records to/ });
  await expect(form.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("Therapy");
  await page.keyboard.press("Enter");
  const rename = page.getByRole("form", { name: "Name of the flow" });
  await expect(rename.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("Settings");
  await page.keyboard.press("Enter");
  await expect.poll(() => names(empty, "flows")).toEqual(expect.arrayContaining(["Settings"]));

  const after = await state(empty);
  expect(after.model.sections.zones).toHaveLength(2);
  expect(after.model.sections.elements).toHaveLength(3);
  expect(after.model.sections.flows).toHaveLength(2);
  expect(after.findings.length).toBeGreaterThan(0);
  await expect(page.getByRole("contentinfo").or(page.locator(".t-status"))).toContainText(/possible|confirmed/);
  expect(readFileSync(join(empty.folder, "theriac.yaml"), "utf8")).toContain("name: Therapy core");

  // Undo takes one step at a time and says which. It waits for nothing that is still on its way.
  await page.waitForTimeout(500);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await names(empty, "flows")).includes("Settings")).toBe(false);
});

test("arrows walk, Alt and arrows follow flows, Enter opens the inspector", async ({ page, studio }) => {
  await open(page, studio);
  const canvas = page.getByRole("application");
  await canvas.focus();
  await page.keyboard.press("Home");
  const first = await canvas.getAttribute("aria-activedescendant");
  await page.keyboard.press("ArrowLeft");
  const second = await canvas.getAttribute("aria-activedescendant");
  expect(second).not.toBe(first);
  await page.evaluate(() => undefined);
  const label = await page.locator(`[id="${second}"]`).getAttribute("aria-label");
  expect(label).toMatch(/flows? in/);
  await page.keyboard.press("Enter");
  await expect(page.locator(".in-title").first()).toBeVisible();
});

test("M and arrows move, one step of undo brings it back", async ({ page, studio }) => {
  await open(page, studio);
  await page.getByRole("application").focus();
  await page.keyboard.press("Home");
  const id = (await page.getByRole("application").getAttribute("aria-activedescendant"))?.slice(3) ?? "";
  const before = await page.locator(`[id="cv-${id}"]`).boundingBox();
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect.poll(() => layoutOf(studio, id)).toBeTruthy();
  const after = await page.locator(`[id="cv-${id}"]`).boundingBox();
  expect(after?.x ?? 0).toBeGreaterThan(before?.x ?? 0);
  await page.keyboard.press("Control+z");
  await expect.poll(() => layoutOf(studio, id)).toBeFalsy();
});

async function layoutOf(s: Studio, id: string) {
  const st = (await state(s)) as unknown as { model: { layout: Record<string, Record<string, unknown>> } };
  return st.model.layout.default?.[id];
}

test("dragging with the pointer moves into a zone", async ({ page, studio }) => {
  await open(page, studio);
  const from = await page.locator('[id="cv-nurse"]').boundingBox();
  const to = await page.locator('[id="cv-z-clin"]').boundingBox();
  if (!from || !to) throw new Error("nothing is drawn");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 40, { steps: 12 });
  await page.mouse.up();
  await expect
    .poll(async () => (await state(studio)).model.sections.elements?.find((e) => e.id === "nurse")?.zone)
    .toBe("z-clin");
  await page.waitForTimeout(300); // undo waits for nothing that is still on its way
  await page.keyboard.press("Control+z");
  await expect
    .poll(async () => (await state(studio)).model.sections.elements?.find((e) => e.id === "nurse")?.zone)
    .toBe("z-bed");
});

test("the outline edits without the canvas", async ({ page, studio }) => {
  await page.addInitScript(() =>
    localStorage.setItem(
      "theriac.flows",
      JSON.stringify({ state: { canvas: false, outline: true, text: false }, version: 0 }),
    ),
  );
  await page.goto(`${studio.url}/p/${studio.project}/flows`);
  const tree = page.getByRole("tree");
  await tree.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Insert");
  await expect(page.getByRole("form", { name: "New element" }).getByRole("textbox").first()).toBeFocused();
  await page.keyboard.type("Charging cradle");
  await page.keyboard.press("Enter");
  await expect.poll(() => names(studio, "elements")).toContain("Charging cradle");
  await expect(page.getByRole("treeitem", { name: /Charging cradle/ })).toBeVisible();
  await page.keyboard.press("Delete");
  await expect.poll(() => names(studio, "elements")).not.toContain("Charging cradle");
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing, ${theme}: canvas, outline, inspector, panels and menus`, async ({ page, studio }) => {
    await dress(page, theme);
    await page.addInitScript(() =>
      localStorage.setItem(
        "theriac.flows",
        JSON.stringify({ state: { canvas: true, outline: true, text: false }, version: 0 }),
      ),
    );
    await open(page, studio);
    await accessible(page);
    await page.getByRole("application").focus();
    await page.keyboard.press("Home");
    await expect(page.locator(".in-title").first()).toBeVisible();
    await accessible(page);
    await page.keyboard.press("p");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("form", { name: "New element" })).toBeVisible();
    await accessible(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("f");
    await accessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Arrange" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await accessible(page);
  });
}

test("every view of the model can be shown", async ({ page, studio }) => {
  const views = (await state(studio)).model.sections.views ?? [];
  expect(views.length).toBeGreaterThan(3);
  for (const v of views) {
    await open(page, studio, `?view=${v.id}`);
    expect(await page.locator(".cv-el").count()).toBeGreaterThan(0);
  }
});
