// Several people: what one changes the other sees, who is here, and what happens when the line is lost.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { complaints, expect, test } from "./studio";

// The browser itself logs what it could not fetch: the line, and pages that were to come ahead of time. Nothing else may
// be there.
const offlineSays = /ERR_INTERNET_DISCONNECTED|WebSocket/;

let n = 0;
const rename = async (url: string, project: string, name: string) => {
  const { revision } = (await (await fetch(`${url}/api/v1/projects/${project}/state`)).json()) as { revision: number };
  const res = await fetch(`${url}/api/v1/projects/${project}/commands`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      base: revision,
      key: crypto.randomUUID(),
      commands: [{ verb: "set", path: "name", value: name }],
    }),
  });
  expect(res.status, await res.text()).toBe(200);
};

test("a change of somebody else is seen without loading the page", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}`);
  await expect(page.locator(".t-status")).toContainText("Live");
  const name = `Pump of test ${++n}`;
  await rename(studio.url, studio.project, name);
  await expect(page.locator(".t-project-name")).toHaveText(name);
  expect(readFileSync(join(studio.folder, "theriac.yaml"), "utf8")).toContain(`name: ${name}`);
});

test("two people see each other", async ({ page, studio, browser }) => {
  await page.addInitScript(() =>
    localStorage.setItem("theriac.settings", JSON.stringify({ state: { name: "Ann Lee" }, version: 0 })),
  );
  await page.goto(`/p/${studio.project}`);
  const context = await browser.newContext();
  const other = await context.newPage();
  const list = complaints(other);
  await other.addInitScript(() =>
    localStorage.setItem("theriac.settings", JSON.stringify({ state: { name: "Bo Fry" }, version: 0 })),
  );
  await other.goto(`${studio.url}/p/${studio.project}`);
  await expect(page.getByRole("list", { name: "1 other person is here" })).toContainText("Bo Fry");
  await expect(other.getByRole("list", { name: "1 other person is here" })).toContainText("Ann Lee");
  await context.close();
  await expect(page.getByRole("list", { name: /is here/ })).toBeHidden();
  expect(list).toEqual([]);
});

test("a lost line is told, and what was missed comes when it is back", async ({ page, studio, complaints: list }) => {
  await page.goto(`/p/${studio.project}`);
  await expect(page.locator(".t-status")).toContainText("Live");
  await page.context().setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(page.locator(".t-project-state")).toContainText("Offline");
  const name = `Pump of test ${++n}`;
  await rename(studio.url, studio.project, name);
  await page.context().setOffline(false);
  await expect(page.locator(".t-project-name")).toHaveText(name, { timeout: 20_000 });
  await expect(page.locator(".t-project-state")).toContainText("Saved");
  list.splice(0, list.length, ...list.filter((x) => !offlineSays.test(x)));
});

test("a project that is not there says so", async ({ page, complaints: list }) => {
  await page.goto("/p/nothing");
  await expect(page.getByRole("heading", { name: "There is no such project" })).toBeVisible();
  list.splice(0, list.length, ...list.filter((x) => !/404/.test(x)));
});
