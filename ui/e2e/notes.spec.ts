// Notes on diagrams: put, written, moved, sized and taken away by keyboard alone, by pointer, and in the outline.
import type { Locator, Page } from "@playwright/test";
import { accessible, dress, expect, type Studio, settled, alone as test } from "./studio";

interface Note {
  id: string;
  text: string;
  about?: string[] | string;
  views?: string[] | string;
}

interface State {
  model: {
    sections: { notes?: Note[] };
    layout: Record<string, Record<string, { x: number; y: number; w?: number; h?: number; locked?: boolean }>>;
  };
}

const state = async (s: Studio) => (await (await fetch(`${s.url}/api/v1/projects/${s.project}/state`)).json()) as State;
const notes = async (s: Studio) => (await state(s)).model.sections.notes ?? [];
const texts = async (s: Studio) => (await notes(s)).map((n) => n.text);
const boxOf = async (s: Studio, id: string, view = "default") => (await state(s)).model.layout[view]?.[id];

async function open(page: Page, s: Studio, query = "") {
  await page.goto(`${s.url}/p/${s.project}/flows${query}`);
  await page.locator(".cv-el").first().waitFor();
}

const canvas = (page: Page) => page.getByRole("application");
const area = (page: Page) => page.getByRole("form", { name: "Text of the note" }).getByRole("textbox");
const named = (page: Page, name: RegExp) => canvas(page).getByRole("img", { name });

async function command(s: Studio, commands: object[]) {
  const at = `${s.url}/api/v1/projects/${s.project}`;
  const { revision } = (await (await fetch(`${at}/state`)).json()) as { revision: number };
  const answer = await fetch(`${at}/commands`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ base: revision, key: crypto.randomUUID(), commands }),
  });
  expect(answer.status, await answer.text()).toBeLessThan(300);
}

async function drag(page: Page, what: Locator, dx: number, dy: number) {
  const r = (await what.boundingBox())!;
  const from = { x: r.x + r.width / 2, y: r.y + r.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + dx, from.y + dy, { steps: 8 });
  await page.mouse.up();
}

// The page knows what it would take back.
const undoIs = (page: Page, name: RegExp) => expect(page.getByRole("button", { name })).toBeEnabled();

test.afterEach(async ({ studio }) => {
  const left = await notes(studio);
  if (left.length)
    await command(
      studio,
      left.map((n) => ({ verb: "remove", section: "notes", id: n.id })),
    );
});

test("by keyboard alone: put, type, move, size, lock, write anew, remove, and undo of it", async ({ page, studio }) => {
  await open(page, studio);
  await canvas(page).focus();
  await page.keyboard.press("Home");
  await expect(page.locator(".in-title").first()).toBeVisible();
  const about = (await canvas(page).getAttribute("aria-activedescendant"))?.slice(3) ?? "";
  await page.keyboard.press("n");
  await expect(page.locator(".cv-hint")).toContainText(/^about .*Enter/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(area(page)).toBeFocused();
  await page.keyboard.type("Who charges it?");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Ask the ward.");
  await page.keyboard.press("Control+Enter");
  await expect(canvas(page)).toBeFocused();
  await expect
    .poll(() => notes(studio))
    .toEqual([{ id: "who-charges-it-ask", text: "Who charges it?\nAsk the ward.", about: [about] }]);
  const id = "who-charges-it-ask";
  const note = named(page, /^Note, Who charges it\? Ask the ward\., about /);
  await expect(note).toBeVisible();
  await expect(canvas(page)).toHaveAttribute("aria-activedescendant", `cv-${id}`);
  await expect(page.locator(".in-title").first()).toHaveText("Who charges it? …");

  const was = await boxOf(studio, id);
  await page.keyboard.press("m");
  await expect(page.locator(".cv-hint")).toBeVisible();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect.poll(() => boxOf(studio, id)).toEqual({ x: (was?.x ?? 0) + 10, y: (was?.y ?? 0) + 100 });
  await undoIs(page, /^Undo: Move note “Who charges it\?/);
  await page.keyboard.press("Control+z");
  await expect.poll(() => boxOf(studio, id)).toEqual(was);

  await page.keyboard.press("Control+Shift+ArrowRight");
  await expect(page.locator(".cv-hint")).toContainText("size");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await boxOf(studio, id))?.w).toBe(220);

  await page.keyboard.press("l");
  await expect(note).toHaveAttribute("aria-label", /locked in place$/);
  await page.keyboard.press("l");
  await expect(note).not.toHaveAttribute("aria-label", /locked/);

  await page.keyboard.press("F2");
  await expect(area(page)).toBeFocused();
  await page.keyboard.type("lost");
  await page.keyboard.press("Escape");
  await expect(canvas(page)).toBeFocused();
  await page.keyboard.press("F2");
  await expect(area(page)).toHaveValue("Who charges it?\nAsk the ward.");
  await expect(area(page)).toBeFocused();
  await page.keyboard.type("The night shift charges it.");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => texts(studio)).toEqual(["The night shift charges it."]);

  await expect(canvas(page)).toBeFocused();
  await undoIs(page, /^Undo: Write/);
  await page.keyboard.press("Control+d");
  await expect.poll(() => texts(studio)).toHaveLength(2);
  await undoIs(page, /^Undo: Duplicate/);
  await page.keyboard.press("Delete");
  await expect.poll(() => texts(studio)).toHaveLength(1);
  await undoIs(page, /^Undo: Remove note/);
  await page.keyboard.press("Control+z");
  await expect.poll(() => texts(studio)).toHaveLength(2);
});

