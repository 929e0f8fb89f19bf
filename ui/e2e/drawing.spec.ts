// What a person draws and looks at on the canvas: ways to a hazard, copies from one project in another, first steps.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { change } from "./edits";
import { accessible, expect, type Studio, settled, startStudio, test } from "./studio";

async function open(page: Page, s: Studio, query = "") {
  await page.goto(`${s.url}/p/${s.project}/flows${query}`);
  await page.getByRole("application").waitFor();
  await settled(page);
}

test("the ways to a hazard are lit on the diagram; Esc puts them out, and a failure is not told as none", async ({
  page,
  studio,
  complaints,
}) => {
  await open(page, studio);
  const menu = page.locator(".cv-paths-button");
  const choose = async (name: RegExp) => {
    await menu.click();
    await page.getByRole("menuitem", { name }).click();
  };
  const lit = page.locator(".cv-el[data-lit]");
  await choose(/Over-infusion/);
  await expect(menu).toHaveText(/^Ways to Over-infusion/);
  await expect.poll(() => lit.count()).toBeGreaterThan(1);
  expect(await page.locator(".cv-el[data-dim]").count()).toBeGreaterThan(0);
  expect(await page.locator(".cv-flow[data-lit]").count()).toBeGreaterThan(0);
  await accessible(page);
  await page.getByRole("application").focus();
  await page.keyboard.press("Escape");
  await expect(lit).toHaveCount(0);
  await expect(menu).toHaveText("Show ways to a hazard");

  await page.route(/\/paths\?/, (r) => r.fulfill({ status: 503, body: "" }));
  await choose(/Over-infusion/);
  await expect(
    page.getByRole("alert").or(page.getByRole("status")).getByText("The ways could not be found"),
  ).toBeVisible();
  complaints.splice(0);
});

interface Entry {
  id: string;
  name?: string;
  zone?: string;
  in?: string;
  carries?: string[];
}

const model = async (s: Studio, project: string) =>
  (
    (await (await fetch(`${s.url}/api/v1/projects/${project}/state`)).json()) as {
      model: { sections: Record<string, Entry[]> };
    }
  ).model.sections;

const two = test.extend<object, { studio: Studio; amps: string; ecg: string }>({
  studio: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const { studio, stop } = await startStudio("");
      await use(studio);
      await stop();
    },
    { scope: "worker" },
  ],
  amps: [async ({ studio }, use) => use(await example(studio, "amps")), { scope: "worker" }],
  ecg: [async ({ studio }, use) => use(await example(studio, "wearable-ecg")), { scope: "worker" }],
});

async function example(s: Studio, id: string): Promise<string> {
  const res = await fetch(`${s.url}/api/v1/projects`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: id, from: { example: id } }),
  });
  expect(res.status).toBe(201);
  return ((await res.json()) as { id: string }).id;
}

/** Selects things on the diagram, as a person does who clicks one and then others with Shift. */
async function pick(page: Page, ...ids: string[]) {
  for (const [i, id] of ids.entries())
    await page.locator(`[id="cv-${id}"]`).click({ position: { x: 20, y: 10 }, modifiers: i ? ["Shift"] : [] });
}

const fresh = (was: Entry[] = [], is: Entry[] = []) => is.filter((x) => !was.some((y) => y.id === x.id));

/** Boxes on the screen that lie over each other, and boxes that stand in a zone on the picture alone. */
const lies = (page: Page, zoned: Record<string, string>) =>
  page.evaluate((zoneOf) => {
    const rects = (of: string) =>
      [...document.querySelectorAll(of)].map((e) => ({ id: e.id.slice(3), r: e.getBoundingClientRect() }));
    const meet = (a: DOMRect, b: DOMRect) =>
      a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const boxes = rects(".cv-el");
    const out = boxes.flatMap((a, i) =>
      boxes.slice(i + 1).flatMap((b) => (meet(a.r, b.r) ? [`${a.id} over ${b.id}`] : [])),
    );
    for (const z of rects(".cv-zone"))
      for (const b of boxes)
        if (meet(z.r, b.r) && !(zoneOf[b.id] ?? "").split(" ").includes(z.id)) out.push(`${b.id} in ${z.id}`);
    return out;
  }, zoned);

