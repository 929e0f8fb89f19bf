// Pictures of the main pages, compared with those in e2e/pictures: which panels, rows, badges and icons there are, and
// where they stand. Letters are left out, for they are those of the machine and of the library, and each panel has a ground
// of its own, so that one that goes missing changes far more than other words or another font do. `make pictures` takes
// them anew; look at them before a commit.
import type { Page } from "@playwright/test";
import { visits } from "./pages";
import { dress, expect, type Studio, settled, alone as test } from "./studio";

const grounds: [string, string][] = [
  ["main", "#fef9c3"],
  [".t-nav", "#93c5fd"],
  [".t-header, .t-status", "#67e8f9"],
  [".t-dock, .threats-panel, .lib-side", "#16a34a"],
  [".rep-list, .flows-pane", "#c4b5fd"],
  [".t-card, .t-scroll, .pa-hazards, .pa-way, .questions-card", "#fda4af"],
  [".t-table-body, .rep-paper, .home-projects", "#fdba74"],
  [".cv-stage .react-flow", "#d9f99d"],
];
const look = [
  "* { font-family: 'Liberation Sans', sans-serif !important }", // comes with Debian's browser
  "*, ::placeholder { color: transparent !important; text-decoration: none !important }",
  "svg, svg * { color: #1e293b !important }",
  "svg text { fill: transparent !important }",
  ...grounds.map(([panels, ground]) => `:is(${panels}) { background: ${ground} !important }`),
].join("\n");

/** Adds rules the way that the content policy allows. */
const style = (page: Page, rules: string) =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, rules);

async function show(page: Page, studio: Studio, id: string, theme: "light" | "dark") {
  const v = visits.find((x) => x.id === id);
  if (!v) throw new Error(`there is no page ${id}`);
  await page.clock.setFixedTime(new Date("2026-11-23T09:00:00Z"));
  await dress(page, theme);
  await page.goto(v.path.replace("{project}", studio.project));
  await v.ready(page);
  await v.act?.(page);
  await style(page, look);
  await settled(page);
}

// Measured on these pages: another font changes 1 to 7 % of a picture, a panel that is gone 10 to 69 %.
const options = { animations: "disabled", caret: "hide", maxDiffPixelRatio: 0.08 } as const;

const pictures: [string, "light" | "dark"][] = [
  ["home", "light"],
  ["overview", "light"],
  ["flows", "light"],
  ["threats", "light"],
  ["questions", "light"],
  ["risk", "light"],
  ["paths", "light"],
  ["controls", "light"],
  ["library", "light"],
  ["reports", "light"],
  ["overview", "dark"],
  ["threats", "dark"],
];

for (const [id, theme] of pictures)
  test(`picture of ${id}, ${theme}`, async ({ page, studio }) => {
    await show(page, studio, id, theme);
    await expect(page).toHaveScreenshot(`${id}-${theme}.png`, options);
  });

test("a picture fails when a panel is gone", async ({ page, studio }) => {
  await show(page, studio, "threats", "light");
  await style(page, ".threats-panel { display: none !important }");
  await expect(page).not.toHaveScreenshot("threats-light.png", options);
});
