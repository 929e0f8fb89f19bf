// Writes docs/studio/<page>-<theme>-<width>.png for every page of pages.ts. Not a test: `npm run shots`.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { change, type } from "./edits";
import { visits } from "./pages";
import { dress, expect, type Studio, settled, startStudio, test } from "./studio";

const folder = process.env.SHOTS ?? resolve(import.meta.dirname, "../../docs/studio");

for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 768]) {
    test(`pictures, ${theme}, ${width}`, async ({ page, studio }) => {
      mkdirSync(folder, { recursive: true });
      await dress(page, theme);
      await page.setViewportSize({ width, height: width === 1440 ? 900 : 1024 });
      for (const v of visits) {
        await page.goto(v.path.replace("{project}", studio.project));
        await v.ready(page);
        await v.act?.(page);
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        await page.screenshot({
          path: join(folder, `${v.id}-${theme}-${width}.png`),
          animations: "disabled",
          caret: "hide",
        });
      }
    });
  }
}

// What changed is more to look at than a first revision, and takes a server of its own: the others show the model as it is.
test("pictures of what changed", async ({ page }) => {
  const { studio, stop } = await startStudio();
  await change(
    studio,
    "Add a cloud",
    { verb: "add", section: "zones", id: "z-cloud", fields: { name: "Cloud of the maker", trust: 3 } },
    {
      verb: "add",
      section: "elements",
      id: "cloud",
      fields: { name: "Fleet figures", type: "fleet-server", zone: "z-cloud" },
    },
    {
      verb: "connect",
      from: "server",
      to: "cloud",
      id: "f-cloud",
      fields: { name: "Figures of use", protocol: "https" },
    },
  );
  await change(
    studio,
    "Protect the library download",
    { verb: "set", path: "flows/f4/authentication", value: "mutual-tls" },
    { verb: "set", path: "flows/f4/encryption", value: "tls" },
  );
  const to = await change(studio, "Take out the rack", {
    verb: "remove",
    section: "elements",
    id: "dock",
    cascade: true,
  });
  for (const text of ["# by the pharmacy\n", "# and the ward\n", "# Reviewed\n"]) await type(studio, text);
  const all = `${studio.url}/p/${studio.project}/history?from=1&to=${to}`;
  const picture = (name: string) =>
    page.screenshot({ path: join(folder, name), animations: "disabled", caret: "hide" });
  await dress(page, "light");
  await page.goto(`${all}&show=picture`);
  await expect(page.locator(".diff-svg g[data-id=cloud]").first()).toBeVisible();
  await settled(page);
  await picture("history-diagram-light-1440.png");
  await page.goto(all);
  await expect(page.getByRole("table")).toContainText("Library download");
  await settled(page);
  await picture("history-table-light-1440.png");
  await review(studio, to);
  await page.goto(`${studio.url}/p/${studio.project}/reviews`);
  await expect(page.getByText("Which maker?")).toBeVisible();
  await settled(page);
  await picture("review-light-1440.png");
  await page.close(); // before its server ends
  await stop();
});

/** A review of all changes up to one, with a comment and a verdict. */
async function review(studio: Studio, to: number) {
  const post = async (path: string, body: object) => {
    const at = `${studio.url}/api/v1/projects/${studio.project}${path}`;
    const res = await fetch(at, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(res.status, await res.clone().text()).toBe(200);
    return (await res.json()) as { id: string; content: string };
  };
  const { id, content } = await post("/reviews", { title: "A cloud for figures of use", from: 1, to });
  await post("/comments", { body: "Which maker?", review: id, target: "elements/cloud" });
  await post(`/reviews/${id}`, { step: "verdict", kind: "request-changes", content, note: "Say who runs the cloud." });
}
