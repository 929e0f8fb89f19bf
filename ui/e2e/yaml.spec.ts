// The text editor: completion, help, problems and their fixes, selection, edits of somebody else, by keyboard alone.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { accessible, dress, expect, alone as test } from "./studio";

const open = async (page: Page, project: string, file = "theriac.yaml") => {
  await page.goto(`/p/${project}/text?file=${file}`);
  await page.getByRole("textbox", { name: `Text of ${file}` }).waitFor();
};
const editor = (page: Page) => page.locator(".cm-content");
const onDisk = (folder: string, file = "theriac.yaml") => readFileSync(join(folder, file), "utf8");

/** Puts the cursor behind a text, by the search of the editor. */
async function goBehind(page: Page, text: string) {
  await expect(editor(page)).toContainText("theriac: 1"); // the file is there
  await editor(page).focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+f");
  await expect(page.locator(".cm-search input[name=search]")).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press("ArrowRight");
}

for (const theme of ["light", "dark"] as const) {
  test(`completion and search are accessible, ${theme}`, async ({ page, studio }) => {
    await dress(page, theme);
    await open(page, studio.project);
    await accessible(page);
    await goBehind(page, "name: Pump control unit,");
    await page.keyboard.press("Control+Space");
    await page.locator(".cm-tooltip-autocomplete").waitFor();
    await accessible(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+f");
    await accessible(page);
  });
}

test("a word is completed by keyboard, saved on the disk and taken back", async ({ page, studio }) => {
  await open(page, studio.project);
  const before = onDisk(studio.folder);
  await goBehind(page, "name: Pump control unit,");
  await page.keyboard.type(" own");
  const list = page.locator(".cm-tooltip-autocomplete");
  // A list that has only just opened takes no key yet, so that nobody takes a word unseen: then it is asked for again.
  await expect(async () => {
    await expect(list.getByRole("option", { name: /^owner/ })).toBeVisible();
    await page.keyboard.press("Enter");
    const line = page.locator(".cm-activeLine");
    if (/ owner: /.test((await line.textContent()) ?? "")) return;
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+Space");
    throw new Error("the word was not taken yet");
  }).toPass();
  await page.keyboard.type("Therapy team,");
  await expect.poll(() => onDisk(studio.folder)).toContain("name: Pump control unit, owner: Therapy team, type");
  await expect(page.getByText("All changes saved")).toBeVisible();
  await editor(page).focus();
  const back = async () => /name: Pump control unit, type/.test((await editor(page).textContent()) ?? "");
  for (let i = 0; i < 12 && !(await back()); i++) await page.keyboard.press("Control+z");
  await expect.poll(() => onDisk(studio.folder)).toBe(before);
});

test("what is typed over a selection takes its place, a bracket goes around it", async ({ page, studio }) => {
  await open(page, studio.project);
  const before = onDisk(studio.folder);
  await goBehind(page, "name: Pump server");
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.type("a");
  await expect.poll(() => onDisk(studio.folder)).not.toContain("Pump server");
  await page.keyboard.press("Control+z");
  await expect.poll(() => onDisk(studio.folder)).toBe(before);
  await goBehind(page, "name: Pump server");
  await page.keyboard.press("Shift+Control+ArrowLeft");
  await page.keyboard.type("[");
  await expect.poll(() => onDisk(studio.folder)).toContain("name: Pump [server]");
  await page.keyboard.press("Control+z");
  await expect.poll(() => onDisk(studio.folder)).toBe(before);
});

test("the cursor selects the entry, and a selection elsewhere shows its line", async ({ page, studio }) => {
  await open(page, studio.project);
  await goBehind(page, "name: Pump server");
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText("Pump server");
  await expect(page.getByRole("region", { name: "At the cursor" })).toContainText(/threat/);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("textbox", { name: "Search or run a command" })).toBeFocused();
  await page.keyboard.type("Integration engine");
  await expect(page.getByRole("dialog").getByText("Integration engine").first()).toBeVisible();
});

