// Data flows by keyboard alone, by pointer, and what a page must keep: names, no complaint, axe.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { accessible, dress, expect, type Studio, settled, startStudio, test as studioTest } from "./studio";

const blank = `theriac: 1
id: blank
name: Blank
packs: [core, medical]
`;

// A model of our own that starts with nothing.
const test = studioTest.extend<object, { empty: Studio }>({
  empty: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const { studio, stop } = await startStudio();
      writeFileSync(join(studio.folder, "theriac.yaml"), blank);
      await expect
        .poll(async () => ((await state(studio)).model.sections.elements ?? []).length, { timeout: 15_000 })
        .toBe(0);
      await use(studio);
      await stop();
    },
    { scope: "worker" },
  ],
});

interface State {
  model: { sections: Record<string, { id: string; name?: string; zone?: string; from?: string; to?: string }[]> };
  findings: unknown[];
}

async function state(s: Studio): Promise<State> {
  return (await (await fetch(`${s.url}/api/v1/projects/${s.project}/state`)).json()) as State;
}

const names = async (s: Studio, section: string) =>
  ((await state(s)).model.sections[section] ?? []).map((e) => e.name ?? e.id);

async function open(page: Page, s: Studio, query = "") {
  await page.goto(`${s.url}/p/${s.project}/flows${query}`);
  await page.getByRole("application").waitFor();
  await settled(page);
}

/** What the canvas says that it stands on. */
const here = (page: Page) =>
  page.evaluate(() => {
    const id = document.querySelector("[role=application]")?.getAttribute("aria-activedescendant");
    return document.getElementById(id ?? "")?.getAttribute("aria-label") ?? "";
  });

// Presses a key and waits until the panel that it opens has the focus.
async function panel(page: Page, name: RegExp, text: string) {
  const input = page
    .getByRole("form", { name })
    .getByRole("textbox")
    .or(page.getByRole("form", { name }).getByRole("combobox"));
  await expect(input.first()).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("application")).toBeFocused();
}

test("two zones, three elements and two flows without a mouse; threats appear", async ({ page, empty }) => {
  await open(page, empty);
  await page.getByRole("application").focus();

  for (const zone of ["Ward", "Cloud"]) {
    await page.keyboard.press("b");
    await page.keyboard.press("Enter");
    await panel(page, /Name of the zone/, zone);
    await expect.poll(() => names(empty, "zones")).toContain(zone);
    // The next zone beside it, not within it.
    await page.keyboard.press("Escape");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.getByRole("application").focus();
  }

  const add = async (name: string, way: string) => {
    await page.keyboard.press(way);
    if (!way.includes("Arrow")) await page.keyboard.press("Enter");
    await panel(page, /New element/, name);
    await expect.poll(() => names(empty, "elements")).toContain(name);
    await expect.poll(() => here(page)).toContain(name);
  };
  await add("Therapy core", "p");
  await add("Gateway", "Control+ArrowRight");
  await add("Records", "s");
  await expect.poll(() => names(empty, "flows")).toHaveLength(1);

  // From the store back to the first element.
  await page.keyboard.press("f");
  const form = page.getByRole("form", { name: /^Flow from Records to/ });
  await expect(form.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("Therapy");
  await page.keyboard.press("Enter");
  const rename = page.getByRole("form", { name: "Name of the flow" });
  await expect(rename.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("Settings");
  await page.keyboard.press("Enter");
  await expect.poll(() => names(empty, "flows")).toEqual(expect.arrayContaining(["Settings"]));

  const after = await state(empty);
  expect(after.model.sections.zones).toHaveLength(2);
  expect(after.model.sections.elements).toHaveLength(3);
  expect(after.model.sections.flows).toHaveLength(2);
  expect(after.findings.length).toBeGreaterThan(0);
  await expect(page.getByRole("contentinfo").or(page.locator(".t-status"))).toContainText(/possible|confirmed/);
  expect(readFileSync(join(empty.folder, "theriac.yaml"), "utf8")).toContain("name: Therapy core");

  // Undo takes one step at a time and says which. It is offered when nothing is on its way any more.
  await expect(page.getByRole("button", { name: /^Undo: / })).toBeEnabled();
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await names(empty, "flows")).includes("Settings")).toBe(false);
});