/** The zones around each element, by the model. */
function zonesOf(m: Record<string, Entry[]>): Record<string, string> {
  const up = (id: string | undefined): string[] => {
    const z = m.zones?.find((x) => x.id === id);
    return z ? [z.id, ...up(z.in)] : [];
  };
  return Object.fromEntries((m.elements ?? []).map((e) => [e.id, up(e.zone).join(" ")]));
}

two(
  "what is copied in one project is pasted in another: where there is room, in no zone by chance",
  async ({ context, page, studio, amps, ecg }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page, { ...studio, project: amps });
    // Both models have a zone z-cloud and data called commands; neither is the same.
    await pick(page, "app", "gw", "clin");
    await page.keyboard.press("Control+c");
    await expect(page.getByText("3 things copied")).toBeAttached();
    const was = await model(studio, ecg);
    const other = await context.newPage();
    await open(other, { ...studio, project: ecg });
    await other.getByRole("application").focus();
    await other.keyboard.press("Control+v");
    await expect(
      other.getByText("5 things pasted. Left out, because only the other project knows it: clinician."),
    ).toBeVisible();
    const made = async () => fresh(was.elements, (await model(studio, ecg)).elements);
    await expect.poll(async () => (await made()).length).toBe(3);
    for (const e of await made()) {
      expect(e.zone, e.name).toBeUndefined();
      await expect(other.locator(`[id="cv-${e.id}"]`)).toBeInViewport({ ratio: 0.95 });
    }
    await settled(other);
    expect(await lies(other, zonesOf(await model(studio, ecg)))).toEqual([]);
    await other.getByRole("button", { name: "Undo: Paste 5 things" }).click();
    await expect.poll(async () => (await made()).length).toBe(0);
    // The note about it takes back nothing else.
    const notes = other.getByRole("alert");
    await expect(notes.getByText("5 things pasted.")).toBeVisible();
    await expect(notes.getByRole("button", { name: "Undo" })).toHaveCount(0);

    // A zone with all that lies in it, into the zone that is selected there.
    await page.bringToFront();
    await page.keyboard.press("Escape");
    await pick(page, "z-ifc");
    await page.keyboard.press("Control+c");
    await expect(page.getByText("7 things copied")).toBeAttached();
    await other.bringToFront();
    await other.getByRole("button", { name: "See everything" }).click();
    await pick(other, "z-clin");
    await other.keyboard.press("Control+v");
    await expect(other.getByText("Data of the same name is that of this project: Firmware.")).toBeVisible();
    await expect.poll(async () => (await made()).length).toBe(5);
    const now = await model(studio, ecg);
    const zones = fresh(was.zones, now.zones);
    expect(zones.map((z) => [z.name, z.in])).toEqual([
      ["Outer interfaces of the device", "z-clin"],
      ["Ankle monitor", zones[0]?.id],
    ]);
    expect(fresh(was.flows, now.flows).map((f) => f.carries)).toEqual([["commands", "firmware"]]);
    await settled(other);
    expect(await lies(other, zonesOf(now))).toEqual([]);
    await other.close();
  },
);

