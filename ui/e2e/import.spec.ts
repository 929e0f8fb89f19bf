// A model of another tool by keyboard: chosen, looked at, brought in and taken back; made a project of; what cannot be read.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { accessible, complaints, dress, expect, startStudio, test } from "./studio";

const samples = resolve(import.meta.dirname, "../../foreign/testdata/threat-dragon");
const demo = join(samples, "td-demo-payment-online.json");

/** Chooses a file as one does without a mouse: on the input, with Enter. */
async function choose(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }) {
  const input = page.locator("input[type=file]");
  await input.waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle"); // the list of formats has come
  const asked = page.waitForEvent("filechooser");
  await input.press("Enter");
  await (await asked).setFiles(file as string);
}

const cellsOf = (page: Page) =>
  page
    .getByRole("region", { name: "What is in the file, and what becomes of it" })
    .locator("tbody tr, tfoot tr")
    .evaluateAll((rows) =>
      rows.map((r) =>
        [...r.querySelectorAll<HTMLTableCellElement>("td[data-end]")].flatMap((c) =>
          Array<number>(c.colSpan).fill(Number(c.textContent)),
        ),
      ),
    );

for (const theme of ["light", "dark"] as const) {
  test(`brought into a model as one step that can be taken back, ${theme}`, async ({ page, studio }) => {
    await dress(page, theme);
    await page.goto(`/p/${studio.project}/import`);
    await page.getByRole("rowheader").first().waitFor();
    await accessible(page);
    await choose(page, demo);
    await expect(page.getByText(/a model of OWASP Threat Dragon/)).toBeVisible();
    const bring = page.getByRole("button", { name: "Bring in", exact: true });
    await expect(bring).toBeEnabled();
    await expect(page.getByText(/On the canvas it stands to the right/)).toBeVisible();

    // Each row adds up, and so do the rows.
    const cells = await cellsOf(page);
    const total = cells.pop() ?? [];
    expect(cells.length).toBeGreaterThan(3);
    for (const [found, taken, changed, lost] of [...cells, total])
      expect(found).toBe((taken ?? 0) + (changed ?? 0) + (lost ?? 0));
    for (let i = 0; i < 5; i++) expect(cells.reduce((n, r) => n + (r[i] ?? 0), 0)).toBe(total[i]);

    // The losses can be looked through.
    const losses = page.getByRole("region", { name: "What is lost, changed or to be answered" });
    const asked = losses.getByRole("button", { name: /^To answer/ });
    const n = Number(/\d+/.exec((await asked.textContent()) ?? "")?.[0]);
    await asked.press("Enter");
    await expect(losses.getByText(`${n} shown`)).toBeVisible();
    await expect(losses.getByRole("listitem")).toHaveCount(n);
    await losses.getByRole("searchbox").fill("boundary");
    await expect(losses.getByRole("listitem").first()).toContainText("boundary");
    await accessible(page);

    const before = readFileSync(join(studio.folder, "theriac.yaml"), "utf8");
    await bring.press("Enter");
    await expect(page).toHaveURL(/\/flows/);
    await expect(page.getByText(/19 entries were brought in/)).toBeVisible();
    await expect.poll(() => readFileSync(join(studio.folder, "theriac.yaml"), "utf8")).toContain("Stripe API service");
    await page.goto(`/p/${studio.project}/import`);
    const report = page.getByRole("group").filter({ hasText: "td-demo-payment-online.json" }).first();
    await report.locator("summary").press("Enter");
    await expect(report).toContainText("10 found, 10 taken");
    await accessible(page);

    // The same once more: its ids are taken now, and the page says so before anything changes.
    await choose(page, demo);
    await expect(page.getByText(/ids are taken here/)).toBeVisible();
    await expect(page.getByRole("button", { name: "Bring in", exact: true })).toBeEnabled();
    await page.getByRole("button", { name: "Bring in", exact: true }).press("Enter");
    await expect(page.getByText(/19 entries were brought in/)).toBeVisible();
    await page.getByRole("button", { name: /^Undo: .*td-demo-payment-online/ }).press("Enter");
    await expect
      .poll(() => readFileSync(join(studio.folder, "theriac.yaml"), "utf8"))
      .not.toContain("stripe-api-service-2");
    const { revision } = (await (
      await fetch(`${studio.url}/api/v1/projects/${studio.project}/history?limit=1`)
    )
      .json()
      .then((x: { number: number }[]) => ({ revision: x[0]?.number ?? 0 }))) as { revision: number };
    const restore = { to: revision - 3, base: revision, key: crypto.randomUUID() };
    const res = await fetch(`${studio.url}/api/v1/projects/${studio.project}/restore`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(restore),
    });
    expect(res.status, await res.text()).toBe(200);
    expect(readFileSync(join(studio.folder, "theriac.yaml"), "utf8")).toBe(before);
  });
}

