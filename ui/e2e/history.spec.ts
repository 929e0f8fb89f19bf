// The history by keyboard: what changed on the diagram, in the table and in the text, who wrote it, and the ways back.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { change, head, type } from "./edits";
import { accessible, dress, expect, test } from "./studio";

const tree = (page: Page) => page.getByRole("tree", { name: "Revisions" });
const heading = (page: Page) => page.getByRole("region", { name: "Compare" }).getByRole("heading", { level: 2 });
const row = (page: Page, name: RegExp) => tree(page).getByRole("treeitem", { name });

test("a change is shown, blamed and taken back by restoring", async ({ page, studio }) => {
  const disk = () => readFileSync(join(studio.folder, "theriac.yaml"), "utf8");
  const before = disk();
  await page.goto(`/p/${studio.project}/history`);
  await tree(page).getByRole("treeitem").first().waitFor();
  await change(studio, "Rename the server", { verb: "set", path: "elements/server/name", value: "Pump fleet server" });
  await expect(row(page, /Rename the server/)).toBeVisible();
  const table = page.getByRole("table");
  await expect(table.locator("del")).toHaveText("Pump server");
  await expect(table.locator("ins")).toHaveText("Pump fleet server");
  await page.getByRole("button", { name: "Who wrote this? Pump fleet server" }).press("Enter");
  await expect(page.getByRole("region", { name: "Who wrote elements/server" })).toContainText("Rename the server");
  await accessible(page);
  await page.getByRole("radio", { name: /^Text/ }).press("Space");
  await expect(page.locator(".cm-deletedChunk")).toContainText("Pump server");
  await accessible(page);
  await tree(page).focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("button", { name: /^Restore revision/ }).press("Enter");
  await expect.poll(disk).toBe(before);
  await expect(tree(page).getByRole("treeitem").first()).toContainText(/newest/);
  // What was done here is a step of undo like any other.
  await page.getByRole("button", { name: /^Undo: / }).press("Enter");
  await expect.poll(disk).toContain("Pump fleet server");
});

test("any two revisions can be compared, and the address keeps them", async ({ page, studio }) => {
  await change(studio, "First of two", { verb: "set", path: "elements/dock/owner", value: "Ward" });
  await change(studio, "Second of two", { verb: "set", path: "elements/editor/owner", value: "Pharmacy" });
  await page.goto(`/p/${studio.project}/history`);
  await row(page, /Second of two/).waitFor();
  const second = await page.getByRole("combobox", { name: "To" }).inputValue();
  await page.getByRole("combobox", { name: "From" }).selectOption(String(Number(second) - 2));
  await expect(page.getByRole("table")).toContainText("elements/dock");
  await expect(page.getByRole("table")).toContainText("elements/editor");
  await page.reload();
  await expect(page.getByRole("table")).toContainText("elements/dock");
});

for (const theme of ["light", "dark"] as const)
  test(`the diagram of changes leads to their lines in the table, ${theme}`, async ({ page, studio }) => {
    await dress(page, theme);
    const id = `cloud-${theme}`;
    const from = await head(studio);
    await change(
      studio,
      "Add a cloud",
      {
        verb: "add",
        section: "elements",
        id,
        fields: { name: `Fleet figures, ${theme}`, type: "fleet-server", zone: "z-clin" },
      },
      { verb: "connect", from: "server", to: id, id: `f-${id}`, fields: { name: "Figures", protocol: "https" } },
    );
    const to = await change(studio, "Name an owner", {
      verb: "set",
      path: "elements/wbm/owner",
      value: `Maker, ${theme}`,
    });
    await page.goto(`/p/${studio.project}/history?from=${from}&to=${to}&show=picture`);
    const drawing = page.getByRole("region", { name: "Diagram" });
    await expect(drawing.locator(`g[data-kind=element][data-id=${id}]`)).toHaveAttribute("data-change", "added");
    await expect(drawing.locator(`g[data-kind=flow][data-id=f-${id}]`)).toHaveAttribute("data-change", "added");
    await expect(drawing.locator("g[data-kind=element][data-id=wbm]")).toHaveAttribute("data-change", "changed");
    await expect(drawing.locator("g[data-change]").filter({ hasText: "± changed" })).toHaveCount(1);
    await accessible(page);
    // By keyboard: the list beside the picture.
    const twin = page.getByRole("navigation", { name: "Changes on the diagram" });
    await twin.getByRole("button", { name: /Wireless communication module/ }).focus();
    await expect(drawing.locator("g[data-id=wbm][data-kind=element]")).toHaveAttribute("data-at", "");
    await page.keyboard.press("Enter");
    const line = page.getByRole("rowheader", { name: /Wireless communication module/ });
    await expect(line).toBeFocused();
    await expect(page).toHaveURL(/at=elements%2Fwbm/);
    await expect(page.getByRole("table")).toContainText(/Threats: \d+ new/);
    await accessible(page);
    // By mouse: the picture itself.
    await page.getByRole("button", { name: `On the diagram Fleet figures, ${theme}` }).press("Enter");
    await expect(twin.getByRole("button", { name: `added Fleet figures, ${theme}` })).toBeFocused();
    await drawing.locator(`g[data-kind=element][data-id=${id}]`).click();
    await expect(page.getByRole("rowheader", { name: `added Fleet figures, ${theme}` })).toBeFocused();
  });

