// The whole way of a person without a mouse: sign in, begin with a glucose monitor, draw what is missing, say facts, decide
// five threats, take the report away. No call of the mouse, and no click, stands in this file.
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { accessible, anna, expect, firstRow, settled, startDatabase, test as studioTest } from "./studio";

const test = studioTest.extend<object, { database: string }>({
  database: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const { url, stop } = await startDatabase();
      await use(url);
      await stop();
    },
    { scope: "worker" },
  ],
});

/** Presses Tab until the focus is there, as a person does who cannot point. */
async function tabTo(page: Page, to: Locator, back = false) {
  await to.waitFor();
  const there = () => to.evaluate((e) => e === document.activeElement);
  for (let i = 0; i < 150 && !(await there()); i++) await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  await expect(to).toBeFocused();
}

/** G and the letter of a page. */
async function goTo(page: Page, letter: string, heading: string) {
  await page.keyboard.press("g");
  await page.keyboard.press(letter);
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  await expect(page.locator("main")).toBeFocused();
}

interface State {
  revision: number;
  counts: { findings: number; byState: Record<string, number> };
  findings: { id: string; title: string; target: string; state: string; certainty: string; decision?: string }[];
  model: { sections: Record<string, { id: string; name?: string; attributes?: Record<string, string> }[]> };
}
const state = async (page: Page) =>
  (await (await page.request.get("/api/v1/projects/night-monitor/state")).json()) as State;
const names = async (page: Page, section: string) =>
  ((await state(page)).model.sections[section] ?? []).map((e) => e.name ?? e.id);

/** Types into the panel that the canvas opened, and waits until the canvas has the focus again. */
async function panel(page: Page, name: RegExp, text: string) {
  await expect(page.getByRole("form", { name }).locator("input").first()).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("form", { name })).toBeHidden();
}

test.use({ baseURL: async ({ database }, use) => use(database) });

