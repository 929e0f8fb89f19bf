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

// The browser itself logs what was refused and what it could not fetch without a line.
const offlineSays = /ERR_INTERNET_DISCONNECTED|WebSocket|40[349]/;

for (const theme of ["light", "dark"] as const) {
  test(`a change that meets an archived project waits, is taken along, and is sent when it is taken back, ${theme}`, async ({
    page,
    complaints: list,
  }) => {
    test.slow(); // two runs of axe
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await dress(page, theme);
    await signIn(page, anna.name, anna.password);
    const { id } = await post(page, "projects", { name: `Shelved ${theme}`, from: { example: "infusion-pump" } });
    await page.goto(`/p/${id}/controls`);
    const status = page.getByRole("combobox", { name: /^Status of / }).first();
    await expect(page.locator(".t-status")).toContainText("Live");
    const was = await status.inputValue();
    const next = was === "planned" ? "implemented" : "planned";
    // Without a line nobody hears that it was archived; the edit waits, and still does when the line is back.
    await page.context().setOffline(true);
    await status.selectOption(next);
    await expect(page.locator(".t-project-state")).toContainText("1 change kept");
    await post(page, `projects/${id}`, { archived: true });
    await page.context().setOffline(false);
    const bar = page.getByRole("region", { name: "Archived" });
    await expect(bar).toContainText("1 change of yours was not sent.", { timeout: 20_000 });
    await expect(page.locator(".t-project-state")).toContainText("1 change kept unsent");
    await expect(status).toHaveValue(was); // what others see
    // It outlives the page, can be read and copied, and is not let go by one press.
    await page.reload();
    await bar.getByRole("button", { name: "See what waits" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Not sent, and not lost" });
    await expect(dialog.getByRole("listitem")).toContainText(`status: ${next}`);
    await settled(page);
    await accessible(page);
    await dialog.getByRole("button", { name: "Copy as text" }).press("Enter");
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(`status: ${next}`);
    const saved = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Save as a file" }).press("Enter");
    await saved;
    await dialog.getByRole("button", { name: "Let it go" }).press("Enter");
    await dialog.getByRole("button", { name: "Keep waiting" }).press("Enter");
    await expect(dialog.getByRole("button", { name: "Copy as text" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    // Taken back, it is sent.
    await bar.getByRole("button", { name: "Take back" }).press("Enter");
    await expect(status).toHaveValue(next);
    await expect(page.locator(".t-project-state")).toContainText("Saved");
    await expect(bar).toHaveCount(0);
    // The history says who archived it and when.
    await page.goto(`/p/${id}/history`);
    await expect(page.getByText("Archive the project").first()).toBeVisible();
    await expect(page.getByText("Take the project back").first()).toBeVisible();
    list.splice(0, list.length, ...list.filter((c) => !offlineSays.test(c)));
  });
}

test("what somebody wrote whose role was taken away waits here, and can be let go", async ({
  page,
  browser,
  database,
}) => {
  test.slow(); // two people
  const dora = { name: "dora", password: "a pump hums in the night" };
  await signIn(page, anna.name, anna.password);
  const { id } = await post(page, "projects", { name: "Roles", from: { example: "infusion-pump" } });
  await post(page, "people", dora);
  await post(page, `projects/${id}/members`, { name: dora.name, role: "editor" });
  const context = await browser.newContext({ baseURL: database });
  const other = await context.newPage();
  const list = complaints(other);
  await signIn(other, dora.name, dora.password);
  await other.goto(`/p/${id}/controls`);
  const status = other.getByRole("combobox", { name: /^Status of / }).first();
  await expect(other.locator(".t-status")).toContainText("Live");
  const was = await status.inputValue();
  const next = was === "planned" ? "implemented" : "planned";

  // Told at once, while the line is there.
  await post(page, `projects/${id}/members`, { name: dora.name, role: "reviewer" });
  await expect(other.getByText("Your role in this project is now reviewer.")).toBeVisible();
  await expect(status).toBeDisabled();
  await post(page, `projects/${id}/members`, { name: dora.name, role: "editor" });
  await expect(status).toBeEnabled();

  await context.setOffline(true);
  await status.selectOption(next);
  await expect(other.locator(".t-project-state")).toContainText("1 change kept");
  await post(page, `projects/${id}/members`, { name: dora.name, role: "reader" });
  await context.setOffline(false);
  const bar = other.getByRole("region", { name: "Changes that wait" });
  await expect(bar).toContainText("You may not change this project any more.", { timeout: 20_000 });
  await expect(status).toHaveValue(was);
  // Given back, it is sent.
  await post(page, `projects/${id}/members`, { name: dora.name, role: "editor" });
  await expect(bar).toHaveCount(0);
  await expect(status).toHaveValue(next);
  await expect(other.locator(".t-project-state")).toContainText("Saved");

  // Taken out altogether: the page says so, keeps what waits, and lets it go when told to.
  await context.setOffline(true);
  await status.selectOption(was);
  await expect(other.locator(".t-project-state")).toContainText("1 change kept");
  await post(page, `projects/${id}/members`, { name: dora.name, role: "none" });
  await context.setOffline(false);
  await expect(other.getByRole("heading", { name: "There is no such project" })).toBeVisible({ timeout: 20_000 });
  await expect(other.getByText("1 change of yours was not sent.").first()).toBeVisible();
  // Home leads there, although the project is in no list any more.
  await other.goto("/");
  await expect(other.getByText(`${id}, which is not here for you any more`)).toBeVisible();
  await other.getByRole("link", { name: "1 change of yours was not sent yet" }).press("Enter");
  await other.getByRole("main").getByRole("button", { name: "See what waits" }).press("Enter");
  const dialog = other.getByRole("dialog", { name: "Not sent, and not lost" });
  await dialog.getByRole("button", { name: "Let it go" }).press("Enter");
  await dialog.getByRole("button", { name: "Let it go" }).press("Enter");
  await expect(other.getByText("1 change of yours was not sent.")).toHaveCount(0);
  expect(list.filter((c) => !offlineSays.test(c))).toEqual([]);
  await context.close();
});

test("a comment stays until it is sent: over a refusal, another page, and an archived project", async ({
  page,
  complaints: list,
}) => {
  await signIn(page, anna.name, anna.password);
  const { id } = await post(page, "projects", { name: "Talk", from: { example: "infusion-pump" } });
  const pick = async () => {
    await page.goto(`/p/${id}/flows`);
    await page.locator('[id="cv-pcu"]').click();
  };
  await pick();
  const comment = page.getByRole("textbox", { name: "Write a comment" });
  await expect(page.locator(".t-status")).toContainText("Live");
  await comment.fill("Is it paired?");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Comment", exact: true }).press("Enter");
  await expect(page.getByText("The server cannot be reached.")).toBeVisible();
  await expect(comment).toHaveValue("Is it paired?");
  await page.context().setOffline(false);
  // Archived meanwhile, it is shown, and said to be kept; also on a page that is loaded anew.
  await post(page, `projects/${id}`, { archived: true });
  await expect(page.getByText("Not sent. This browser keeps it until you may comment here again.")).toBeVisible({
    timeout: 20_000,
  });
  await page.reload();
  await pick();
  await expect(comment).toHaveValue("Is it paired?");
  await post(page, `projects/${id}`, { archived: false });
  await page.getByRole("button", { name: "Comment", exact: true }).press("Enter");
  await expect(page.locator(".in-comment")).toContainText("Is it paired?");
  await expect(comment).toHaveValue("");
  list.splice(0, list.length, ...list.filter((c) => !offlineSays.test(c)));
});

test("text that meets an archived project waits whole, and leaves the editor when it is let go", async ({
  page,
  complaints: list,
}) => {
  await signIn(page, anna.name, anna.password);
  const { id } = await post(page, "projects", { name: "Typed", from: { example: "infusion-pump" } });
  await page.goto(`/p/${id}/text`);
  const editor = page.locator(".cm-content");
  const dialog = page.getByRole("dialog", { name: "Not sent, and not lost" });
  const bar = page.getByRole("region", { name: "Archived" });
  const type = async (first: string, rest: string) => {
    await expect(page.locator(".t-status")).toContainText("Live");
    await editor.focus();
    await page.keyboard.press("Control+End");
    await page.context().setOffline(true);
    await page.keyboard.type(first);
    await expect(page.locator(".t-project-state")).toContainText("Offline, 1 change kept");
    await page.keyboard.type(rest); // follows what is on its way
    await post(page, `projects/${id}`, { archived: true });
    await page.context().setOffline(false);
    await expect(bar).toContainText("1 change of yours was not sent.", { timeout: 20_000 });
    await bar.getByRole("button", { name: "See what waits" }).press("Enter");
    await expect(dialog.getByRole("listitem")).toContainText(first + rest);
  };
  await expect(editor).toContainText("theriac: 1");
  await type("# one", " and two");
  await page.keyboard.press("Escape");
  await bar.getByRole("button", { name: "Take back" }).press("Enter");
  await expect(page.locator(".t-project-state")).toContainText("Saved");
  await expect(editor).toContainText("# one and two");
  await type(" three", " and four");
  await dialog.getByRole("button", { name: "Let it go" }).press("Enter");
  await dialog.getByRole("button", { name: "Let it go" }).press("Enter");
  await expect(editor).not.toContainText("three");
  await expect(editor).toContainText("# one and two");
  await bar.getByRole("button", { name: "Take back" }).press("Enter");
  await expect(bar).toHaveCount(0);
  const { files } = (await (await page.request.get(`/api/v1/projects/${id}/state`)).json()) as {
    files: { text: string }[];
  };
  expect(files[0]?.text).toMatch(/# one and two$/);
  list.splice(0, list.length, ...list.filter((c) => !offlineSays.test(c)));
});

test("nothing is archived in a folder", async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
  await expect(page.getByRole("row")).not.toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Archive/ })).toHaveCount(0);
});
