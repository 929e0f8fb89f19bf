// What lies above the pages, in both themes: menus, tooltips, notices, the question before a doubtful undo, signing in. And
// the steps that can be taken back, which a page that is loaded anew still knows.
import type { Page } from "@playwright/test";
import { grounds, openLayer, shutLayer, stand } from "./opened";
import {
  accessible,
  accessibleInDark,
  alone,
  anna,
  dress,
  expect,
  focused,
  type Studio,
  settled,
  startDatabase,
  startStudio,
  test,
} from "./studio";

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

alone.describe("what opens", () => {
  for (const ground of grounds)
    alone(
      `on ${ground.path} passes axe in both themes, and gives the focus back`,
      async ({ page, studio, complaints }) => {
        alone.slow(); // many layers
        await dress(page, "light");
        await stand(page, ground, studio.project);
        for (const layer of ground.layers)
          await alone.step(layer.id, async () => {
            await openLayer(page, layer);
            // What has the focus, and the layer that it is in or belongs to.
            await page.evaluate(
              (there) => {
                const mark = (e: Element | null) => e?.setAttribute("data-looked-at", "");
                for (const old of document.querySelectorAll("[data-looked-at]")) old.removeAttribute("data-looked-at");
                const at = [...document.querySelectorAll(there)].find((e) => e.checkVisibility());
                mark(at?.closest("[role=dialog], [data-portal], form, section, main") ?? null);
                mark(document.activeElement);
              },
              layer.there.replace(/:visible| >> nth=\d+/g, ""),
            );
            await accessible(page, "[data-looked-at]");
            await accessibleInDark(page, "[data-looked-at]");
            await shutLayer(page, layer);
            await expect.poll(() => focused(page), { message: layer.id }).not.toMatch(/^(body|main) /);
          });
        // The browser tells the console of the decision that lacks something.
        complaints.splice(0, complaints.length, ...complaints.filter((c) => !c.includes("422")));
      },
    );
});

alone("where what has the focus goes away, the focus goes on beside it", async ({ page, studio }) => {
  alone.slow(); // many pages
  const at = (path: string) => page.goto(`/p/${studio.project}/${path}`);
  const on = async (css: string, key = "Enter") => {
    await page.locator(css).first().focus();
    await page.keyboard.press(key);
  };
  await at("threats");
  await page.locator("[data-filter]").fill("pump");
  await on(".t-filter .mantine-Input-section button");
  await expect(page.locator("[data-filter]")).toBeFocused();

  // A row that is removed, then the notice of it.
  await at("controls?tab=requirements");
  await on("button[aria-label='Remove SR-1']");
  await expect(page.getByRole("textbox", { name: "SR-2", exact: true })).toBeFocused();
  const notice = page.getByRole("alert").filter({ hasText: "SR-1" });
  await notice.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(notice).toBeHidden();
  await expect(page.locator("main :focus")).toBeVisible();
  // A button that has nothing left to do.
  await page.reload();
  await on(".t-undo button:not(:disabled)");
  await expect(page.locator(".t-undo button:disabled")).toHaveCount(1);
  await expect(page.locator("header :focus")).toBeVisible();

  // A panel that is put away, a form that is left, one that takes the place of a page.
  await at("flows");
  await page.locator(".cv-el").first().waitFor();
  await on(".cv-legend button");
  await expect(page.getByRole("application")).toBeFocused();
  await at("paths?tab=trees");
  await on(".pa-begin button");
  await expect(page.getByRole("textbox", { name: "What the attacker reaches" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "New tree" })).toBeFocused();
  await at("reviews");
  await on(".t-empty-actions button");
  await expect(page.locator(".rev-main form :focus")).toBeVisible();
});

alone("what has the focus is never under a head that stays", async ({ page, studio }) => {
  await page.setViewportSize({ width: 1280, height: 560 });
  const panels = [
    { path: "threats", open: ["[role=grid]", "j"], panel: ".threats-panel", head: ".threats-panel-head" },
    { path: "flows", open: ["[role=application]", "Home"], panel: ".t-dock", head: ".t-dock-head" },
  ] as const;
  for (const { path, open, panel, head } of panels) {
    await page.goto(`/p/${studio.project}/${path}`);
    await page.locator(".cv-el, [role=grid] [aria-rowindex='2']").first().waitFor();
    await page.locator(open[0]).press(open[1]);
    await page.locator(`${panel} h3`).last().waitFor();
    await settled(page);
    await page.locator(panel).locator("a[href], button, input, summary").last().focus();
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press("Shift+Tab");
      const under = await page.evaluate(
        ([box, top]) => {
          const at = document.activeElement;
          const foot = document.querySelector(top)?.getBoundingClientRect().bottom ?? 0;
          const covered = at?.closest(box) && !at.closest(top) && at.getBoundingClientRect().top < foot - 1;
          return covered ? `${at?.tagName} ${at?.textContent?.slice(0, 40)}` : "";
        },
        [panel, head] as const,
      );
      expect(under, `step ${i + 1} on ${path}`).toBe("");
    }
  }
});
