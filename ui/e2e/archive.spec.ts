// A project is archived and taken back by keyboard, and whoever has it open is told and offered no edits meanwhile.
import { post, signIn, withAccounts } from "./accounts";
import { accessible, anna, complaints, dress, expect, settled } from "./studio";

const test = withAccounts();

for (const theme of ["light", "dark"] as const) {
  test(`a project is archived, seen so by another at once, and taken back, ${theme}`, async ({
    page,
    browser,
    database,
  }) => {
    test.slow(); // two people, and three runs of axe
    const cleo = { name: `cleo-${theme}`, password: "a pump hums in the night" };
    const title = `Ward pump ${theme}`;
    await dress(page, theme);
    await signIn(page, anna.name, anna.password);
    const { id } = await post(page, "projects", { name: title, from: { example: "infusion-pump" } });
    await post(page, `projects/${id}/commands`, {
      base: 1,
      key: "the-name-of-this-one",
      commands: [{ verb: "set", path: "name", value: title }],
    });
    await post(page, "people", cleo);
    await post(page, `projects/${id}/members`, { name: cleo.name, role: "editor" });
    const context = await browser.newContext({ baseURL: database });
    const other = await context.newPage();
    const list = complaints(other);
    await dress(other, theme);
    await signIn(other, cleo.name, cleo.password);
    await other.goto(`/p/${id}/controls`);
    const status = other.getByRole("combobox", { name: /^Status of / }).first();
    await expect(status).toBeEnabled();
    await expect(other.locator(".t-status")).toContainText("Live");

    await page.goto("/");
    const archive = page.getByRole("button", { name: `Archive ${title}` });
    await archive.press("Enter");
    // Cleo is told at once, by whom; and what was done can be taken back at once.
    await expect(other.getByText("anna archived this project.")).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    await archive.waitFor();
    await expect(status).toBeEnabled();
    const bar = other.getByRole("region", { name: "Archived" });
    await expect(bar).toHaveCount(0);

    // Archived again, it stands apart, and Cleo is offered no edits.
    await archive.press("Enter");
    const fold = page.locator("summary", { hasText: "archived project" });
    await expect(fold).toBeFocused();
    await expect(archive).toHaveCount(0);
    await expect(bar).toContainText("Its owners can take it back.");
    await expect(bar.getByRole("button")).toHaveCount(0);
    await expect(other.locator(".t-project-state")).toContainText("Archived");
    await expect(status).toBeDisabled();
    await accessible(other);

    // It can be opened and read from the fold, and its owner takes it back there.
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: `Take back ${title}` }).waitFor();
    await accessible(page);
    await page.getByRole("link", { name: title }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    const mine = page.getByRole("region", { name: "Archived" });
    await settled(page);
    await accessible(page);
    await mine.getByRole("button", { name: "Take back" }).press("Enter");
    await expect(mine).toHaveCount(0);
    await expect(page.locator("#main")).toBeFocused();
    await expect(status).toBeEnabled();
    await expect(bar).toHaveCount(0);
    expect(list).toEqual([]);
    await context.close();
  });
}

test("a change that meets an archived project is refused in words, and the page says why", async ({
  page,
  complaints: list,
}) => {
  await signIn(page, anna.name, anna.password);
  const { id } = await post(page, "projects", { name: "Shelved", from: { example: "infusion-pump" } });
  await page.goto(`/p/${id}/controls`);
  const status = page.getByRole("combobox", { name: /^Status of / }).first();
  await expect(page.locator(".t-status")).toContainText("Live");
  const was = await status.inputValue();
  const next = was === "planned" ? "implemented" : "planned";
  // Without a line nobody hears that it was archived; the edit waits, and is refused when the line is back.
  await page.context().setOffline(true);
  await status.selectOption(next);
  await expect(page.locator(".t-project-state")).toContainText("1 change kept");
  await post(page, `projects/${id}`, { archived: true });
  await page.context().setOffline(false);
  await expect(page.getByText("This project is archived and takes no changes.")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("region", { name: "Archived" })).toBeVisible();
  await page.getByRole("region", { name: "Archived" }).getByRole("button", { name: "Take back" }).press("Enter");
  await expect(status).toHaveValue(was);
  list.splice(0, list.length, ...list.filter((c) => !/ERR_INTERNET_DISCONNECTED|WebSocket|409/.test(c)));
});

test("nothing is archived in a folder", async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
  await expect(page.getByRole("row")).not.toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Archive/ })).toHaveCount(0);
});
