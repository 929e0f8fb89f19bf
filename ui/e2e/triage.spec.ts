// Decisions that change hands: taken back and made anew, on rows that a filter hides, beside somebody else, in the inspector.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Finding } from "../src/api/types";
import { change } from "./edits";
import { accessible, enter, expect, firstRow, type Studio, alone as test } from "./studio";

const grid = (page: Page) => page.getByRole("grid", { name: /Threats/ });
const currentRow = (page: Page) => page.locator("[role=row][data-current]");
const text = (studio: Studio) => readFileSync(join(studio.folder, "theriac.yaml"), "utf8");

async function findings(studio: Studio): Promise<Finding[]> {
  const res = await fetch(`${studio.url}/api/v1/projects/${studio.project}/findings`);
  return (await res.json()) as Finding[];
}
const states = async (studio: Studio, ids: string[]) =>
  (await findings(studio)).filter((f) => ids.includes(f.id)).map((f) => f.state);

async function openThreats(page: Page, studio: Studio, q: string) {
  await page.goto(`/p/${studio.project}/threats?q=${q}`);
  await firstRow(grid(page)).waitFor();
  await enter(grid(page));
}

async function ask(page: Page, key: string, name: string) {
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press(key);
  const form = page.getByRole("dialog", { name });
  await expect(form.locator("[data-autofocus]")).toBeFocused();
  return form;
}

/** Marks the first rows and returns the ids of their findings. */
async function mark(page: Page, n: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 2; at < 2 + n; at++) {
    await expect(currentRow(page)).toHaveAttribute("aria-rowindex", String(at));
    ids.push(((await currentRow(page).getAttribute("id")) ?? "").replace(/^row-/, ""));
    await page.keyboard.press("x");
    await page.keyboard.press("j");
  }
  await expect(page.getByRole("toolbar", { name: `${n} marked` })).toBeVisible();
  return ids;
}

test("what was decided under a filter is not decided again with the next key", async ({ page, studio }) => {
  await openThreats(page, studio, "state:open");
  const ids = await mark(page, 3);
  await ask(page, "r", "Eliminate");
  await page.keyboard.type("The service port was taken out.");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => states(studio, ids)).toEqual(["eliminated", "eliminated", "eliminated"]);
  await expect(page.locator(`[id="row-${ids[0]}"]`)).toHaveCount(0);
  await expect(page.getByRole("toolbar", { name: /marked/ })).toHaveCount(0);
  const form = await ask(page, "n", "Not applicable");
  await expect(form).not.toContainText("threats, with one reason");
  await page.keyboard.press("Escape");
  // Marks that another filter hides are told.
  await mark(page, 2);
  await page.keyboard.press("/");
  await page.getByRole("textbox", { name: "Filter" }).fill("state:accepted");
  await expect(page.getByText("2 of them are not in this filter")).toBeVisible();
});

test("U takes back what emptied the table", async ({ page, studio }) => {
  const [one] = (await findings(studio)).filter((f) => f.state === "open");
  await openThreats(page, studio, `state:open id:${one?.id}`);
  await ask(page, "r", "Eliminate");
  await page.keyboard.type("The service port was taken out.");
  await page.keyboard.press("Control+Enter");
  await expect(grid(page).getByRole("row", { name: "No threat matches this filter" })).toBeVisible();
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press("u");
  await expect(page.locator(`[id="row-${one?.id}"]`)).toBeVisible();
  await expect.poll(() => states(studio, [one?.id ?? ""])).toEqual(["open"]);
});

test("one undo brings back what was decided before", async ({ page, studio }) => {
  await openThreats(page, studio, "state:transferred");
  const id = ((await currentRow(page).getAttribute("id")) ?? "").replace(/^row-/, "");
  const before = text(studio);
  await ask(page, "r", "Eliminate");
  await page.keyboard.type("The service port was taken out.");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => states(studio, [id])).toEqual(["eliminated"]);
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press("u");
  await expect.poll(() => states(studio, [id])).toEqual(["transferred"]);
  expect(text(studio)).toBe(before);
});

test("the form says when somebody else decides meanwhile, and what was typed is kept", async ({ page, studio }) => {
  await openThreats(page, studio, "state:open");
  const ids = await mark(page, 3);
  const form = await ask(page, "n", "Not applicable");
  await page.keyboard.type("A sketch.");
  await change(studio, undefined, {
    verb: "decide",
    findings: [ids[1]],
    fields: { decision: "eliminate", because: "Taken out by another." },
  });
  await expect(form.getByText(/^1 of them is decided otherwise/)).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => states(studio, ids)).toEqual(["not-applicable", "not-applicable", "not-applicable"]);
  await expect(form).toBeHidden();
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press("u");
  await expect.poll(async () => (await states(studio, ids)).sort()).toEqual(["eliminated", "open", "open"]);
});

test("the inspector asks for all that a decision needs", async ({ page, studio, complaints }) => {
  const one = (await findings(studio)).find((f) => f.state === "open" && f.target !== "device");
  if (!one) throw new Error("nothing is open");
  await openThreats(page, studio, `id:${one.id}`);
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await expect(inspector.getByRole("heading", { name: "How to check it" })).toBeVisible();
  await expect(inspector).not.toContainText("{");
  await expect(inspector.getByRole("heading", { name: one.title })).toBeVisible();
  await inspector.getByRole("button", { name: "Accept", exact: true }).press("Enter");
  const form = page.getByRole("dialog", { name: "Accept" });
  const because = form.getByRole("textbox", { name: /Why is it right/ });
  await because.fill("The ward watches it.");
  await page.keyboard.press("Control+Enter");
  await expect(form.getByLabel("When is it looked at again?")).toHaveAttribute("aria-invalid", "true");
  complaints.splice(0, complaints.length, ...complaints.filter((c) => !c.includes("422"))); // the refusal was asked for
  await expect(because).toHaveValue("The ward watches it.");
  await accessible(page, "[role=dialog]");
  await form.getByRole("button", { name: "Cancel" }).press("Enter");
  await expect(inspector.getByRole("button", { name: "Accept", exact: true })).toBeFocused();
  await inspector.getByRole("button", { name: "Transfer", exact: true }).press("Enter");
  const transfer = page.getByRole("dialog", { name: "Transfer" });
  await transfer.getByLabel("Who has to act instead of you?").fill("Hospital IT");
  await transfer.getByLabel("What exactly do they have to do?").fill("Keep the pumps in a segment of their own.");
  await transfer.getByLabel(/document/i).fill("Installation guide, 3.2");
  await page.keyboard.press("Control+Enter");
  await expect(inspector.getByRole("button", { name: "Transfer", exact: true, pressed: true })).toBeFocused();
  await expect.poll(() => states(studio, [one.id])).toEqual(["transferred"]);
});

test("each group says how many it has, however long its name is", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/threats?group=threat`);
  await firstRow(grid(page)).waitFor();
  const counts = grid(page).locator(".threats-group-count");
  const edge = async () => {
    const list = await grid(page).boundingBox();
    const ends = await counts.evaluateAll((all) => all.map((e) => e.getBoundingClientRect().right));
    return Math.max(...ends) <= (list?.x ?? 0) + (list?.width ?? 0);
  };
  await expect(counts.first()).toBeVisible();
  await page.setViewportSize({ width: 1024, height: 1200 });
  await expect.poll(edge).toBe(true);
});
