// The interview by keyboard alone: answer three, leave one, go back, undo; and the list.
import type { Page } from "@playwright/test";
import { accessible, dress, enter, expect, firstRow, test } from "./studio";

const question = (page: Page) => page.locator("#question");
const openCount = async (page: Page, project: string) =>
  ((await (await page.request.get(`/api/v1/projects/${project}/questions`)).json()) as unknown[]).length;

test("three answers without a mouse, one not known, back and undo", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/questions`);
  await question(page).waitFor();
  const before = await openCount(page, studio.project);
  const asked: string[] = [];
  for (const key of ["1", "2", "3"]) {
    asked.push((await question(page).textContent()) ?? "");
    await page.keyboard.press(key);
    await expect(question(page)).not.toHaveText(asked.at(-1)!);
    await expect(question(page)).toBeFocused();
  }
  await expect(page.getByText(/3 answered now/)).toBeVisible();
  await expect.poll(() => openCount(page, studio.project)).toBeLessThan(before - 2);

  const fourth = (await question(page).textContent()) ?? "";
  await page.keyboard.press("0");
  await expect(question(page)).not.toHaveText(fourth);
  await expect(page.getByText(/1 set aside/)).toBeVisible();

  await page.keyboard.press("b");
  await expect(question(page)).toHaveText(fourth);
  await page.keyboard.press("b");
  await expect(question(page)).toHaveText(asked[2]!);
  await expect(page.getByRole("button", { name: /^3?\s*Partly/, pressed: true })).toBeVisible();

  const now = await openCount(page, studio.project);
  await page.keyboard.press("u");
  await expect.poll(() => openCount(page, studio.project)).toBeGreaterThan(now);
  await expect(page.getByText(/2 answered now/)).toBeVisible();
  await expect(question(page)).toHaveText(asked[2]!);
});

test("the list leads to a question", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/questions?show=list`);
  const grid = page.getByRole("grid", { name: "Questions" });
  await enter(grid);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await question(page).waitFor();
  await expect(page).toHaveURL(/at=/);
});

for (const theme of ["light", "dark"] as const) {
  test(`a long list of answers and the list of questions pass axe, ${theme}`, async ({ page, studio }) => {
    await dress(page, theme);
    const list = (await (await page.request.get(`/api/v1/projects/${studio.project}/questions`)).json()) as {
      target: string;
      field: string;
      answers: string[];
    }[];
    const long = list.find((q) => q.answers.length > 40);
    await page.goto(`/p/${studio.project}/questions?at=${encodeURIComponent(`${long?.target}:${long?.field}`)}`);
    await page.getByRole("textbox", { name: "Search the answers" }).waitFor();
    await accessible(page);
    await page.goto(`/p/${studio.project}/questions?show=list`);
    await firstRow(page.getByRole("grid", { name: "Questions" })).waitFor();
    await accessible(page);
  });
}