test("a mistake is underlined with its reason and mended by keyboard", async ({ page, studio }) => {
  await open(page, studio.project);
  const before = onDisk(studio.folder);
  await goBehind(page, "module: {name: Pumping module with air and occlusion sensors, type: pump-modul");
  await page.keyboard.press("Delete");
  await page.keyboard.type("s");
  await expect(
    page.locator(".cm-lintRange-error, .cm-lintRange-warning").filter({ hasText: "pump-moduls" }),
  ).toBeVisible();
  await page.getByRole("button", { name: /\d+ problems?/ }).press("Enter");
  const problem = page
    .getByRole("region", { name: "Problems in this file" })
    .getByRole("listitem")
    .filter({ hasText: "pump-moduls" });
  await problem.getByRole("button", { name: /pump-module/ }).press("Enter");
  await expect.poll(() => onDisk(studio.folder)).toBe(before);
});

test("what another editor writes arrives while one types, and nothing is lost", async ({ page, studio }) => {
  await open(page, studio.project);
  await goBehind(page, "name: Pharmacy workstation");
  await page.keyboard.type(" A");
  await expect.poll(() => onDisk(studio.folder)).toContain("Pharmacy workstation A");
  const file = join(studio.folder, "theriac.yaml");
  writeFileSync(file, onDisk(studio.folder).replace("# A pump as", "# From outside.\n# A pump as"));
  await page.keyboard.type("B");
  await expect(editor(page)).toContainText("# From outside.");
  await page.keyboard.type("C");
  await expect.poll(() => onDisk(studio.folder)).toContain("Pharmacy workstation ABC");
  expect(onDisk(studio.folder)).toContain("# From outside.");
});

test("two people in one file end with the same text", async ({ page, studio, browser }) => {
  await open(page, studio.project);
  const other = await (await browser.newContext({ baseURL: studio.url })).newPage();
  await open(other, studio.project);
  await goBehind(page, "name: Clinical servers");
  await goBehind(other, "name: Vendor and internet");
  for (let i = 0; i < 8; i++) {
    await page.keyboard.type(`${i}`);
    await other.keyboard.type(`${i}`);
  }
  const want = /Clinical servers01234567[\s\S]*Vendor and internet01234567/;
  await expect.poll(() => onDisk(studio.folder)).toMatch(want);
  const text = (p: Page) => p.evaluate(() => document.querySelector(".cm-content")?.textContent ?? "");
  await expect.poll(async () => (await text(page)) === (await text(other))).toBe(true);
  await other.close();
});

test("Tab leaves the editor, so that nobody is caught in it", async ({ page, studio }) => {
  await open(page, studio.project);
  await editor(page).focus();
  await page.keyboard.press("Tab");
  await expect(editor(page)).not.toBeFocused();
});

test("words typed in a line that another removes are told, and do not land in the next line", async ({
  page,
  studio,
}) => {
  await open(page, studio.project);
  const before = onDisk(studio.folder);
  const line = /.*name: Pump server.*\n/.exec(before)?.[0] ?? "";
  const without = before.replace(line, "");
  await goBehind(page, "name: Pump server");
  // Nothing that is typed is sent until the removal is in: the line of an edit on its way is asked about instead.
  let hold: (() => void) | undefined;
  const held = new Promise<void>((done) => {
    hold = done;
  });
  await page.route("**/commands", async (route) => {
    await held;
    await route.continue();
  });
  const sent = page.waitForRequest("**/commands");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# on its way");
  await page.keyboard.press("Enter");
  await sent;
  await goBehind(page, "name: Pump server");
  await page.keyboard.type(" of the ward");
  writeFileSync(join(studio.folder, "theriac.yaml"), without);
  await expect(page.getByText("The lines in which you typed “of the ward” were removed meanwhile.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy what I wrote" })).toBeVisible();
  hold?.();
  await expect.poll(() => onDisk(studio.folder)).toBe(`# on its way\n${without}`);
  await expect(page.getByText("All changes saved")).toBeVisible();
  await expect(editor(page)).not.toContainText("of the ward");
  writeFileSync(join(studio.folder, "theriac.yaml"), before);
  await expect(editor(page)).not.toContainText("# on its way");
});

