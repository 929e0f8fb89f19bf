// Everything that opens above or within a page, each opened by keyboard alone and in no language: the tests of axe, of German
// and of the focus walk this one table. A layer that is not here is tested nowhere: add it with what opens it.
import { expect, type Locator, type Page } from "@playwright/test";
import { enter } from "./studio";

export interface Layer {
  id: string;
  /** Opens it, by keyboard. */
  open: (page: Page) => Promise<unknown>;
  /** What is there while it is open. */
  there: string;
  /** Nothing closes it but what it asks for, such as the foot of a table that has marked rows. */
  stays?: boolean;
}

export interface Ground {
  path: string;
  ready: (page: Page) => Locator;
  /** Which parts of the data flows are shown. */
  panes?: { canvas: boolean; outline: boolean; text: boolean };
  width?: number;
  layers: Layer[];
}

const menu = "[role=menu]";
const list = "[role=listbox]:visible";
const form = ".threats-decide";

/** Presses a key on something. */
const press =
  (css: string, ...keys: string[]) =>
  async (page: Page) => {
    const on = page.locator(css).first();
    await on.focus();
    await expect(on).toBeFocused();
    for (const key of keys) await page.keyboard.press(key);
  };
const menuOf = (id: string, css: string): Layer => ({ id, open: press(css, "Enter"), there: menu });
const listOf = (id: string, css: string): Layer => ({ id, open: press(css, "ArrowDown"), there: list });

/** Presses keys on the canvas, with something selected in it. */
const canvas = (id: string, thing: string, there: string, ...keys: string[]): Layer => ({
  id: `canvas, ${id}`,
  there,
  open: async (page) => {
    await page
      .locator(`[id="cv-${thing}"]`)
      .locator("visible=true")
      .first()
      .click({ position: { x: 12, y: 8 } });
    await expect(page.locator(".in-title").first()).toBeVisible();
    await press("[role=application]", ...keys)(page);
  },
});
const outline = (id: string, key: string, there = ".ol-form"): Layer => ({
  id: `outline, ${id}`,
  there,
  open: async (page) => {
    await press(".ol-tree", "Home", "ArrowDown", "ArrowDown")(page);
    await page.keyboard.press(key);
  },
});
/** Presses keys on the second row of the table of threats. */
const row = (id: string, there: string, ...keys: string[]): Layer => ({
  id: `threats, ${id}`,
  there,
  open: async (page) => {
    await enter(page.getByRole("grid"));
    await page.keyboard.press("j");
    await page.locator(".threats-acts").waitFor();
    for (const key of keys) await page.keyboard.press(key);
  },
});

const drawn = (page: Page) => page.locator(".cv-el").first();
const tops = (page: Page) => page.locator("main h1").first();

