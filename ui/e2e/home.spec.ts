// Home of a folder with several models: levels of risk in the words and order of each scale, and a model that nobody can read.
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { accessible, expect, startStudio, test as studioTest } from "./studio";

const examples = resolve(import.meta.dirname, "../../examples");

const test = studioTest.extend<object, { studio: { url: string; folder: string; project: string } }>({
  studio: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const { studio, stop } = await startStudio("");
      for (const name of ["infusion-pump", "patient-monitor"])
        cpSync(join(examples, name), join(studio.folder, name), { recursive: true });
      mkdirSync(join(studio.folder, "gone"));
      symlinkSync(join(studio.folder, "nowhere.yaml"), join(studio.folder, "gone/theriac.yaml"));
      await use(studio);
      await stop();
    },
    { scope: "worker" },
  ],
});

test("worst first in the words of each scale, and what cannot be read is said and keeps nobody from the rest", async ({
  page,
  request,
}) => {
  // The server looks for models that somebody put there now and then.
  await expect.poll(async () => (await (await request.get("/api/v1/projects")).json()).length).toBe(3);
  await page.goto("/");
  const levels = (name: string) => page.getByRole("row", { name }).locator(".t-badge");
  await expect(levels("Bedside monitor")).toHaveText([
    /^41 intolerable$/,
    /^24 tolerable$/,
    /^1 broadly acceptable$/,
    /^5 not rated/,
  ]);
  await expect(levels("Large-volume infusion pump")).toHaveText([/^27 extreme$/, /^59 high$/, /^17 medium$/, /^8 not/]);
  await expect(levels("Bedside monitor").first()).toHaveAttribute("data-level", "5");
  await expect(page.getByRole("row", { name: "gone" })).toContainText("Its files cannot be read");
  await accessible(page);
});
