// The history by keyboard: what changed, as entries and as text, who wrote it, and the way back.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessible, expect, type Studio, test } from "./studio";

async function change(studio: Studio, title: string, command: object) {
  const at = `${studio.url}/api/v1/projects/${studio.project}`;
  const { revision } = (await (await fetch(`${at}/state`)).json()) as { revision: number };
  const body = { base: revision, key: crypto.randomUUID(), title, commands: [command] };
  const res = await fetch(`${at}/commands`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(res.status, await res.text()).toBe(200);
}

test("a change is shown, blamed and taken back by restoring", async ({ page, studio }) => {
  const disk = () => readFileSync(join(studio.folder, "theriac.yaml"), "utf8");
  const before = disk();
  await page.goto(`/p/${studio.project}/history`);
  await page.getByRole("listbox").first().getByRole("option").first().waitFor();
  await change(studio, "Rename the server", { verb: "set", path: "elements/server/name", value: "Pump fleet server" });
  await expect(
    page
      .getByRole("listbox")
      .first()
      .getByRole("option", { name: /Rename the server/ }),
  ).toBeVisible();
  const table = page.getByRole("table");
  await expect(table.locator("del")).toHaveText("Pump server");
  await expect(table.locator("ins")).toHaveText("Pump fleet server");
  await page.getByRole("button", { name: "Who wrote this?" }).press("Enter");
  await expect(page.getByRole("region", { name: "Who wrote elements/server" })).toContainText("Rename the server");
  await accessible(page);
  await page.getByRole("radio", { name: /^Text/ }).press("Space");
  await expect(page.locator(".cm-deletedChunk")).toContainText("Pump server");
  await accessible(page);
  await page.getByRole("listbox", { name: "Revisions" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("button", { name: /^Restore revision/ }).press("Enter");
  await expect.poll(disk).toBe(before);
  await expect(page.getByRole("listbox").first().getByRole("option").first()).toContainText(/newest/);
});

test("any two revisions can be compared, and the address keeps them", async ({ page, studio }) => {
  await change(studio, "First of two", { verb: "set", path: "elements/dock/owner", value: "Ward" });
  await change(studio, "Second of two", { verb: "set", path: "elements/editor/owner", value: "Pharmacy" });
  await page.goto(`/p/${studio.project}/history`);
  await page
    .getByRole("listbox")
    .first()
    .getByRole("option", { name: /Second of two/ })
    .waitFor();
  const second = await page.getByRole("combobox", { name: "To" }).inputValue();
  await page.getByRole("combobox", { name: "From" }).selectOption(String(Number(second) - 2));
  await expect(page.getByRole("table")).toContainText("elements/dock");
  await expect(page.getByRole("table")).toContainText("elements/editor");
  await page.reload();
  await expect(page.getByRole("table")).toContainText("elements/dock");
});
