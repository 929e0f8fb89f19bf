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

test.describe("the tools of the canvas with text at 200 %", () => {
  for (const width of [1440, 768])
    test(`grow and stay apart in a window of ${width}`, async ({ page, studio }) => {
      await page.setViewportSize({ width, height: 900 });
      const open = async () => {
        await page.goto(`/p/${studio.project}/flows`);
        const pane = page.getByRole("button", { name: "Canvas", exact: true });
        await pane.waitFor();
        if ((await pane.getAttribute("aria-pressed")) !== "true") await pane.press("Enter");
        await page.locator(".cv-el").first().waitFor();
        await settled(page);
      };
      /** Boxes of all that can be used, by name, and of what holds them. */
      const tools = () =>
        page.getByRole("toolbar").evaluateAll((bars) =>
          bars.map((bar) => {
            const { x, y, width, height } = bar.getBoundingClientRect();
            const wider = bar.scrollWidth - bar.clientWidth;
            const taller = bar.scrollHeight - bar.clientHeight;
            const scrolls = getComputedStyle(bar).overflowY === "auto";
            const all = [...bar.querySelectorAll("button")].map((b) => {
              const r = b.getBoundingClientRect();
              return { name: b.ariaLabel ?? b.textContent ?? "", x: r.x, y: r.y, w: r.width, h: r.height };
            });
            return { x, y, width, height, wider, taller, scrolls, all };
          }),
        );
      await open();
      const usual = await tools();
      await textSize(page, 32);
      await open();
      const large = await tools();
      expect(large.length).toBe(usual.length);
      for (const [i, bar] of large.entries()) {
        expect(bar.wider).toBeLessThanOrEqual(1);
        if (bar.taller > 1) expect(bar.scrolls).toBe(true);
        expect(bar.x + bar.width).toBeLessThanOrEqual(width + 1);
        for (const tool of bar.all) {
          const before = usual[i]?.all[bar.all.indexOf(tool)];
          expect.soft(tool.h, tool.name).toBeGreaterThan(1.8 * (before?.h ?? 1000));
        }
        const apart = (a: (typeof bar.all)[0], b: typeof a) =>
          a.x + a.w <= b.x + 1 || b.x + b.w <= a.x + 1 || a.y + a.h <= b.y + 1 || b.y + b.h <= a.y + 1;
        for (const [j, a] of bar.all.entries())
          for (const b of bar.all.slice(j + 1)) expect.soft(apart(a, b), `${a.name} and ${b.name}`).toBe(true);
      }
      const canvas = await page.getByRole("application").boundingBox();
      expect(canvas?.height).toBeGreaterThan(150);
      for (const bar of large) {
        const beside = bar.x + bar.width <= (canvas?.x ?? 0) + 1 || bar.y + bar.height <= (canvas?.y ?? 0) + 1;
        expect(beside, "a toolbar stands over the canvas").toBe(true);
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

  test("bars are drawn as text is", async ({ page, studio }) => {
    await page.goto(`/p/${studio.project}/risk`);
    const bar = page.locator(".risk-bar-line").first();
    await bar.waitFor();
    const text = await page.evaluate(() => getComputedStyle(document.body).color);
    await expect(bar).toHaveCSS("background-color", text);
    await page.goto(`/p/${studio.project}/questions`);
    await expect(page.locator(".questions-progress progress")).toHaveCSS("border-top-style", "solid");
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