two(
  "copies in one project stand beside the original, also from the outline; a flow alone is not copied",
  async ({ context, page, studio, amps }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page, { ...studio, project: amps });
    const was = await model(studio, amps);
    await pick(page, "svc");
    await page.keyboard.press("Control+c");
    await expect(page.getByText("1 thing copied")).toBeAttached();
    await page.keyboard.press("Control+v");
    const made = async () => fresh(was.elements, (await model(studio, amps)).elements);
    await expect.poll(async () => (await made()).map((e) => e.zone)).toEqual(["z-cloud"]);
    const copy = page.locator(`[id="cv-${(await made())[0]?.id}"]`);
    await expect(copy).toBeInViewport({ ratio: 0.95 });
    await page.getByRole("button", { name: "Outline" }).click();
    await page.getByRole("tree").focus();
    await expect(page.getByRole("tree")).toBeFocused();
    await page.keyboard.press("Control+v");
    await expect.poll(async () => (await made()).length).toBe(2);
    await page.getByRole("button", { name: "See everything" }).click();
    await settled(page);
    const lie = (await lies(page, zonesOf(await model(studio, amps)))).filter((x) => !/^gw over db$/.test(x));
    expect(lie).toEqual([]);

    await page.keyboard.press("Escape");
    await page.locator('[id="cv-f2"] .cv-label').first().click();
    await page.keyboard.press("Control+x");
    await expect(page.getByText("Flows are copied along with the elements at both of their ends")).toBeVisible();
    expect((await model(studio, amps)).flows?.some((f) => f.id === "f2")).toBe(true);
  },
);

two(
  "labels of flows that run side by side can all be read, and marks stay within their boxes",
  async ({ page, studio }) => {
    const project = await example(studio, "patient-monitor");
    for (const view of ["", "?view=z-mon", "?view=updates"]) {
      await open(page, { ...studio, project }, view);
      const bad = await page.evaluate(() => {
        const meet = (a: DOMRect, b: DOMRect) =>
          a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
        const label = (f: Element) => [...f.querySelectorAll(".cv-label")].map((x) => x.getBoundingClientRect());
        const flows = [...document.querySelectorAll(".cv-flow")];
        const out = flows.flatMap((a, i) =>
          flows
            .slice(i + 1)
            .filter((b) => label(a).some((r) => label(b).some((q) => meet(r, q))))
            .map((b) => `${a.id} over ${b.id}`),
        );
        for (const title of document.querySelectorAll(".cv-zone-head"))
          for (const f of flows)
            if (label(f).some((r) => meet(r, title.getBoundingClientRect())))
              out.push(`${f.id} over ${title.textContent}`);
        for (const box of document.querySelectorAll(".cv-el")) {
          const right = box.getBoundingClientRect().right;
          for (const part of box.querySelectorAll(".cv-under *"))
            if (part.getBoundingClientRect().right > right - 4) out.push(`${box.id}: ${part.textContent}`);
        }
        return out;
      });
      expect(bad, view).toEqual([]);
    }
  },
);

const scratch = test.extend<object, { studio: Studio }>({
  studio: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const { studio, stop } = await startStudio("");
      await use(studio);
      await stop();
    },
    { scope: "worker" },
  ],
});