test("arrows reach a note, and Alt and an arrow lead from it to what it is about", async ({ page, studio }) => {
  await open(page, studio);
  await canvas(page).focus();
  await page.keyboard.press("End");
  const about = (await canvas(page).getAttribute("aria-activedescendant")) ?? "";
  await page.keyboard.press("n");
  for (let i = 0; i < 8; i++) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await expect(area(page)).toBeFocused();
  await page.keyboard.type("Far right");
  await page.keyboard.press("Control+Enter");
  await expect(canvas(page)).toHaveAttribute("aria-activedescendant", "cv-far-right");
  await expect(named(page, /^Note, Far right/)).toBeVisible();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(canvas(page)).toHaveAttribute("aria-activedescendant", about);
  for (let i = 0; i < 12; i++) {
    if ((await canvas(page).getAttribute("aria-activedescendant")) === "cv-far-right") break;
    await page.keyboard.press("ArrowRight");
  }
  await expect(canvas(page)).toHaveAttribute("aria-activedescendant", "cv-far-right");
});

test("by pointer: put, type, leave, drag, size, write anew, menu", async ({ page, studio }) => {
  await open(page, studio);
  // Far from the edges of the canvas: near them a drag moves the view along, the further the longer it takes.
  await canvas(page).focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press("-");
  await settled(page);
  const room = (await canvas(page).boundingBox())!;
  await page.getByRole("button", { name: "New note" }).click();
  await page.mouse.click(room.x + room.width / 2, room.y + 90);
  await expect(area(page)).toBeFocused();
  await page.keyboard.type("Left by a click");
  await page.mouse.click(room.x + room.width - 30, room.y + room.height - 30);
  await expect.poll(() => notes(studio)).toEqual([{ id: "left-by-a-click", text: "Left by a click" }]);
  const id = "left-by-a-click";
  const note = page.locator(`[id="cv-${id}"]`);
  await expect(note).toHaveText("Left by a click");

  const was = (await boxOf(studio, id))!;
  await drag(page, note, 60, 30);
  await expect.poll(async () => (await boxOf(studio, id))?.x).toBeGreaterThan(was.x);
  expect((await boxOf(studio, id))?.y).toBeGreaterThan(was.y);
  await expect(note).toHaveAttribute("data-selected", "true");

  const before = (await boxOf(studio, id))!;
  await drag(page, note.locator(".cv-size").last(), 80, 60);
  await expect.poll(async () => (await boxOf(studio, id))?.w ?? 0).toBeGreaterThan(200);
  expect(await boxOf(studio, id)).toMatchObject({ x: before.x, y: before.y });

  await note.dblclick();
  await expect(area(page)).toBeFocused();
  await page.keyboard.type("Written anew");
  await page.keyboard.press("Control+Enter");
  await expect(note).toHaveText("Written anew");

  await note.click({ button: "right" });
  await expect(page.getByRole("menuitem", { name: /^Change the text/ })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: /^Comments|^Put into a zone|^Zone around/ })).toHaveCount(0);
  await page.getByRole("menuitem", { name: /^Remove/ }).click();
  await expect.poll(() => notes(studio)).toEqual([]);
});

