// What lies above the pages, in both themes: menus, tooltips, notices, the question before a doubtful undo, signing in. And
// the steps that can be taken back, which a page that is loaded anew still knows.
import type { Page } from "@playwright/test";
import { accessible, anna, dress, expect, type Studio, settled, startDatabase, startStudio, test } from "./studio";

const open = async (page: Page, studio: Studio) => {
  await page.goto(`/p/${studio.project}/assumptions`);
  await page.getByRole("heading", { level: 1, name: "Assumptions and transfers" }).waitFor();
  await settled(page);
};
const assume = async (page: Page, text: string) => {
  await page.getByRole("textbox", { name: "Add assumption" }).fill(text);
  await page.keyboard.press("Enter");
  await expect(page.locator(".t-project-state")).toContainText(/Saved \d/);
};
/** The texts that are shown; they stand in fields. */
const assumptions = (page: Page) =>
  page.locator("main textarea, main input").evaluateAll((all) => all.map((e) => (e as HTMLInputElement).value));

test("what can be taken back survives loading the page anew, with its name", async ({ page, studio }) => {
  await open(page, studio);
  await assume(page, "Doors of the ward are locked at night");
  await expect.poll(() => assumptions(page)).toContain("Doors of the ward are locked at night");
  const undo = page.locator(".t-undo").getByRole("button").first();
  const name = (await undo.getAttribute("aria-label")) ?? "";
  expect(name).toMatch(/^Undo: .+/);
  await page.reload();
  await expect(undo).toHaveAttribute("aria-label", name);
  await page.locator("main").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(() => assumptions(page)).not.toContain("Doors of the ward are locked at night");
  const redo = page.locator(".t-undo").getByRole("button").last();
  await expect(redo).toHaveAttribute("aria-label", name.replace("Undo", "Redo"));
  await page.reload();
  await expect(redo).toHaveAttribute("aria-label", name.replace("Undo", "Redo"));
  await page.locator("main").focus();
  await page.keyboard.press("Control+Shift+Z");
  await expect.poll(() => assumptions(page)).toContain("Doors of the ward are locked at night");
  // Back to where the next test begins.
  await page.keyboard.press("Control+z");
  await expect.poll(() => assumptions(page)).not.toContain("Doors of the ward are locked at night");
});

for (const theme of ["light", "dark"] as const) {
  test(`notices and tooltips pass axe, ${theme}`, async ({ page, studio }) => {
    await dress(page, theme);
    await open(page, studio);
    await assume(page, `Batteries are changed by staff, ${theme}`);
    await page.locator("main").focus();
    await page.keyboard.press("Control+z");
    const notice = page.getByRole("alert").filter({ hasText: "Taken back" });
    await expect(notice).toBeVisible();
    await page.locator(".t-header").getByRole("link", { name: "Help" }).focus();
    await expect(page.getByRole("tooltip", { name: "Help" })).toBeVisible();
    await accessible(page);
  });

  test(`menus of the header pass axe, ${theme}`, async ({ page, studio }) => {
    await dress(page, theme);
    await open(page, studio);
    for (const name of [/^Language/, /^Colours/]) {
      await page.getByRole("button", { name }).press("Enter");
      await expect(page.getByRole("menu")).toBeVisible();
      await accessible(page);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("menu")).toBeHidden();
    }
  });

  test(`the question before a doubtful undo passes axe, ${theme}`, async ({ page, complaints }) => {
    // A server of its own: what is drawn here stays.
    const { studio, stop } = await startStudio();
    await dress(page, theme);
    await page.addInitScript(() =>
      localStorage.setItem(
        "theriac.flows",
        JSON.stringify({ state: { canvas: false, outline: true, text: false }, version: 0 }),
      ),
    );
    await page.goto(`${studio.url}/p/${studio.project}/flows`);
    const tree = page.getByRole("tree");
    await tree.getByRole("treeitem").first().waitFor();
    await tree.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Insert");
    await expect(page.getByRole("form", { name: "New element" }).getByRole("textbox").first()).toBeFocused();
    await page.keyboard.type(`Cradle ${theme}`);
    await page.keyboard.press("Enter");
    await expect(page.locator(".t-project-state")).toContainText(/Saved \d/);

    // Somebody connects it, so that it cannot go without leaving a flow that begins nowhere.
    const at = `${studio.url}/api/v1/projects/${studio.project}`;
    const { revision, model } = (await (await fetch(`${at}/state`)).json()) as {
      revision: number;
      model: { sections: { elements: { id: string; name?: string }[] } };
    };
    const id = model.sections.elements.find((e) => e.name === `Cradle ${theme}`)?.id ?? "";
    const commands = [{ verb: "connect", from: id, to: "server", id: `of-cradle-${theme}`, fields: {} }];
    const body = JSON.stringify({ base: revision, key: crypto.randomUUID(), commands });
    const headers = { "Content-Type": "application/json" };
    const res = await fetch(`${at}/commands`, { method: "POST", headers, body });
    expect(res.status, await res.text()).toBe(200);
    await expect(page.locator(".t-project-state")).toContainText(`Revision ${revision + 1}`);

    await tree.focus();
    await page.keyboard.press("Control+z");
    const dialog = page.getByRole("dialog", { name: /^Undo/ });
    await expect(dialog).toBeVisible();
    await accessible(page);
    await dialog.getByRole("button", { name: "Let it be" }).press("Enter");
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("treeitem", { name: new RegExp(`Cradle ${theme}`) }).first()).toBeVisible();
    await page.goto("/"); // the other server, before this one goes
    await stop();
    // The browser tells the console of the refusal that led to the question.
    complaints.splice(0, complaints.length, ...complaints.filter((c) => !c.includes("409")));
  });
}

test("signing in passes axe in both themes, with a wrong password too", async ({ page, complaints }) => {
  const { url, stop } = await startDatabase();
  for (const theme of ["light", "dark"] as const) {
    await dress(page, theme);
    await page.goto(url);
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    await accessible(page);
    await page.getByRole("textbox", { name: "Name" }).fill(anna.name);
    await page.locator("input[name=password]").fill("not the right one");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("wrong");
    await accessible(page);
  }
  await page.goto("/"); // the other server, before this one goes
  await stop();
  complaints.splice(0, complaints.length, ...complaints.filter((c) => !c.includes("401")));
});