export const grounds: Ground[] = [
  {
    path: "/p/{project}/flows",
    ready: drawn,
    panes: { canvas: true, outline: true, text: false },
    layers: [
      listOf("views", ".flows-view input"),
      menuOf("what can be done with views", ".flows-view [aria-haspopup=menu]"),
      {
        id: "a new view",
        there: "[role=dialog] form",
        open: async (page) => {
          await press(".flows-view [aria-haspopup=menu]", "Enter")(page);
          await page.locator(menu).waitFor();
          await page.locator("[role=menuitem]").first().press("Enter");
        },
      },
      ...[0, 1, 2, 3].map((n) => menuOf(`above the canvas, ${n}`, `.cv-actions [aria-haspopup=menu] >> nth=${n}`)),
      canvas("element", "pcu", menu, "Shift+F10"),
      {
        ...canvas("into a zone", "pcu", `${menu} >> nth=1`, "Shift+F10"),
        open: async (page) => {
          await canvas("", "pcu", "", "Shift+F10").open(page);
          await page.locator("[role=menuitem][aria-haspopup]").press("ArrowRight");
        },
      },
      canvas("put an element", "pcu", ".cv-panel", "p", "Enter"),
      canvas("put a zone", "pcu", ".cv-panel", "b", "Enter"),
      canvas("put a note", "pcu", "textarea", "n", "Enter"),
      canvas("connect", "pcu", ".cv-panel", "f"),
      canvas("rename", "pcu", ".cv-panel", "F2"),
      canvas("move", "pcu", ".cv-hint", "m"),
      menuOf("outline", ".ol-head [aria-haspopup=menu]"),
      outline("new element", "p"),
      outline("new zone", "b"),
      outline("new note", "n"),
      outline("move", "m"),
      outline("rename", "F2"),
      listOf("inspector, one word", ".t-dock input.mantine-Select-input"),
      listOf("inspector, several words", ".t-dock .mantine-MultiSelect-inputField"),
    ],
  },
  {
    path: "/p/{project}/threats",
    ready: (page) => page.locator("[role=grid] [aria-rowindex='2']"),
    layers: [
      listOf("threats, groups", ".t-filter-more .mantine-Select-input"),
      { id: "threats, views", open: press("button[aria-haspopup=dialog]", "Enter"), there: ".threats-views" },
      { id: "threats, help of the filter", open: press("[data-filter]"), there: "[role=tooltip]" },
      ...["e", "a", "t", "n", "r", "d"].map((key) => row(`decide ${key}`, form, key)),
      row("a decision that lacks something", `${form} [aria-invalid=true]`, "a", "Control+Enter"),
      {
        ...row("controls of a decision", list, "e"),
        open: async (page) => {
          await row("", "", "e").open(page);
          await press(`${form} .mantine-MultiSelect-inputField`, "ArrowDown")(page);
        },
      },
      { ...menuOf("threats, more", ".threats-acts [aria-haspopup=menu]") },
      row("marked rows", ".threats-bulk", "x"),
    ],
  },
  {
    path: "/p/{project}/risk",
    ready: tops,
    layers: [menuOf("files of the risks", "main [aria-haspopup=menu]")],
  },
  {
    path: "/p/{project}/risk?tab=safety",
    ready: (page) => page.locator(".risk-twist").first(),
    layers: [
      {
        id: "threats of a hazard",
        open: press(".risk-twist", "Enter"),
        there: ".risk-twist[aria-expanded=true]",
        stays: true,
      },
    ],
  },
  {
    path: "/p/{project}/paths?tab=trees",
    ready: (page) => page.locator(".pa-node").first(),
    layers: [
      menuOf("grow a tree", ".pa-begin [aria-haspopup=menu]"),
      { id: "a new tree", open: press(".pa-begin button", "Enter"), there: ".pa-new" },
      listOf("trees, link", ".pa-link input"),
      listOf("trees, counters", ".pa-fields .mantine-MultiSelect-inputField"),
    ],
  },
  {
    path: "/p/{project}/reviews",
    ready: tops,
    layers: [
      { id: "ask for a review", open: press(".t-empty-actions button", "Enter"), there: ".rev-main form", stays: true },
    ],
  },
  {
    path: "/p/{project}/text",
    ready: (page) => page.locator(".cm-line").first(),
    layers: [
      {
        id: "problems of the text",
        open: press(".yaml-foot button[aria-expanded]", "Enter"),
        there: ".yaml-problems",
        stays: true,
      },
      { id: "search in the text", open: press(".cm-content", "Control+f"), there: ".cm-search" },
    ],
  },
  {
    path: "/",
    ready: tops,
    layers: [
      {
        id: "palette",
        open: press(".t-nav a", "Control+k"),
        there: "[role=dialog] [role=textbox], [role=dialog] input",
      },
      {
        id: "palette that finds nothing",
        there: ".mantine-Spotlight-empty",
        open: async (page) => {
          await press(".t-nav a", "Control+k")(page);
          await expect(page.locator("[role=dialog] input")).toBeFocused();
          await page.keyboard.type("xyzzy");
        },
      },
      menuOf("languages", ".t-header [aria-haspopup=menu] >> nth=0"),
      menuOf("colours", ".t-header [aria-haspopup=menu] >> nth=1"),
    ],
  },
];

/** Opens the page of a ground. */
export async function stand(page: Page, ground: Ground, project: string) {
  if (ground.panes) {
    const kept = JSON.stringify({ state: ground.panes, version: 0 });
    await page.addInitScript((panes) => localStorage.setItem("theriac.flows", panes), kept);
  }
  await page.goto(ground.path.replace("{project}", project));
  await ground.ready(page).waitFor();
}

/** Opens a layer and waits until it is there. */
export async function openLayer(page: Page, layer: Layer) {
  await layer.open(page);
  await expect(page.locator(layer.there).first(), layer.id).toBeVisible();
}

/** Closes a layer as a person does, and waits until nothing of it is left. */
export async function shutLayer(page: Page, layer: Layer) {
  if (layer.stays) return;
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(page.locator(`${layer.there}`).first()).toBeHidden({ timeout: 700 });
    await expect(page.locator(`${menu}, ${list}, ${form}, .cv-panel, .ol-form`)).toHaveCount(0, { timeout: 700 });
  }, layer.id).toPass();
}
