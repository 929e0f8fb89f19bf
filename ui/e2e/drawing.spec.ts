// What a person draws and looks at on the canvas: ways to a hazard, copies from one project in another, first steps.
import type { Page } from "@playwright/test";
import { accessible, expect, type Studio, settled, test } from "./studio";

async function open(page: Page, s: Studio, query = "") {
  await page.goto(`${s.url}/p/${s.project}/flows${query}`);
  await page.getByRole("application").waitFor();
  await settled(page);
}

test("the ways to a hazard are lit on the diagram; Esc puts them out, and a failure is not told as none", async ({
  page,
  studio,
  complaints,
}) => {
  await open(page, studio);
  const menu = page.locator(".cv-paths-button");
  const choose = async (name: RegExp) => {
    await menu.click();
    await page.getByRole("menuitem", { name }).click();
  };
  const lit = page.locator(".cv-el[data-lit]");
  await choose(/Over-infusion/);
  await expect(menu).toHaveText(/^Ways to Over-infusion/);
  await expect.poll(() => lit.count()).toBeGreaterThan(1);
  expect(await page.locator(".cv-el[data-dim]").count()).toBeGreaterThan(0);
  expect(await page.locator(".cv-flow[data-lit]").count()).toBeGreaterThan(0);
  await accessible(page);
  await page.getByRole("application").focus();
  await page.keyboard.press("Escape");
  await expect(lit).toHaveCount(0);
  await expect(menu).toHaveText("Show ways to a hazard");

  await page.route(/\/paths\?/, (r) => r.fulfill({ status: 503, body: "" }));
  await choose(/Over-infusion/);
  await expect(
    page.getByRole("alert").or(page.getByRole("status")).getByText("The ways could not be found"),
  ).toBeVisible();
  complaints.splice(0);
});