test("arrows walk, Alt and arrows follow flows, Enter opens the inspector", async ({ page, studio }) => {
  await open(page, studio);
  const canvas = page.getByRole("application");
  await canvas.focus();
  await page.keyboard.press("Home");
  const first = await canvas.getAttribute("aria-activedescendant");
  await page.keyboard.press("ArrowLeft");
  const second = await canvas.getAttribute("aria-activedescendant");
  expect(second).not.toBe(first);
  await page.evaluate(() => undefined);
  const label = await page.locator(`[id="${second}"]`).getAttribute("aria-label");
  expect(label).toMatch(/flows? in/);
  await page.keyboard.press("Enter");
  await expect(page.locator(".in-title").first()).toBeVisible();
});

test("M and arrows move, one step of undo brings it back", async ({ page, studio }) => {
  await open(page, studio);
  await page.getByRole("application").focus();
  await page.keyboard.press("Home");
  const id = (await page.getByRole("application").getAttribute("aria-activedescendant"))?.slice(3) ?? "";
  const before = await page.locator(`[id="cv-${id}"]`).boundingBox();
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect.poll(() => layoutOf(studio, id)).toBeTruthy();
  const after = await page.locator(`[id="cv-${id}"]`).boundingBox();
  expect(after?.x ?? 0).toBeGreaterThan(before?.x ?? 0);
  await page.keyboard.press("Control+z");
  await expect.poll(() => layoutOf(studio, id)).toBeFalsy();
});

async function layoutOf(s: Studio, id: string) {
  const st = (await state(s)) as unknown as { model: { layout: Record<string, Record<string, unknown>> } };
  return st.model.layout.default?.[id];
}

test("dragging with the pointer moves into a zone", async ({ page, studio }) => {
  await open(page, studio);
  const from = await page.locator('[id="cv-nurse"]').boundingBox();
  const to = await page.locator('[id="cv-z-clin"]').boundingBox();
  if (!from || !to) throw new Error("nothing is drawn");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 40, { steps: 12 });
  await page.mouse.up();
  await expect
    .poll(async () => (await state(studio)).model.sections.elements?.find((e) => e.id === "nurse")?.zone)
    .toBe("z-clin");
  await expect(page.getByRole("button", { name: /^Undo: Move Nurse/ })).toBeEnabled();
  await page.keyboard.press("Control+z");
  await expect
    .poll(async () => (await state(studio)).model.sections.elements?.find((e) => e.id === "nurse")?.zone)
    .toBe("z-bed");
});

