// The library by keyboard: find a threat, read its tests, follow a control, come back.
import { enter, expect, firstRow, test } from "./studio";

test("a threat is found, read with its tests, and its control followed", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/library`);
  const list = page.getByRole("grid", { name: "Things of the library" });
  await firstRow(list).waitFor();
  await page.keyboard.press("/");
  await expect(page.getByRole("textbox", { name: "Filter" })).toBeFocused();
  await page.keyboard.type("kind:threat ordinary user administrator");
  await expect(page).toHaveURL(/q=kind/);
  await firstRow(list).filter({ hasText: "Ordinary user" }).waitFor();
  await list.focus();
  await page.keyboard.press("Home");
  const article = page.getByRole("article");
  await expect(article.getByRole("heading", { level: 2 })).toContainText("Ordinary user of an element");
  await expect(article.getByText("What the ward would notice")).toBeVisible();
  await expect(article.locator(".lib-mark[data-kind=silent]").first()).toBeVisible();
  await expect(article.locator(".lib-mark").filter({ hasText: /fires/ }).first()).toBeVisible();
  await expect(article.getByRole("link", { name: /CWE-862/ })).toHaveAttribute(
    "href",
    "https://cwe.mitre.org/data/definitions/862.html",
  );
  await article.getByRole("link", { name: "Role-based access" }).press("Enter");
  await expect(article.getByRole("heading", { level: 2, name: "Role-based access" })).toBeVisible();
  await expect(article.getByText("Threats that it answers")).toBeVisible();
  await page.goBack();
  await expect(article.getByRole("heading", { level: 2 })).toContainText("Ordinary user of an element");
});

test("kinds and packs narrow the list, and the address keeps it", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/library`);
  await page.getByRole("button", { name: /^Device types/ }).press("Enter");
  await expect(page.getByText("36 rows")).toBeVisible();
  await page.reload();
  await expect(page.getByText("36 rows")).toBeVisible();
  await page.getByRole("combobox", { name: "Pack" }).selectOption("core");
  await expect(page.getByText(/of 36 rows/)).toBeVisible();
});

for (const kind of ["threat", "control", "component", "device", "attribute", "word", "glossary"]) {
  test(`the first page of each kind opens: ${kind}`, async ({ page, studio }) => {
    await page.goto(`/p/${studio.project}/library?kind=${kind}`);
    const list = page.getByRole("grid", { name: "Things of the library" });
    await enter(list);
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("article").getByRole("heading", { level: 2 })).not.toBeEmpty();
  });
}
