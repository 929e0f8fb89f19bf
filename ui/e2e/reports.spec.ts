// Every report is shown and taken along in each of its formats, and counts what the status line counts.
import { readFile } from "node:fs/promises";
import { expect, settled, test } from "./studio";

test("each report is shown, taken along, and adds up", async ({ page, studio }) => {
  test.slow(); // twenty files
  await page.goto(`/p/${studio.project}/reports`);
  const status = page.locator(".t-status");
  await expect(status).toContainText("confirmed");
  const [confirmed = 0, possible = 0] = [...((await status.textContent()) ?? "").matchAll(/\d+/g)].map(Number);
  const all = confirmed + possible;
  const told: Record<string, string> = {
    "Findings Markdown": `${all} findings: ${confirmed} confirmed, ${possible} possible`,
    "Findings CSV": `${all} rows`,
    "Risk registers Markdown": `${all} findings: `,
    "Risk registers CSV": `${all} rows`,
    "Safety register CSV": "7 rows",
  };
  const list = page.getByRole("complementary", { name: "Reports" }).getByRole("button");
  for (const report of await list.all()) {
    await report.press("Enter");
    const title = (await report.locator("b").textContent()) ?? "";
    const main = page.getByRole("region", { name: `Preview of ${title}` }).first();
    const formats = main.getByRole("group").getByRole("button");
    for (const format of await formats.all()) {
      await format.press("Enter");
      await settled(page);
      const name = (await format.textContent()) ?? "";
      await expect(main.locator(".rep-paper, .rep-picture, .rep-wait:not([role=status])")).toBeVisible();
      const picture = main.locator("img");
      if (await picture.count())
        await expect.poll(() => picture.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBeGreaterThan(300);
      const words = told[`${title} ${name}`];
      if (words && name === "CSV") await expect(main.locator(".rep-paper > p")).toHaveText(words);
      else if (words) await expect(main).toContainText(words);
      const coming = page.waitForEvent("download");
      await main.getByRole("link", { name: `Download ${name}` }).press("Enter");
      const file = await readFile(await (await coming).path());
      expect(file.length, `${title} as ${name}`).toBeGreaterThan(1000);
      if (name === "Markdown" && words) expect(file.toString()).toContain(words);
    }
  }
});