scratch(
  "the first minutes: an empty model is drawn by pointer, and stays where it is drawn",
  async ({ page, studio }) => {
    await page.goto(studio.url);
    await page.getByRole("combobox", { name: "Type of device" }).click();
    await page.getByRole("option", { name: "None: an empty model" }).click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill('Monitor "G1"');
    await page.getByRole("button", { name: "Create" }).first().click();
    const canvas = page.getByRole("application");
    await canvas.waitFor();
    await settled(page);
    await expect(page.getByText("Nothing is drawn yet")).toBeVisible();
    await expect(page.getByRole("region", { name: "Legend" })).toHaveCount(0);
    await accessible(page);
    const project = /\/p\/([^/]+)/.exec(page.url())?.[1] ?? "";

    await page.getByRole("button", { name: "New zone" }).click();
    await page.mouse.move(500, 300);
    await page.mouse.down();
    await page.mouse.move(800, 480, { steps: 4 });
    await page.mouse.up();
    await expect(page.getByRole("textbox", { name: "Name of the zone" })).toBeFocused();
    await page.keyboard.type("Body");
    await page.keyboard.press("Enter");
    const zone = page.locator("[id='cv-body']");
    await zone.waitFor();
    await expect.poll(async () => Math.abs(((await zone.boundingBox())?.x ?? 0) - 500)).toBeLessThan(12);

    const put = async (tool: string, x: number, y: number, name: string) => {
      await page.getByRole("button", { name: tool }).click();
      await page.mouse.click(x, y);
      await expect(page.getByRole("combobox", { name: "Name" })).toBeFocused();
      await page.keyboard.type(name);
      await page.keyboard.press("Enter");
      await expect(page.locator(".cv-el", { hasText: name })).toBeVisible();
    };
    await put("New process", 640, 400, "Glucose sensor");
    // What the library knows by this name is that, and so a person here.
    await put("New person or outside system", 950, 400, "Patient");
    await expect(page.locator("[id='cv-patient']")).toHaveAttribute("data-kind", "human");

    // With nothing selected the flow begins where one clicks, and the page says so.
    await canvas.focus();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "New flow" }).click();
    await expect(page.getByText("Click the element where the flow starts")).toBeVisible();
    await page.locator("[id='cv-glucose-sensor']").click();
    await expect(page.getByRole("form", { name: "Flow from Glucose sensor to" })).toBeVisible();
    await page.locator("[id='cv-patient']").click();
    await expect(page.getByRole("form", { name: "Name of the flow" })).toBeVisible();
    await page.keyboard.type("Readings");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await model(studio, project)).flows?.map((f) => f.name)).toEqual(["Readings"]);
    const m = await model(studio, project);
    expect(m.elements?.map((e) => e.zone)).toEqual(["body", undefined]);
    await accessible(page);
  },
);

two("what a selected flow is held by stands at its ends, and off its name", async ({ page, studio }) => {
  const project = await example(studio, "patient-monitor");
  await open(page, { ...studio, project });
  for (const id of ["f1", "f2"]) {
    const flow = page.locator(`[id="cv-${id}"]`);
    await flow.locator(".cv-label").first().click();
    await expect(page.locator(".react-flow__edgeupdater-target")).toBeVisible();
    const far = await flow.evaluate((f) => {
      const middle = (r: DOMRect) => ({ x: r.x + r.width / 2, y: r.y + r.height / 2 });
      const way = f.querySelector<SVGPathElement>(".cv-way");
      const ends = way ? [way.getPointAtLength(0), way.getPointAtLength(way.getTotalLength())] : [];
      const out = ["source", "target"].map((end, i) => {
        const ring = document.querySelector(`.react-flow__edgeupdater-${end}`);
        const p = ends[i]?.matrixTransform(way?.getScreenCTM() ?? undefined);
        const m = ring && middle(ring.getBoundingClientRect());
        return p && m && Math.hypot(p.x - m.x, p.y - m.y) < 12 ? "" : `${end}`;
      });
      const labels = [...f.querySelectorAll(".cv-label")].map((x) => x.getBoundingClientRect());
      for (const ring of f.querySelectorAll(".cv-grip")) {
        const m = middle(ring.getBoundingClientRect());
        if (labels.some((r) => m.x > r.left && m.x < r.right && m.y > r.top && m.y < r.bottom)) out.push("label");
      }
      return out.filter(Boolean);
    });
    expect(far, id).toEqual([]);
    await page.keyboard.press("Escape");
  }
});

two(
  "several flows edited at once keep what each says of its other layers, and their names",
  async ({ page, studio }) => {
    const project = await example(studio, "amps");
    const own = { ...studio, project };
    await change(
      own,
      undefined,
      { verb: "set", path: "flows/f1/encryption", value: { application: "none", link: "link-only" } },
      { verb: "set", path: "flows/f2/encryption", value: "weak" },
    );
    await open(page, own);
    await page.locator('[id="cv-f1"] .cv-label').first().click();
    await page
      .locator('[id="cv-f2"] .cv-label')
      .first()
      .click({ modifiers: ["Shift"] });
    const dock = page.locator(".t-dock");
    await expect(dock.getByRole("heading", { name: "2 things" })).toBeVisible();
    await expect(dock.getByLabel("name", { exact: true })).toHaveCount(0);
    const layers = dock.getByRole("group", { name: "encryption" });
    await layers.getByRole("combobox", { name: "From end to end" }).click();
    await page.getByRole("option", { name: "TLS (tls)" }).click();
    const said = async () =>
      (await model(studio, project)).flows?.slice(0, 2).map((f) => (f as { encryption?: unknown }).encryption);
    await expect.poll(said).toEqual([{ application: ["tls"], link: ["link-only"] }, { application: ["tls"] }]);
  },
);

