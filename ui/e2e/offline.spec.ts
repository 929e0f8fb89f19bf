// Without a line: edits are kept and said to be, sent when it is back, and where another person changed the same thing in
// the meantime the one who comes later is asked.
import type { Browser, Page } from "@playwright/test";
import { accessible, complaints, dress, expect, type Studio, settled, slowly, test } from "./studio";

// The browser itself logs what it could not fetch, and that the answer to an edit was a conflict.
const known = /ERR_INTERNET_DISCONNECTED|WebSocket|409|Unable to preload CSS|dynamically imported module/;
const forgive = (list: string[]) => list.splice(0, list.length, ...list.filter((x) => !known.test(x)));

const status = (page: Page) => page.getByRole("combobox", { name: /^Status of Library goes out/ });
const said = (page: Page) => page.locator(".t-project-state");

async function open(page: Page, studio: Studio) {
  await page.goto(`${studio.url}/p/${studio.project}/controls`);
  await status(page).waitFor();
  await expect(page.locator(".t-status")).toContainText("Live");
  await settled(page);
}

interface Control {
  id: string;
  name?: string;
  status?: string;
}
/** What the server holds of the control that the tests change. */
async function onServer(studio: Studio): Promise<string | undefined> {
  const res = await fetch(`${studio.url}/api/v1/projects/${studio.project}/state`);
  const { model } = (await res.json()) as { model: { sections: { controls: Control[] } } };
  return model.sections.controls.find((c) => c.name?.startsWith("Library goes out"))?.status;
}

/** Another person, in a browser of their own. */
async function another(browser: Browser, studio: Studio) {
  const context = await browser.newContext({ baseURL: studio.url, locale: "en-GB" });
  slowly(context);
  const page = await context.newPage();
  const list = complaints(page);
  await open(page, studio);
  const leave = async () => {
    await context.close();
    expect(list).toEqual([]);
  };
  return { page, leave };
}

/** Gives the control the status of the example: the server is that of all other tests, too. */
async function asItWas(studio: Studio) {
  const at = `${studio.url}/api/v1/projects/${studio.project}`;
  const { revision, model } = (await (await fetch(`${at}/state`)).json()) as {
    revision: number;
    model: { sections: { controls: Control[] } };
  };
  const control = model.sections.controls.find((c) => c.name?.startsWith("Library goes out"));
  if (!control || control.status === "planned") return;
  const commands = [{ verb: "set", path: `controls/${control.id}/status`, value: "planned" }];
  const res = await fetch(`${at}/commands`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ base: revision, key: crypto.randomUUID(), commands }),
  });
  expect(res.status).toBe(200);
}
test.beforeEach(({ studio }) => asItWas(studio));
test.afterEach(({ studio }) => asItWas(studio));

test("edits without a line are kept, shown, counted, and sent when it is back", async ({
  page,
  studio,
  complaints,
}) => {
  await open(page, studio);
  await page.context().setOffline(true);
  await status(page).selectOption("implemented");
  await expect(status(page)).toHaveValue("implemented");
  await expect(said(page)).toContainText("Offline, 1 change kept");
  await status(page).selectOption("verified");
  await expect(said(page)).toContainText("Offline, 2 changes kept");
  expect(await onServer(studio)).toBe("planned");
  await page.context().setOffline(false);
  await expect(said(page)).toContainText("Saved");
  await expect.poll(() => onServer(studio)).toBe("verified");
  await expect(status(page)).toHaveValue("verified");
  forgive(complaints);
});

test("edits without a line survive the end of the page", async ({ page, studio, complaints }) => {
  await open(page, studio);
  await page.context().setOffline(true);
  await status(page).selectOption("implemented");
  await expect(said(page)).toContainText("Offline, 1 change kept");
  await page.close(); // without asking: the computer went to sleep
  await page.context().setOffline(false);
  const later = await page.context().newPage();
  await open(later, studio);
  await expect(status(later)).toHaveValue("implemented");
  await expect.poll(() => onServer(studio)).toBe("implemented");
  await expect(said(later)).toContainText("Saved");
  forgive(complaints);
});

