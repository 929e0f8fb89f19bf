// The ways of flows: at right angles or as curves, and led through bends by pointer and by keyboard.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { accessible, expect, type Studio, startStudio, test as studioTest } from "./studio";

// A server that no other file has moved anything on.
const test = studioTest.extend<object, { studio: Studio }>({
  studio: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const { studio, stop } = await startStudio();
      await use(studio);
      await stop();
    },
    { scope: "worker" },
  ],
});

interface State {
  model: {
    layout: Record<string, Record<string, { via?: [number, number][]; x?: number }>>;
    sections: { flows: { id: string; from: string }[] };
  };
}

const state = async (s: Studio) => (await (await fetch(`${s.url}/api/v1/projects/${s.project}/state`)).json()) as State;
const bends = async (s: Studio, flow: string) => (await state(s)).model.layout.default?.[flow]?.via ?? [];

/** Takes the last step back, once the page knows that it was kept. */
async function undo(page: Page, s: Studio) {
  const { revision } = (await (await fetch(`${s.url}/api/v1/projects/${s.project}/state`)).json()) as {
    revision: number;
  };
  await expect(page.getByText(`Revision ${revision}`)).toBeVisible();
  await page.keyboard.press("Control+z");
}

async function open(page: Page, s: Studio) {
  await page.goto(`${s.url}/p/${s.project}/flows`);
  await expect(page.locator(".cv-flow").first()).toBeVisible();
}

/** The flow of the nurse, selected by a click on its name. */
async function pick(page: Page, s: Studio): Promise<string> {
  const flow = (await state(s)).model.sections.flows.find((f) => f.from === "nurse")?.id ?? "";
  const line = page.locator(`[id="cv-${flow}"]`);
  await line.locator(".cv-label").first().click();
  await expect(line).toHaveAttribute("data-selected", "true");
  await expect(page.getByRole("application")).toBeFocused();
  return flow;
}

async function drag(page: Page, grip: ReturnType<Page["locator"]>, x: number, y: number) {
  const b = await grip.boundingBox();
  if (!b) throw new Error("nothing to take hold of");
  await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2);
  await page.mouse.down();
  await page.mouse.move(b.x + b.width / 2 + x, b.y + b.height / 2 + y, { steps: 6 });
  await page.mouse.up();
}

test("flows run at right angles, or as curves where a person wants that, also after loading anew", async ({
  page,
  studio,
}) => {
  await open(page, studio);
  const ways = () =>
    page.locator(".react-flow .cv-way").evaluateAll((all) => all.map((p) => p.getAttribute("d") ?? ""));
  expect((await ways()).filter((d) => d.includes("C"))).toEqual([]);
  await page.getByRole("button", { name: "Lines" }).click();
  await expect(page.getByRole("menuitemradio", { name: "At right angles" })).toHaveAttribute("aria-checked", "true");
  await accessible(page);
  await page.getByRole("menuitemradio", { name: "Curves" }).click();
  await expect.poll(async () => (await ways()).every((d) => d.includes("C"))).toBe(true);
  await page.reload();
  await expect(page.locator(".cv-flow").first()).toBeVisible();
  await expect.poll(async () => (await ways()).every((d) => d.includes("C"))).toBe(true);
});

test("by pointer: a piece is dragged to a bend, the bend is kept, moved, taken back and removed", async ({
  page,
  studio,
}) => {
  await open(page, studio);
  const flow = await pick(page, studio);
  const line = page.locator(`[id="cv-${flow}"]`);
  const dots = line.locator(".cv-grip[data-made]");
  await expect(dots).toHaveCount(0);
  await drag(page, line.locator(".cv-grip").nth(1), 40, 60);
  await expect.poll(() => bends(studio, flow)).toHaveLength(1);
  await expect(page.getByRole("button", { name: /^Undo: Lead .* through 1 bend/ })).toBeEnabled();
  await expect(line).toHaveAttribute("aria-label", /through 1 bend/);
  expect(readFileSync(join(studio.folder, "layout.yaml"), "utf8")).toContain("via:");

  await page.reload();
  await pick(page, studio);
  await expect(dots).toHaveCount(1);
  const [was] = await bends(studio, flow);
  await drag(page, dots.first(), 0, 50);
  await expect.poll(async () => (await bends(studio, flow))[0]?.[1]).toBeGreaterThan(was?.[1] ?? 0);
  await undo(page, studio);
  await expect.poll(() => bends(studio, flow)).toEqual([was]);

  await accessible(page);
  await dots.first().dblclick();
  await expect.poll(() => bends(studio, flow)).toEqual([]);
  await expect(page.getByRole("form")).toHaveCount(0);
});

test("by keyboard: M takes hold of a flow, arrows bend it, Tab goes on, Delete removes, Esc lets it be", async ({
  page,
  studio,
}) => {
  await open(page, studio);
  const flow = await pick(page, studio);
  const line = page.locator(`[id="cv-${flow}"]`);
  const held = line.locator(".cv-grip[data-held]");
  const dots = line.locator(".cv-grip[data-made]");
  await page.keyboard.press("m");
  await expect(held).toHaveCount(1);
  await page.keyboard.press("Shift+ArrowDown");
  await expect(dots).toHaveCount(1);
  await page.keyboard.press("Tab");
  await expect(line.locator(".cv-grip[data-held]:not([data-made])")).toHaveCount(1);
  await page.keyboard.press("ArrowRight");
  await expect(dots).toHaveCount(2);
  await page.keyboard.press("Enter");
  await expect.poll(() => bends(studio, flow)).toHaveLength(2);
  await expect(page.getByRole("application")).toBeFocused();

  // What is not kept changes nothing.
  await page.keyboard.press("m");
  await expect(held).toHaveCount(1);
  await page.keyboard.press("Delete");
  await expect(dots).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(dots).toHaveCount(2);

  await page.keyboard.press("m");
  await page.keyboard.press("Delete");
  await expect(dots).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect.poll(() => bends(studio, flow)).toHaveLength(1);
  await undo(page, studio);
  await expect.poll(() => bends(studio, flow)).toHaveLength(2);
  await expect(dots).toHaveCount(2); // the page has heard of it, too

  // The menu has the same acts.
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Remove its bends" }).click();
  await expect.poll(() => bends(studio, flow)).toEqual([]);
});

test("bends go along with a zone that holds both ends", async ({ page, studio }) => {
  await open(page, studio);
  const flow = await pick(page, studio);
  await page.keyboard.press("m");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(() => bends(studio, flow)).toHaveLength(1);
  const [was] = await bends(studio, flow);
  await page.locator('[id="cv-z-bed"] .cv-zone-name').first().click();
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect.poll(() => bends(studio, flow)).toEqual([[(was?.[0] ?? 0) + 10, was?.[1]]]);
});