test("a note in a zone moves with the zone, and is sized where it stands", async ({ page, studio }) => {
  // Written by somebody else, beside the things of the zone, which takes its place from them.
  const pcu = { x: 400, y: 300 };
  await command(studio, [
    { verb: "place", view: "default", target: "pcu", ...pcu },
    { verb: "place", view: "default", target: "module", x: 400, y: 700 },
    { verb: "add", section: "notes", id: "in-here", fields: { text: "In here" } },
    { verb: "place", view: "default", target: "in-here", x: 400, y: 500, w: 100, h: 60 },
  ]);
  await open(page, studio);
  const note = page.locator('[id="cv-in-here"]');
  await note.click();
  await drag(page, note.locator(".cv-size").last(), 40, 30);
  await expect.poll(async () => (await boxOf(studio, "in-here"))?.w ?? 0).toBeGreaterThan(110);
  expect(await boxOf(studio, "in-here")).toMatchObject({ x: 400, y: 500 });
  await undoIs(page, /^Undo: Resize/);
  await settled(page); // the zone grows with it
  // Names of flows may lie on the head; between them is a place to take hold of it.
  const free = await page.locator('[id="cv-z-core"]').evaluate((zone) => {
    const handles = [...zone.querySelectorAll(".cv-zone-head, .cv-zone-edge")];
    for (const r of handles.map((h) => h.getBoundingClientRect()))
      for (let x = r.left + 3; x < r.right; x += 4)
        for (let y = r.top + 1; y < r.bottom; y += 4) {
          const top = document.elementFromPoint(x, y);
          if (handles.some((h) => h.contains(top))) return { x, y };
        }
    return undefined;
  });
  if (!free) throw new Error("nothing of the head is free");
  await page.mouse.move(free.x, free.y);
  await page.mouse.down();
  await page.mouse.move(free.x, free.y - 60, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => (await boxOf(studio, "in-here"))?.y).toBeLessThan(500);
  const moved = ((await boxOf(studio, "in-here"))?.y ?? 0) - 500;
  expect((await boxOf(studio, "pcu"))?.y).toBe(pcu.y + moved);
  await undoIs(page, /^Undo: Move/);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await boxOf(studio, "in-here"))?.y).toBe(500);
});

test("a view keeps the notes that are made in it", async ({ page, studio }) => {
  await open(page, studio, "?view=updates");
  await page.getByRole("button", { name: "New note" }).click();
  await canvas(page).focus();
  await page.keyboard.press("Enter");
  await expect(area(page)).toBeFocused();
  await page.keyboard.type("Only here");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => notes(studio)).toMatchObject([{ text: "Only here", views: ["updates"] }]);
  await expect(named(page, /^Note, Only here/)).toBeVisible();
  await open(page, studio);
  await expect(named(page, /^Note/)).toHaveCount(0);
});

test("the outline has the notes, and does all of it without the canvas", async ({ page, studio }) => {
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
  await page.keyboard.press("n");
  const form = page.getByRole("form", { name: "New note" }).getByRole("textbox");
  await expect(form).toBeFocused();
  await page.keyboard.type("Written in the outline");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => texts(studio)).toEqual(["Written in the outline"]);
  await expect(tree).toBeFocused();
  await page.keyboard.press("End");
  await expect(tree.getByRole("treeitem", { name: "1 note" })).toHaveAttribute("aria-expanded", "true");
  const row = tree.getByRole("treeitem", { name: /^Note, Written in the outline/ });
  await expect(row).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("F2");
  await expect(page.getByRole("form", { name: "Change the text" }).getByRole("textbox")).toBeFocused();
  await page.keyboard.type("Again");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => texts(studio)).toEqual(["Again"]);
  await expect(tree).toBeFocused();
  await expect(tree.getByRole("treeitem", { name: /^Note, Again/ })).toBeVisible();
  await page.keyboard.press("Delete");
  await expect.poll(() => texts(studio)).toEqual([]);
  await expect(tree.getByRole("treeitem", { name: /note/i })).toHaveCount(0);
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing, ${theme}: a note, writing on it, its inspector and menu`, async ({ page, studio }) => {
    await dress(page, theme);
    await open(page, studio);
    await canvas(page).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("n");
    await page.keyboard.press("Enter");
    await expect(area(page)).toBeFocused();
    await page.keyboard.type("Is this cable inside the housing?");
    await accessible(page);
    await page.keyboard.press("Control+Enter");
    await expect(named(page, /^Note, Is this cable/)).toBeVisible();
    const inspector = page.locator(".in-body");
    await expect(inspector.getByRole("textbox", { name: "text" })).toHaveValue("Is this cable inside the housing?");
    await expect(inspector.getByRole("region", { name: "Comments" })).toHaveCount(0);
    await accessible(page);
    await page.keyboard.press("Shift+F10");
    await expect(page.getByRole("menuitem", { name: /^Change the text/ })).toBeVisible();
    await accessible(page);
  });
}
