// Other ways to look at the pages: on a phone, at 200 % zoom, in the colours of a person's own choice, on paper.
import type { Page } from "@playwright/test";
import { visits } from "./pages";
import { spaced, textSize, unreadable } from "./reading";
import { dress, enter, expect, firstRow, settled, test } from "./studio";

const usual = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 800 } };

interface Mode {
  name: string;
  use: { viewport: { width: number; height: number }; deviceScaleFactor?: number };
  /** Size of text in the browser's settings. */
  text?: number;
  /** More room around lines, words and letters. */
  room?: boolean;
}
const modes: Mode[] = [
  { name: "a phone", use: phone },
  { name: "a window of 1280 at 400 %", use: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 } },
  { name: "a window of 1440 at 200 %", use: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 } },
  { name: "text at 200 %", use: usual, text: 32 },
  { name: "more room between letters", use: usual, room: true },
  { name: "more room between letters on a phone", use: phone, room: true },
];
for (const { name, use, text, room } of modes)
  test.describe(name, () => {
    test.use(use);
    test("no page is wider than the window, and all of it can be read", async ({ page, studio }) => {
      test.slow(); // every page
      if (text) await textSize(page, text);
      for (const v of visits) {
        await page.goto(v.path.replace("{project}", studio.project));
        await v.ready(page);
        if (text) await expect(page.locator("html")).toHaveCSS("font-size", `${text}px`);
        if (room) await spaced(page);
        await settled(page);
        const over = await page.evaluate(() => {
          const wider = (e: Element | null) => (e ? e.scrollWidth - e.clientWidth : 0);
          return Math.max(wider(document.documentElement), wider(document.querySelector("main")));
        });
        expect.soft(over, `${v.id} is wider than the window`).toBeLessThanOrEqual(1);
        expect.soft(await unreadable(page), v.id).toEqual([]);
      }
    });
  });

/** How what has the focus shows it: the width of its outline, or of that of what it stands in. */
const ring = (page: Page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    if (!e || e === document.body) return "";
    for (let at: Element | null = e; at && at !== document.body; at = at.parentElement) {
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const frame = getComputedStyle(at, "::after"); // a ring that is drawn around a table that scrolls
      if (at !== e && frame.borderTopStyle === "solid" && Number.parseFloat(frame.borderTopWidth) >= 2) return "seen";
      if (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) return "seen";
      if (at.matches("[role=tree], main")) break;
    }
    return `${e.tagName.toLowerCase()}.${e.className} ${e.getAttribute("aria-label") ?? e.textContent?.slice(0, 30)}`;
  });

test.describe("colours of one's own", () => {
  test.use({ forcedColors: "active" });
  test("the focus is seen wherever it goes", async ({ page, studio }) => {
    test.slow(); // forty steps on each of seven pages
    for (const id of ["home", "overview", "flows", "threats", "controls", "reports", "settings"]) {
      const v = visits.find((x) => x.id === id);
      await page.goto((v?.path ?? "").replace("{project}", studio.project));
      await v?.ready(page);
      await settled(page);
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press("Tab");
        const seen = await ring(page);
        if (seen !== "") expect(seen, `step ${i + 1} on ${id}`).toBe("seen");
      }
    }
  });

  test("F6 shows the region that it came to, and a switch its state", async ({ page }) => {
    await page.goto("/settings");
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    await page.keyboard.press("F6");
    expect(await ring(page)).toBe("seen");
    const track = page.locator(".mantine-Switch-track").first();
    await expect(track).toHaveCSS("border-top-style", "solid");
  });
});

test("paper is white, and a table on it has all its rows", async ({ page, studio }) => {
  await dress(page, "dark");
  await page.goto(`/p/${studio.project}/threats`);
  const grid = page.getByRole("grid", { name: /Threats/ });
  await enter(grid);
  const all = Number(await grid.getAttribute("aria-rowcount"));
  expect(await grid.getByRole("row").count()).toBeLessThan(all);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.length).toBeGreaterThan(10_000);
  // What the browser asked of the page to print it.
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
  await expect(grid.getByRole("row")).toHaveCount(all);
  await expect(page.locator(".t-nav")).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await firstRow(grid).waitFor();
});

test("the diagram stands on paper", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/flows`);
  await page.locator(".cv-el").first().waitFor();
  await page.emulateMedia({ media: "print" });
  const box = await page.locator(".cv-el").first().boundingBox();
  expect(box?.width).toBeGreaterThan(30);
  const pane = await page.locator(".flows-pane[data-side=canvas]").boundingBox();
  expect(pane?.height).toBeGreaterThan(400);
});