two(
  "what is moved with all of its zone stays in it, and what is dropped into another zone lies there",
  async ({ page, studio }) => {
    const project = await example(studio, "rpm");
    await open(page, { ...studio, project });
    const zones = async () =>
      Object.fromEntries(((await model(studio, project)).elements ?? []).map((e) => [e.id, e.zone]));
    const drag = async (id: string, dx: number, dy: number) => {
      const r = await page.locator(`[id="cv-${id}"]`).boundingBox();
      if (!r) throw new Error(`${id} is not there`);
      await page.mouse.move(r.x + 20, r.y + 10);
      await page.mouse.down();
      await page.mouse.move(r.x + 24, r.y + 14, { steps: 4 });
      await page.mouse.move(r.x + 20 + dx, r.y + 10 + dy, { steps: 5 });
      await page.mouse.up();
    };
    const was = await zones();
    const undo = page.locator(".t-undo").getByRole("button").first();
    await page.getByRole("application").focus();
    await page.keyboard.press("Control+a");
    await drag("hub", 60, 90);
    await expect(undo).toHaveAttribute("aria-label", /^Undo: Move 1\d things/);
    expect(await zones()).toEqual(was);
    await settled(page);
    await page.getByRole("button", { name: "See everything" }).click();

    // Two of them into a zone that stays where it is.
    await page.keyboard.press("Escape");
    await pick(page, "patient", "hub");
    const hub = await page.locator('[id="cv-hub"]').boundingBox();
    const router = await page.locator('[id="cv-router"]').boundingBox();
    if (!hub || !router) throw new Error("hub or router is not there");
    await drag("hub", router.x - hub.x, router.y - hub.y);
    await expect.poll(async () => (await zones()).hub).toBe(was.router);
  },
);

two("a view of what is selected is exported under its own name, with all that is in it", async ({ page, studio }) => {
  const project = await example(studio, "patient-monitor");
  await open(page, { ...studio, project });
  await pick(page, "cs", "gw", "phone");
  await page.getByRole("button", { name: "This view" }).click();
  await page.getByRole("menuitem", { name: "Add a view" }).click();
  await page.getByRole("textbox", { name: "Name of the view" }).fill("Alarm chain");
  await expect(page.getByRole("combobox", { name: "Elements that it shows" })).toHaveValue(/3 things/);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/view=alarm-chain/);
  await expect(page.locator("[role=application] .cv-el")).toHaveCount(3);
  const text = async (word: string) => {
    await page.getByRole("button", { name: "Export" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: word }).click(),
    ]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "latin1") };
  };
  const svg = await text("Picture (SVG)");
  expect(svg.name).toBe(`${project}-diagram-alarm-chain.svg`);
  for (const word of ["Alarm chain", "Central station", "Alarm handset", "Hospital network"])
    expect(svg.text).toContain(word);
  expect(svg.text).not.toContain("Bedside monitor<");
  const drawio = await text("For draw.io");
  expect(drawio.name).toBe(`${project}-diagram-alarm-chain.drawio`);
  expect(drawio.text).toContain("Alarm handset");
  for (const [word, name, start] of [
    ["Picture (PNG)", "png", "\x89PNG"],
    ["For paper (PDF)", "pdf", "%PDF"],
  ] as const) {
    const file = await text(word);
    expect(file.name).toBe(`${project}-diagram-alarm-chain.${name}`);
    expect(file.text.startsWith(start)).toBe(true);
  }
});