test("the report can be taken along", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/import`);
  await choose(page, demo);
  for (const [button, ending, first] of [
    ["Report as CSV", "csv", /^"what","kind","where","text","path"\r\n/],
    ["Report as text", "txt", /^td-demo-payment-online\.json, read as /],
  ] as const) {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).press("Enter");
    const file = await download;
    expect(file.suggestedFilename()).toBe(`td-demo-payment-online-import.${ending}`);
    expect(readFileSync(await file.path(), "utf8")).toMatch(first);
  }
});

test("what cannot be read says why, where, and what to do", async ({ page, studio, complaints: list }) => {
  await page.goto(`/p/${studio.project}/import`);
  await choose(page, { name: "broken.json", mimeType: "application/json", buffer: Buffer.from('{\n  "summary": {\n') });
  const alert = page.getByRole("alert").filter({ hasText: "broken.json cannot be read" });
  await expect(alert).toContainText(/Line \d+, column \d+/);
  await accessible(page);
  await page.getByRole("button", { name: "Another file" }).press("Enter");
  await choose(page, { name: "empty.json", mimeType: "application/json", buffer: Buffer.from("") });
  await expect(page.getByRole("heading", { name: "The file is empty" })).toBeVisible();
  list.splice(0, list.length, ...list.filter((x) => !/422/.test(x)));
});

test("in German, passing axe", async ({ page, studio }) => {
  await page.addInitScript(() => localStorage.setItem("theriac.language", "de"));
  await page.goto(`/p/${studio.project}/import`);
  await choose(page, demo);
  await expect(page.getByRole("button", { name: "Hereinholen" })).toBeEnabled();
  await accessible(page);
});

test("from an empty folder: an example, and a project made of another tool's file", async ({ browser }) => {
  const { studio, stop } = await startStudio("");
  const context = await browser.newContext({ baseURL: studio.url });
  const page = await context.newPage();
  const list = complaints(page);
  try {
    await page.goto(studio.url);
    await expect(page.getByRole("heading", { name: "No project yet" })).toBeVisible();
    await accessible(page);
    await page.getByRole("button", { name: /^Open a copy of Large-volume infusion pump/ }).press("Enter");
    await expect(page).toHaveURL(/\/overview/);
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

    await page.goto(studio.url);
    await expect(page.getByRole("link", { name: /threats without a decision/ })).toBeVisible();
    await choose(page, demo);
    await expect(page).toHaveURL(/\/import$/);
    // The first page has a field of that name too, and stays until the next one is here.
    await expect(page.getByRole("heading", { name: "What is in the file, and what becomes of it" })).toBeVisible();
    const name = page.getByRole("textbox", { name: "Name" });
    await name.fill("Payment platform");
    await accessible(page);
    await name.press("Enter");
    await expect(page).toHaveURL(/\/p\/payment-platform\/flows/);
    await page.goto(`${studio.url}/p/payment-platform/import`);
    await expect(page.getByRole("heading", { name: "Earlier imports" })).toBeVisible();

    // A model of ours is one whatever its file is called.
    await page.goto(studio.url);
    await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
    const own = readFileSync(resolve(import.meta.dirname, "../../examples/wearable-ecg/theriac.yaml"));
    await choose(page, { name: "my-ecg.yaml", mimeType: "application/yaml", buffer: own });
    await expect(page).toHaveURL(/\/p\/wearable-ecg-with-phone-and-cloud\/overview/);
    await expect(page.getByText(/Wearable ECG with phone and cloud/).first()).toBeVisible();
    expect(list).toEqual([]);
  } finally {
    await context.close();
    await stop();
  }
});

test("what waits leads to its rows", async ({ page, studio }) => {
  await page.goto("/");
  const link = page.getByRole("link", { name: /threats? without a decision/ });
  const n = Number(/\d+/.exec((await link.textContent()) ?? "")?.[0]);
  await link.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/p/${studio.project}/threats\\?q=state`));
  await expect(page.getByRole("grid").first()).toHaveAttribute("aria-rowcount", String(n + 1));
});