test("who types in the place of another is asked about that line alone", async ({ page, studio, browser }) => {
  await open(page, studio.project);
  const before = onDisk(studio.folder);
  const other = await (await browser.newContext({ baseURL: studio.url, locale: "en-GB" })).newPage();
  await open(other, studio.project);
  await goBehind(other, "name: Pump server");
  await goBehind(page, "name: Pump server");
  await other.context().setOffline(true);
  await expect(other.locator(".t-project-state")).toContainText("Offline");
  await other.keyboard.type(" of theirs");
  await expect(other.locator(".t-project-state")).toContainText("1 change kept");
  await page.keyboard.type(" of mine");
  await expect.poll(() => onDisk(studio.folder)).toContain("Pump server of mine");
  await other.context().setOffline(false);
  const dialog = other.getByRole("dialog", { name: "Someone changed the same thing" });
  await expect(dialog.getByRole("cell", { name: /^theriac\.yaml:\d+$/ })).toBeVisible();
  const told = await dialog.getByRole("cell").allInnerTexts();
  expect(told[1]).toMatch(/^\s*\S+:\s+\{name: Pump server of mine,.*$/);
  expect(told[2]).toMatch(/^\s*\S+:\s+\{name: Pump server of theirs,.*$/);
  await dialog.getByRole("button", { name: "Write mine" }).click();
  await expect.poll(() => onDisk(studio.folder)).toMatch(/Pump server (of mine of theirs|of theirs of mine)/);
  await expect(editor(page)).toContainText(/Pump server (of mine of theirs|of theirs of mine)/);
  await other.context().close();
  writeFileSync(join(studio.folder, "theriac.yaml"), before);
  await expect(editor(page)).not.toContainText("of theirs");
});

test("what was taken back stays away, however often one asks", async ({ page, studio }) => {
  await open(page, studio.project);
  const before = onDisk(studio.folder);
  await goBehind(page, "name: Pump server");
  await page.keyboard.type(" abc");
  await expect.poll(() => onDisk(studio.folder)).toContain("Pump server abc");
  await page.keyboard.press("Control+z");
  await expect.poll(() => onDisk(studio.folder)).toBe(before);
  await expect(page.getByText("All changes saved")).toBeVisible();
  const asked: string[] = [];
  page.on("request", (r) => asked.push(r.url()));
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await page.keyboard.type("X");
  await expect.poll(() => onDisk(studio.folder)).toContain("Pump serverX");
  expect(asked.filter((url) => url.endsWith("/undo"))).toEqual([]);
  writeFileSync(join(studio.folder, "theriac.yaml"), before);
  await expect(editor(page)).not.toContainText("Pump serverX");
});

test("the line ends of Windows and a byte order mark stay as they are", async ({ page, studio }) => {
  await open(page, studio.project);
  const before = onDisk(studio.folder);
  const odd = `\ufeff# marked\n# ends as on Windows\n${before}`.replaceAll("\n", "\r\n");
  writeFileSync(join(studio.folder, "theriac.yaml"), odd);
  await expect(editor(page)).toContainText("# ends as on Windows");
  await goBehind(page, "name: Pump server");
  await page.keyboard.type(" of the ward");
  const typed = odd.replace("name: Pump server", "name: Pump server of the ward");
  await expect.poll(() => onDisk(studio.folder)).toBe(typed);
  await goBehind(page, "# ends as on Windows");
  await page.keyboard.press("Enter");
  await page.keyboard.type("# and a line more");
  const more = typed.replace("# ends as on Windows", "# ends as on Windows\r\n# and a line more");
  await expect.poll(() => onDisk(studio.folder)).toBe(more);
  await expect(editor(page)).toContainText("# ends as on Windows# and a line more"); // no blank line between
  writeFileSync(join(studio.folder, "theriac.yaml"), before);
  await expect(editor(page)).not.toContainText("# ends as on Windows");
});
