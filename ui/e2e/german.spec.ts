// The studio in German says nothing in English of its own: what comes from the library, the model, the API and the language
// of models is English by design, and either marked so or known by where it came from.
import type { Page } from "@playwright/test";
import { grounds, openLayer, shutLayer, stand } from "./opened";
import { visits } from "./pages";
import { unreadable } from "./reading";
import { anna, expect, settled, startDatabase, startStudio, alone as test } from "./studio";
import { englishOnly, saidBy } from "./words";

const german = (page: Page) => page.addInitScript(() => localStorage.setItem("theriac.language", "de"));

/** Notes what a page says in English, with where it was seen. */
async function listener(page: Page, at: string, project: string) {
  const get = async (path: string) => (await fetch(`${at}/api${path}`)).text();
  const content = await Promise.all([
    get(`/v1/projects/${project}/state`),
    ...["threats", "controls", "vocabulary", "devices"].map((kind) => get(`/v1/library/${kind}`)),
  ]);
  const known = content.join("\n").replace(/\s+/g, " ");
  const english = await englishOnly();
  const found = new Set<string>();
  return {
    found,
    async hear(where: string) {
      await settled(page);
      for (const text of await saidBy(page)) {
        const said = text.replace(/ \([\w.-]+\)$/, ""); // words of the library stand before their ids
        const en = english(text) && !known.includes(JSON.stringify(said).slice(1, -1));
        if (en) found.add(`${where}: ${text}`);
      }
    },
  };
}

test("every page is in German", async ({ page, studio }) => {
  test.slow(); // every page
  await german(page);
  const l = await listener(page, studio.url, studio.project);
  for (const v of visits) {
    await page.goto(v.path.replace("{project}", studio.project));
    await expect(page.getByRole("heading").or(page.locator(".cm-content")).first()).toBeVisible();
    await settled(page);
    await l.hear(v.id);
    // What is folded, and what lies behind tabs and menus.
    const openers = page
      .locator("main")
      .locator("summary, [role=tab][aria-selected=false], button[aria-haspopup], button[aria-expanded=false]");
    const n = await openers.count();
    for (let i = 0; i < Math.min(n, 14); i++) {
      const one = openers.nth(i);
      if (!(await one.isVisible().catch(() => false)) || (await one.isDisabled())) continue;
      await one.press("Enter");
      await l.hear(`${v.id}, ${await one.getAttribute("aria-label", { timeout: 500 }).catch(() => i)}`);
      await page.keyboard.press("Escape");
    }
  }
  expect([...l.found]).toEqual([]);
});

test("what opens is in German, and nothing of it is cut off", async ({ page, studio, complaints }) => {
  test.slow();
  await german(page);
  const l = await listener(page, studio.url, studio.project);
  for (const ground of grounds) {
    await stand(page, ground, studio.project);
    for (const layer of ground.layers) {
      await openLayer(page, layer);
      await l.hear(layer.id);
      const cut = (await unreadable(page)).filter((told) => told.includes("cut off"));
      expect.soft(cut, layer.id).toEqual([]);
      await shutLayer(page, layer);
    }
  }
  await page.goto(`/p/${studio.project}/flows`);
  await page.locator(".cv-el").first().waitFor();
  const canvas = page.getByRole("application");
  for (const thing of ["#cv-pcu", "#cv-f1", ".cv-zone-name"]) {
    await page.locator(thing).first().click({ force: true });
    for (const key of ["F2", "Shift+F10", "m", "Delete", "Control+z"]) {
      await canvas.focus();
      await page.keyboard.press(key);
      await l.hear(`canvas, ${thing}, ${key}`);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
    }
  }
  await page.goto("/p/nowhere/flows");
  await expect(page.getByRole("heading").first()).toBeVisible();
  await l.hear("no such project");
  for (const path of ["text", "history", "reviews", "reports", "paths?tab=trees", "risk?tab=safety"]) {
    await page.goto(`/p/nowhere/${path}`);
    await l.hear(`no such project, ${path}`);
  }
  complaints.splice(0, complaints.length, ...complaints.filter((c) => !/404|422/.test(c)));
  expect([...l.found]).toEqual([]);
});

test("without models, and at the door, it is in German", async ({ page, complaints }) => {
  test.slow();
  await german(page);
  const empty = await startStudio("");
  const l = await listener(page, empty.studio.url, empty.studio.project);
  for (const path of [
    "/",
    "/help",
    "/import",
    ...[
      "overview",
      "flows",
      "threats",
      "questions",
      "risk",
      "paths",
      "paths?tab=trees",
      "paths?tab=what-if",
      "controls",
      "controls?tab=tests",
      "controls?tab=requirements",
      "controls?tab=gaps",
      "assumptions",
      "history",
      "reviews",
      "reports",
      "text",
    ].map((p) => `/p/${empty.studio.project}/${p}`),
  ]) {
    await page.goto(empty.studio.url + path);
    await l.hear(`empty ${path}`);
  }
  const { url, stop } = await startDatabase();
  await page.goto(url);
  await page.getByRole("heading", { level: 1, name: "Anmelden" }).waitFor();
  await l.hear("sign in");
  const enter = async (password: string) => {
    await page.getByRole("textbox", { name: "Name" }).fill(anna.name);
    await page.locator("input[name=password]").fill(password);
    await page.keyboard.press("Enter");
  };
  await enter("not the right one");
  await page.getByRole("alert").waitFor();
  await l.hear("sign in, wrong");
  await enter(anna.password);
  await page.getByRole("heading", { level: 1, name: "Projekte" }).waitFor();
  await l.hear("home of a database");
  await page.goto(`${url}/settings`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await l.hear("accounts");
  await page.request.post(`${url}/api/v1/projects`, { data: { name: "Pumpe", from: { example: "infusion-pump" } } });
  await page.goto(`${url}/settings`);
  await l.hear("accounts, members");
  await empty.stop();
  await stop();
  complaints.splice(0, complaints.length, ...complaints.filter((c) => !/401|404|422/.test(c)));
  expect([...l.found]).toEqual([]);
});

test("a step is told in the language of whoever reads it", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/assumptions`);
  await page.getByRole("textbox", { name: "Add assumption" }).fill("Doors are locked");
  await page.keyboard.press("Enter");
  const undo = page.locator(".t-undo").getByRole("button").first();
  await expect(undo).toHaveAccessibleName(/^Undo: .+ is added$/);
  await page.getByRole("button", { name: /^Language/ }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await expect(undo).toHaveAccessibleName(/^Rückgängig: .+ ist hinzugefügt$/);
  await page.getByRole("link", { name: "Verlauf" }).first().click();
  const list = page.getByRole("tree", { name: "Stände" });
  await expect(list.getByRole("treeitem").first()).toContainText("ist hinzugefügt");
  await undo.press("Enter");
  await expect(list.getByRole("treeitem").first()).toContainText(/Rückgängig: .+ ist hinzugefügt/);
  await expect(list.getByRole("treeitem").last()).toContainText("Projekt anlegen");
  // What a program did, and what another editor saved, the log says in English alone.
  const at = `${studio.url}/api/v1/projects/${studio.project}`;
  const { revision } = (await (await page.request.get(`${at}/state`)).json()) as { revision: number };
  const commands = [{ verb: "rename", section: "elements", id: "pcu", to: "core" }];
  await page.request.post(`${at}/commands`, { data: { base: revision, key: "rename-by-a-program", commands } });
  await expect(list.getByRole("treeitem").first()).toContainText("pcu in core umbenennen");
});