test("text that is typed on without a line survives the end of the page too", async ({ page, studio, complaints }) => {
  const at = `${studio.url}/api/v1/projects/${studio.project}`;
  const now = async () =>
    (await (await fetch(`${at}/state`)).json()) as { revision: number; files: { text: string }[] };
  const { revision } = await now();
  await open(page, studio);
  await page.goto(`${studio.url}/p/${studio.project}/text`);
  await expect(page.locator(".t-status")).toContainText("Live");
  const editor = page.locator(".cm-content");
  await expect(editor).toContainText("theriac: 1");
  await editor.focus();
  await page.keyboard.press("Control+End");
  await page.context().setOffline(true);
  await page.keyboard.type("# one");
  await expect(said(page)).toContainText("Offline, 1 change kept");
  await page.keyboard.type(" and two"); // an edit on top of one that is on its way
  const kept = () => page.evaluate(() => Object.entries(localStorage).find(([k]) => k.includes("theriac.typed"))?.[1]);
  await expect.poll(kept).toContain("and two");
  await page.close(); // without asking: the computer went to sleep
  await page.context().setOffline(false);
  const later = await page.context().newPage();
  await open(later, studio); // not the page of the text
  await expect.poll(async () => (await now()).files[0]?.text).toContain("# one and two");
  await expect(said(later)).toContainText("Saved");
  expect(await later.evaluate(() => Object.keys(localStorage).filter((k) => k.includes("theriac.typed")))).toEqual([]);
  const back = await fetch(`${at}/restore`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ to: revision, base: (await now()).revision, key: crypto.randomUUID() }),
  });
  expect(back.status).toBe(200);
  forgive(complaints);
});

test("a part that was not fetched before the line went says so, and comes when it is back", async ({
  page,
  studio,
  complaints,
}) => {
  // A browser that saves data fetches nothing ahead.
  await page.addInitScript(() =>
    Object.defineProperty(navigator, "connection", { configurable: true, value: { saveData: true } }),
  );
  await open(page, studio);
  await page.context().setOffline(true);
  await page
    .getByRole("row", { name: /^Library goes out/ })
    .getByRole("button")
    .first()
    .press("Enter");
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await expect(inspector.getByRole("heading", { name: "This part is not here yet" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Controls and requirements" })).toBeVisible();
  await accessible(page);
  await page.getByRole("link", { name: "Threats" }).first().press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "This part is not here yet" })).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByRole("heading", { level: 1, name: "Threats" })).toBeVisible();
  forgive(complaints);
});

for (const [theme, choice, stands] of [
  ["light", "Write mine", "verified"],
  ["dark", "Leave theirs", "implemented"],
] as const) {
  test(`whoever comes later is asked, ${theme}: ${choice}`, async ({ page, studio, browser, complaints }) => {
    await dress(page, theme);
    await open(page, studio);
    const other = await another(browser, studio);
    await page.context().setOffline(true);
    await status(page).selectOption("verified");
    await expect(said(page)).toContainText("Offline, 1 change kept");
    await status(other.page).selectOption("implemented");
    await expect.poll(() => onServer(studio)).toBe("implemented");
    await page.context().setOffline(false);

    const dialog = page.getByRole("dialog", { name: "Someone changed the same thing" });
    await expect(dialog).toBeVisible();
    await expect(dialog.getByRole("row").last()).toContainText("implemented");
    await expect(dialog.getByRole("row").last()).toContainText("verified");
    await expect(said(page)).toContainText("A change waits for you");
    expect(await onServer(studio)).toBe("implemented");
    await accessible(page);
    await dialog.getByRole("button", { name: choice }).press("Enter");
    await expect(dialog).toBeHidden();
    await expect(said(page)).toContainText("Saved");
    await expect(status(page)).toHaveValue(stands);
    await expect.poll(() => onServer(studio)).toBe(stands);
    await expect(status(other.page)).toHaveValue(stands);
    await other.leave();
    forgive(complaints);
  });
}