test("model a glucose monitor, decide five threats, export the report, without a mouse", async ({
  page,
  complaints,
}) => {
  test.slow();
  await test.step("sign in and begin", async () => {
    await page.goto("/");
    await tabTo(page, page.getByRole("textbox", { name: "Name" }));
    await page.keyboard.type(anna.name);
    await tabTo(page, page.locator("input[name=password]"));
    await page.keyboard.type(anna.password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
    // Whoever is not signed in is told so with a 401, and the browser tells the console.
    complaints.splice(0, complaints.length, ...complaints.filter((c) => !c.includes("401")));

    await tabTo(page, page.getByRole("combobox", { name: "Type of device" }));
    await page.keyboard.type("glucose");
    await page.getByRole("option", { name: "Continuous glucose monitor" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Type of device" })).toHaveValue("Continuous glucose monitor");
    await tabTo(page, page.getByRole("textbox", { name: "Name" }));
    await page.keyboard.type("Night monitor");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await expect(page).toHaveURL(/p\/night-monitor\/overview/);
  });

  await test.step("draw a zone, two elements and their flows", async () => {
    await goTo(page, "d", "Data flows");
    const canvas = page.getByRole("application");
    await page.locator(".cv-el").first().waitFor();
    await settled(page);
    await tabTo(page, canvas);
    const was = await state(page);

    await page.keyboard.press("b");
    await page.keyboard.press("Enter");
    await panel(page, /Name of the zone/, "Bedside");
    await expect.poll(() => names(page, "zones")).toContain("Bedside");
    await expect(canvas).toBeFocused();

    for (const [key, name] of [
      ["p", "Bedside alarm clock"],
      ["Control+ArrowRight", "Light of the room"],
    ] as const) {
      await page.keyboard.press(key);
      if (key === "p") await page.keyboard.press("Enter");
      await panel(page, /New element/, name);
      await expect.poll(() => names(page, "elements")).toContain(name);
      await expect(canvas).toBeFocused();
      await expect(canvas).toHaveAttribute("aria-activedescendant", /.+/);
    }

    // From the light back to the app of the phone.
    await page.keyboard.press("f");
    const connect = page.getByRole("form", { name: /^Flow from Light of the room to/ });
    await expect(connect.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("App");
    await expect(connect.getByRole("option", { selected: true })).toContainText("App");
    await page.keyboard.press("Enter");
    await panel(page, /Name of the flow/, "Commands to the light");
    await expect.poll(() => names(page, "flows")).toContain("Commands to the light");
    const now = await state(page);
    expect(now.model.sections.flows?.length).toBe((was.model.sections.flows?.length ?? 0) + 2);
  });

  await test.step("say a fact about an element, and see its threats follow", async () => {
    // Ctrl+K finds it by its name.
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("textbox", { name: "Search or run a command" })).toBeFocused();
    await page.keyboard.type("Cloud service");
    await expect(page.getByRole("dialog").getByText("Cloud service", { exact: true }).first()).toBeVisible();
    await page.keyboard.press("Enter");
    const dock = page.getByRole("complementary", { name: "Inspector" });
    await expect(dock.getByRole("heading", { name: "Cloud service" })).toBeVisible();
    await tabTo(page, dock.getByRole("searchbox", { name: /^Find a fact/ }));
    await page.keyboard.type("object-authorization");
    const answer = dock.getByRole("radiogroup").first();
    await answer.waitFor();
    await tabTo(page, answer.getByRole("radio", { checked: true }));
    await expect(page.locator(".t-status")).toContainText("0 confirmed");
    await page.keyboard.press("ArrowRight"); // from "not known" round to "yes"
    await page.keyboard.press("ArrowRight"); // "no"
    await expect(answer.getByRole("radio", { name: "No", exact: true })).toHaveAttribute("aria-checked", "true");
    await expect(page.locator(".t-status")).toContainText("1 confirmed");
  });

  await decideFive(page, complaints);
  await takeReport(page);
});

const grid = (page: Page) => page.getByRole("grid", { name: /Threats/ });
const current = (page: Page) => grid(page).locator("[role=row][data-current]");

/** What a decision is made with: its key, the name of its form, what is typed into its fields, and what then stands. */
interface Way {
  key: string;
  form: string;
  fill: (page: Page, form: Locator) => Promise<void>;
  state: string;
}
const type = (text: string) => (page: Page) => page.keyboard.type(text);
const ways: Way[] = [
  {
    key: "n",
    form: "Not applicable",
    fill: type("The light cannot reach the cloud."),
    state: "not-applicable",
  },
  { key: "r", form: "Eliminate", fill: type("The interface was taken out of the product."), state: "eliminated" },
  {
    key: "t",
    form: "Transfer",
    fill: async (page) => {
      await page.keyboard.type("Family of the patient");
      await page.keyboard.press("Tab");
      await page.keyboard.type("Lock the phone, and keep its system up to date.");
      await page.keyboard.press("Tab");
      await page.keyboard.type("Instructions for use, 4.1");
    },
    state: "transferred",
  },
  {
    key: "e",
    form: "Mitigate",
    fill: async (page, form) => {
      await page.keyboard.press("ArrowDown");
      await form.getByRole("option").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await expect(form.getByRole("option", { selected: true })).toHaveCount(1);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Tab");
      await page.keyboard.type("Built with the next release.");
    },
    state: "planned",
  },
];
// The least of them all stays as it is, by one who may say so.
const accept: Way = {
  key: "a",
  form: "Accept",
  fill: async (page, form) => {
    await page.keyboard.type("The phone shows the values to its owner alone.");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await form.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("01022028");
  },
  state: "accepted",
};

async function decideFive(page: Page, complaints: string[]) {
  await test.step("decide five threats by key, each with its reason", async () => {
    // F6 leads from the inspector round to the page, where letters act.
    const inPage = () => page.evaluate(() => document.activeElement?.closest("main") !== null);
    for (let i = 0; i < 8 && !(await inPage()); i++) await page.keyboard.press("F6");
    await goTo(page, "t", "Threats");
    await firstRow(grid(page)).waitFor();
    await page.keyboard.press("/");
    await expect(page.getByRole("textbox", { name: "Filter" })).toBeFocused();
    await page.keyboard.type("state:open ");
    await expect(page).toHaveURL(/q=state%3Aopen/);
    await tabTo(page, grid(page));
    for (const way of ways) await decide(page, way);
    await page.keyboard.press("End");
    await expect(current(page)).toHaveAttribute(
      "aria-rowindex",
      (await grid(page).getAttribute("aria-rowcount")) ?? "",
    );
    await decide(page, accept);
    expect(complaints).toEqual([]);
  });
}

async function decide(page: Page, way: Way) {
  const id = ((await current(page).getAttribute("id")) ?? "").replace(/^row-/, "");
  await page.keyboard.press(way.key);
  const form = page.getByRole("dialog", { name: way.form });
  await expect(form.locator("[data-autofocus]")).toBeFocused();
  await way.fill(page, form);
  await page.keyboard.press("Control+Enter");
  await expect(form).toBeHidden();
  await expect(current(page)).not.toHaveAttribute("id", `row-${id}`);
  await expect(grid(page)).toBeFocused();
  decided.set(id, way.state);
  const found = (await state(page)).findings.find((f) => f.id === id);
  expect(found?.state, id).toBe(way.state);
}
const decided = new Map<string, string>();

async function takeReport(page: Page) {
  await test.step("download the report, in which decisions and counts stand", async () => {
    await goTo(page, "e", "Reports");
    await page.getByRole("heading", { name: /^Threats of Night monitor/ }).waitFor();
    await tabTo(page, page.getByRole("link", { name: /Markdown/ }));
    const coming = page.waitForEvent("download");
    await page.keyboard.press("Enter");
    const report = readFileSync(await (await coming).path(), "utf8");
    const now = await state(page);
    const { counts, findings } = now;
    expect(decided.size).toBe(5);
    for (const [id, as] of decided) {
      const row = report.split("\n").find((l) => l.startsWith("|") && l.includes(`\`${id}\``));
      expect(row, id).toContain(`| ${as} |`);
    }
    for (const reason of [
      "The light cannot reach the cloud.",
      "The interface was taken out of the product.",
      "Lock the phone, and keep its system up to date.",
      "Built with the next release.",
      "The phone shows the values to its owner alone.",
    ])
      expect(report).toContain(reason);
    const confirmed = findings.filter((f) => f.certainty === "confirmed").length;
    const possible = findings.filter((f) => f.certainty === "possible").length;
    expect(report).toContain(`${counts.findings} findings: ${confirmed} confirmed, ${possible} possible`);
    expect(report.split("\n").filter((l) => /^\| \d+ \|/.test(l))).toHaveLength(counts.findings);
    await accessible(page);
  });
}