test("what was typed in one go is one entry that opens", async ({ page, studio }) => {
  await change(studio, "Before the typing", { verb: "set", path: "elements/editor/owner", value: "Nobody" });
  const first = await type(studio, "# a\n");
  await type(studio, "# b\n");
  const last = await type(studio, "# c\n");
  await page.goto(`/p/${studio.project}/history`);
  const group = row(page, /3 edits of the text/);
  await expect(group).toHaveAttribute("aria-expanded", "false");
  await expect(group).toHaveAttribute("aria-selected", "true");
  await expect(heading(page)).toHaveText(`What changed from revision ${first - 1} to ${last}`);
  await tree(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect(group).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await expect(heading(page)).toHaveText(`What revision ${last} changed`);
  await accessible(page);
  await page.reload();
  await expect(group).toHaveAttribute("aria-expanded", "true");
  await expect(heading(page)).toHaveText(`What revision ${last} changed`);
  await tree(page).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(group).toHaveAttribute("aria-selected", "true");
  await expect(page.getByText("Text (1)")).toBeVisible();
});

test("the way goes from change to change through the text, in one column and side by side", async ({
  page,
  studio,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const from = await head(studio);
  const to = await change(
    studio,
    "Two places",
    { verb: "set", path: "elements/pcu/owner", value: "Core team" },
    { verb: "set", path: "elements/vendor/owner", value: "Vendor team" },
  );
  await page.goto(`/p/${studio.project}/history?from=${from}&to=${to}&show=text`);
  await expect(page.getByText("2 changes", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Next change" }).press("Enter");
  await expect(page.getByText("Change 1 of 2")).toBeVisible();
  await expect(page.getByRole("textbox", { name: /^theriac.yaml/ })).toBeFocused();
  await page.keyboard.press("F7");
  await expect(page.getByText("Change 2 of 2")).toBeVisible();
  await page.keyboard.press("Shift+F7");
  await expect(page.getByText("Change 1 of 2")).toBeVisible();
  await page.getByRole("radio", { name: "Side by side" }).press("Space");
  await expect(page.getByRole("textbox", { name: "theriac.yaml before" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "theriac.yaml after" })).toContainText("Core team");
  await accessible(page);
});

test("a revision of one's own is undone from the history", async ({ page, studio }) => {
  const n = await change(studio, "Undo me", { verb: "set", path: "elements/ad/name", value: "Directory of nobody" });
  await page.goto(`/p/${studio.project}/history?to=${n}`);
  await page.getByRole("button", { name: `Undo revision ${n}` }).press("Enter");
  await expect(row(page, /Undo: Undo me/)).toContainText(`undoes revision ${n}`);
  await expect(page.getByText(`Revision ${n} undone; the history stays`)).toBeVisible();
  expect(readFileSync(join(studio.folder, "theriac.yaml"), "utf8")).not.toContain("Directory of nobody");
});

test("the history speaks German, and the first revision shows where everything began", async ({ page, studio }) => {
  await page.addInitScript(() => localStorage.setItem("theriac.language", "de"));
  await page.goto(`/p/${studio.project}/history?to=1&show=picture`);
  await expect(page.getByText("Der erste Stand: Hier hat alles begonnen.")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Änderungen im Diagramm" })).toContainText("Pump control unit");
  await expect(page.getByRole("region", { name: "Diagramm" }).locator("g[data-change=added]").first()).toBeVisible();
  await accessible(page);
});
