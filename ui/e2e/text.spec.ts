// An address of the text names a place, and leads there.
import { expect, test } from "./studio";

test("a line and a column in the address are where the cursor goes", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/text?file=risk.yaml&line=30&column=3`);
  await expect(page.getByRole("textbox", { name: "Text of risk.yaml" })).toBeFocused();
  await expect(page.locator(".yaml-place")).toHaveText("Line 30, column 3");
  await expect(page.locator(".cm-activeLine")).toBeInViewport();
});

test("a place beyond the end is the end", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/text?file=theriac.yaml&line=99999&column=4`);
  await expect(page.getByRole("textbox", { name: "Text of theriac.yaml" })).toBeFocused();
  await expect(page.locator(".yaml-place")).not.toHaveText("Line 1, column 1");
});

test("a fact in a reason leads to its line", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/threats`);
  await page.getByRole("grid").focus();
  await page.keyboard.press("j");
  await page.getByRole("heading", { name: "What it leads to" }).waitFor();
  const link = page.getByRole("button", { name: /^Show line \d+/ }).first();
  const line = /line (\d+)/.exec((await link.getAttribute("aria-label")) ?? "")?.[1] ?? "";
  await link.press("Enter");
  await expect(page).toHaveURL(new RegExp(`line=${line}&column=\\d+`));
  await expect(page.locator(".yaml-place")).toContainText(`Line ${line}, column`);
});