test("the outline edits without the canvas", async ({ page, studio }) => {
  await page.addInitScript(() =>
    localStorage.setItem(
      "theriac.flows",
      JSON.stringify({ state: { canvas: false, outline: true, text: false }, version: 0 }),
    ),
  );
  await page.goto(`${studio.url}/p/${studio.project}/flows`);
  const tree = page.getByRole("tree");
  await tree.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Insert");
  await expect(page.getByRole("form", { name: "New element" }).getByRole("textbox").first()).toBeFocused();
  await page.keyboard.type("Charging cradle");
  await page.keyboard.press("Enter");
  await expect.poll(() => names(studio, "elements")).toContain("Charging cradle");
  await expect(page.getByRole("treeitem", { name: /Charging cradle/ })).toBeVisible();
  await page.keyboard.press("Delete");
  await expect.poll(() => names(studio, "elements")).not.toContain("Charging cradle");
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing, ${theme}: canvas, outline, inspector`, async ({ page, studio }) => {
    await dress(page, theme);
    await page.addInitScript(() =>
      localStorage.setItem(
        "theriac.flows",
        JSON.stringify({ state: { canvas: true, outline: true, text: false }, version: 0 }),
      ),
    );
    await open(page, studio);
    await page.getByRole("application").focus();
    await page.keyboard.press("Home");
    await expect(page.locator(".in-title").first()).toBeVisible();
    await accessible(page);
  });
}

test("every view of the model can be shown", async ({ page, studio }) => {
  const views = (await state(studio)).model.sections.views ?? [];
  expect(views.length).toBeGreaterThan(3);
  for (const v of views) {
    await open(page, studio, `?view=${v.id}`);
    expect(await page.locator(".cv-el").count()).toBeGreaterThan(0);
  }
});

test("open comments are counted on what they are about, and lead to them", async ({ page, studio }) => {
  const at = `${studio.url}/api/v1/projects/${studio.project}/comments`;
  const say = (target: string) =>
    fetch(at, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ body: "Who keeps this key?", target }),
    });
  await open(page, studio);
  const node = page.locator('[id="cv-pcu"]');
  await expect(node).toHaveAttribute("aria-label", /threat/);
  await expect(node).not.toHaveAttribute("aria-label", /open comment/);
  // Said by somebody else, it comes by itself.
  expect((await say("pcu")).status).toBeLessThan(300);
  await expect(node).toHaveAttribute("aria-label", /1 open comment/);
  expect((await say("pcu")).status).toBeLessThan(300);
  await expect(node.locator(".cv-talk")).toHaveText("2");
  await node.locator(".cv-talk").click();
  const part = page.getByRole("region", { name: "Comments" });
  await expect(part.getByRole("textbox")).toBeFocused();
  await expect(part.getByText("Who keeps this key?").first()).toBeVisible();
  await accessible(page);
  // By keyboard: the menu of what is selected has the same act.
  await page.getByRole("application").focus();
  await page.getByRole("button", { name: "More", exact: true }).press("Enter");
  await page.getByRole("menuitem", { name: /^Comments/ }).press("Enter");
  await expect(part.getByRole("textbox")).toBeFocused();
  const threads = (await (await fetch(at)).json()) as { id: string; target: string }[];
  for (const x of threads.filter((y) => y.target === "pcu"))
    await fetch(`${at}/${x.id}/resolve`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ resolved: true }),
    });
  await expect(node.locator(".cv-talk")).toHaveCount(0);
});

const endOf = async (s: Studio, flow: string) => {
  const f = (await state(s)).model.sections.flows?.find((x) => x.id === flow);
  return `${f?.from} ${f?.to}`;
};

test("R leads the end of a flow elsewhere, and so does the pointer", async ({ page, studio }) => {
  await open(page, studio);
  const flow = (await state(studio)).model.sections.flows?.find((f) => f.from === "nurse");
  if (!flow) throw new Error("the nurse does nothing");
  const was = await endOf(studio, flow.id);
  const line = page.locator(`[id="cv-${flow.id}"]`);
  await line.locator(".cv-label").first().click();
  await expect(page.getByRole("application")).toBeFocused();
  await expect(line).toHaveAttribute("data-selected", "true");
  await page.keyboard.press("r");
  const form = page.getByRole("form", { name: /leads to$/ });
  await expect(form.getByRole("combobox")).toBeFocused();
  await accessible(page);
  await page.keyboard.type("server");
  const option = form.getByRole("option").first();
  const name = await option.locator("span").textContent();
  await page.keyboard.press("Enter");
  const to = (await state(studio)).model.sections.elements?.find((e) => (e.name ?? e.id) === name)?.id;
  await expect.poll(() => endOf(studio, flow.id)).toBe(`nurse ${to}`);
  await expect(page.getByRole("application")).toBeFocused();
  await expect(page.locator(".t-status")).toContainText(/confirmed/);
  await page.keyboard.press("Control+z");
  await expect.poll(() => endOf(studio, flow.id)).toBe(was);

  // The end of the selected flow has a handle.
  const end = await page.locator(".react-flow__edgeupdater-target").boundingBox();
  const other = await page.locator('[id="cv-pcu"]').boundingBox();
  if (!end || !other) throw new Error("nothing to take hold of");
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2);
  await page.mouse.down();
  await page.mouse.move(other.x + other.width / 2, other.y + other.height / 2, { steps: 12 });
  await page.mouse.move(other.x + other.width / 2, other.y + other.height - 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => endOf(studio, flow.id)).toBe("nurse pcu");
});

test("the menu of what is selected opens by right click, by key and by long press", async ({ page, studio }) => {
  await open(page, studio);
  const node = page.locator('[id="cv-pcu"]');
  await node.click({ button: "right" });
  await expect(page.getByRole("menuitem", { name: /^Duplicate/ })).toBeVisible();
  await expect(node).toHaveAttribute("data-selected", "true");
  await accessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await page.getByRole("application").focus();
  await page.keyboard.press("Shift+F10");
  await expect(page.getByRole("menuitem", { name: /^Comments/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
});

test("fingers: a tap selects, one moves the view, two zoom, a long press opens the menu", async ({ page, studio }) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 5 });
  await open(page, studio);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: [number, number][]) =>
    cdp.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const node = page.locator('[id="cv-pcu"]');
  const middle = async () => {
    const b = await node.boundingBox();
    if (!b) throw new Error("nothing is drawn");
    return [b.x + b.width / 2, b.y + b.height / 2] as [number, number];
  };
  const at = await middle();
  await touch("touchStart", at);
  await touch("touchEnd");
  await expect(node).toHaveAttribute("data-selected", "true");

  // One finger on the ground moves the view, and selects nothing.
  const box = await page.getByRole("application").boundingBox();
  if (!box) throw new Error("no canvas");
  const ground: [number, number] = [box.x + 6, box.y + box.height - 8];
  await touch("touchStart", ground);
  for (let i = 1; i <= 8; i++) await touch("touchMove", [ground[0] + i * 10, ground[1] - i * 5]);
  await touch("touchEnd");
  await expect.poll(async () => Math.round((await middle())[0] - at[0])).toBeGreaterThan(50);

  const zoom = async () => Number.parseInt((await page.locator(".cv-percent").textContent()) ?? "", 10);
  const before = await zoom();
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 60];
  await touch("touchStart", [x - 30, y], [x + 30, y]);
  for (let i = 1; i <= 8; i++) await touch("touchMove", [x - 30 - i * 8, y], [x + 30 + i * 8, y]);
  await touch("touchEnd");
  await expect.poll(zoom).toBeGreaterThan(before * 1.5);

  await page.getByRole("application").focus();
  await page.keyboard.press("Shift+Digit1");
  await expect.poll(zoom).toBeLessThanOrEqual(before);
  await touch("touchStart", await middle());
  await expect(page.getByRole("menuitem", { name: /^Duplicate/ })).toBeVisible();
  await touch("touchEnd");
  await expect(page.getByRole("menuitem", { name: /^Duplicate/ })).toBeVisible();
});

test("L locks a box where it is: neither keys nor pointer nor arranging move it", async ({ page, studio }) => {
  await open(page, studio);
  const node = page.locator('[id="cv-pcu"]');
  await node.click();
  await expect(page.getByRole("application")).toBeFocused();
  await page.keyboard.press("l");
  await expect(node).toHaveAttribute("aria-label", /locked in place/);
  await expect.poll(() => layoutOf(studio, "pcu")).toMatchObject({ locked: true });
  expect(readFileSync(join(studio.folder, "layout.yaml"), "utf8")).toMatch(/pcu: \{.*locked: yes\}/);
  const was = await layoutOf(studio, "pcu");

  await page.keyboard.press("m");
  await expect(page.getByText("It is locked in place. L unlocks it.")).toBeAttached();
  const b = await node.boundingBox();
  if (!b) throw new Error("nothing is drawn");
  await page.mouse.move(b.x + b.width / 2, b.y + b.height - 6);
  await page.mouse.down();
  await page.mouse.move(b.x + 120, b.y + 90, { steps: 8 });
  await page.mouse.up();
  await page.getByRole("button", { name: "Arrange" }).click();
  await page.getByRole("menuitem", { name: "Arrange everything" }).click();
  await expect(page.getByText("Arranged. Undo brings the old places back.").first()).toBeVisible();
  expect(await layoutOf(studio, "pcu")).toEqual(was);
  await accessible(page);

  await node.click();
  await page.keyboard.press("l");
  await expect(node).not.toHaveAttribute("aria-label", /locked in place/);
  await expect.poll(() => layoutOf(studio, "pcu")).not.toHaveProperty("locked");
});

test("a large view draws its flows on a canvas, and still picks, names and reconnects them", async ({
  page,
  empty,
}) => {
  const ids = Array.from({ length: 160 }, (_, i) => `e${i}`);
  const lines = [blank, "elements:", ...ids.map((id) => `  ${id}: {name: Part ${id.slice(1)}}`), "flows:"];
  for (let i = 0; i + 1 < ids.length; i++) lines.push(`  f${i}: {name: Link ${i}, from: e${i}, to: e${i + 1}}`);
  const boxes = ids.map((id, i) => `    ${id}: {x: ${(i % 16) * 320}, y: ${Math.floor(i / 16) * 160}}`);
  writeFileSync(join(empty.folder, "layout.yaml"), `layout:\n  default:\n${boxes.join("\n")}\n`);
  writeFileSync(join(empty.folder, "theriac.yaml"), `${lines.join("\n").replace("\n\n", "\n")}\n`);
  await expect.poll(async () => (await names(empty, "flows")).length).toBe(159);
  await open(page, empty);
  await expect(page.locator(".cv-far[data-on]").first()).toBeVisible();
  await page.getByRole("application").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+Digit2");
  await page.keyboard.press("Shift+Digit0");
  await expect(page.locator(".cv-percent")).toHaveText("100 %");
  const first = page.locator('[id="cv-e0"]');
  const second = page.locator('[id="cv-e1"]');
  await expect(first).toBeVisible();
  await expect(page.locator(".cv-flow[role=img]")).toHaveCount(0);
  const [a, b] = [await first.boundingBox(), await second.boundingBox()];
  if (!a || !b) throw new Error("nothing is drawn");

  // A click on the line makes it a part of the page, with its name.
  await page.mouse.click((a.x + a.width + b.x) / 2, a.y + a.height / 2);
  const flow = page.locator('[id="cv-f0"]');
  await expect(flow).toHaveAttribute("data-selected", "true");
  await expect(flow).toHaveAttribute("aria-label", /Link 0, from Part 0 to Part 1/);
  await expect(page.getByRole("application")).toHaveAttribute("aria-activedescendant", "cv-f0");
  await accessible(page);
  await page.keyboard.press("r");
  await expect(page.getByRole("form", { name: "Link 0 leads to" }).getByRole("combobox")).toBeFocused();
  await page.keyboard.type("Part 17");
  await page.keyboard.press("Enter");
  await expect.poll(() => endOf(empty, "f0")).toBe("e0 e17");

  // What is dragged takes its flows along, and leaves the rest to the canvas.
  await expect(page.getByRole("application")).toBeFocused();
  const c = await second.boundingBox();
  if (!c) throw new Error("nothing is drawn");
  await page.mouse.move(c.x + 20, c.y + c.height - 8);
  await page.mouse.down();
  await page.mouse.move(c.x + 60, c.y + c.height + 32, { steps: 4 });
  await expect(page.locator('[id="cv-f1"]')).toBeAttached();
  await expect(page.locator('[id="cv-f2"]')).toHaveCount(0);
  await page.mouse.up();
  await expect
    .poll(async () => Number(((await layoutOf(empty, "e1")) as { x?: number } | undefined)?.x))
    .toBeGreaterThan(330);

  // By keyboard: Alt and an arrow follow a flow that is drawn on the canvas.
  await second.click();
  await page.keyboard.press("Alt+ArrowRight");
  await expect(page.getByRole("application")).toHaveAttribute("aria-activedescendant", "cv-f1");
  await expect(page.locator('[id="cv-f1"]')).toHaveAttribute("aria-label", /Link 1/);
});
