// Beginning a project with files of our own: several of them, a folder with all that lies in it, some too few or too many.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { signIn, withAccounts } from "./accounts";
import { accessible, anna, expect } from "./studio";

const test = withAccounts();
const pump = resolve(import.meta.dirname, "../../examples/infusion-pump");

/** Drops files and folders of this computer in the middle of something, as the browser hears of it. */
async function drop(page: Page, onto: string, files: string[]) {
  const place = page.locator(onto).first();
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error(`${onto} is not there`);
  const line = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await line.send("Input.dispatchDragEvent", { type, ...at, data: { items: [], files, dragOperationsMask: 1 } });
}

const choose = (page: Page, names: string[]) =>
  page.locator(".file-place input").setInputFiles(names.map((n) => join(pump, n)));

/** All findings and those that were decided on, as the table of the overview counts them. */
const total = (page: Page) => page.getByRole("row", { name: /^Total/ }).last();

test.beforeEach(async ({ page }) => {
  await signIn(page, anna.name, anna.password);
  await page.getByRole("heading", { name: "Look at an example" }).waitFor();
});

test("a model without a file that it includes is not begun, and the page says which", async ({ page }) => {
  await choose(page, ["theriac.yaml"]);
  const no = page.getByRole("alert").filter({ hasText: "theriac.yaml includes risk.yaml" });
  await expect(no).toBeVisible();
  await accessible(page);
  await choose(page, ["risk.yaml", "theriac.yaml"]);
  await page.waitForURL(/\/p\/large-volume-infusion-pump/);
  await expect(total(page)).toContainText("111");
});

test("a folder is a model with what lies below it, and what is no part of it stays away", async ({ page }) => {
  const top = join(mkdtempSync(join(tmpdir(), "given-")), "Ward pump");
  for (const name of ["parts", ".theriac"]) mkdirSync(join(top, name), { recursive: true });
  const files = {
    "theriac.yaml":
      "theriac: 1\nid: ward\nname: Pump of the ward\ninclude: [parts/more.yaml]\nelements:\n  core: {name: Core}\n",
    "parts/more.yaml": "assumptions:\n  quiet: {text: The ward is quiet.}\n",
    "README.md": "not a model",
    ".theriac/studio.db": "not a model",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(top, name), text);
  await drop(page, ".file-place", [top]);
  await page.waitForURL(/\/p\/pump-of-the-ward\//);
  await page.goto("/p/pump-of-the-ward/assumptions");
  await expect(
    page.getByRole("textbox", { name: /The ward is quiet/ }).or(page.getByText("The ward is quiet.")),
  ).toBeVisible();
});

test("a copy and a second one can be told apart, and a name keeps its signs", async ({ page }) => {
  const rows = page.locator(".home-projects tbody th");
  const beds = "Connected bed with nurse call and alarm distribution";
  for (const name of [beds, `${beds} (2)`]) {
    await page.getByRole("button", { name: `Open a copy of ${beds}` }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await page.goto("/");
    await expect(rows.filter({ hasText: name })).not.toHaveCount(0);
  }
  const copy = page.getByRole("combobox", { name: "Copy of a project" });
  await copy.fill("(2)");
  await page.getByRole("option", { name: `${beds} (2)` }).click();
  await page.locator("form", { has: copy }).getByRole("button", { name: "Create" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  await page.goto("/");
  await expect(rows.filter({ hasText: `Copy of ${beds} (2)` })).toHaveCount(1);
  const files = ["theriac.yaml", "risk.yaml"];
  for (let twice = 0; twice < 2; twice++) {
    await choose(page, files);
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await page.goto("/");
    await page.getByRole("heading", { name: "Look at an example" }).waitFor();
  }
  const pumps = rows.filter({ hasText: "Large-volume infusion pump" });
  const told = await pumps.allInnerTexts();
  expect(new Set(told).size, "files of one name brought in twice").toBe(told.length);

  const own = 'Pump A, rev. 2: "new" #1 & <b>';
  const type = page.getByRole("combobox", { name: "Type of device" });
  await type.fill("Syringe");
  await page.getByRole("option", { name: "Syringe pump" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(own);
  await page.locator("form", { has: type }).getByRole("button", { name: "Create" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  await expect(page.locator(".t-header")).toContainText(own);
  // A pump of one's own is not the sample of the help.
  await page.goto("/help");
  const copyOfIt = page.getByRole("button", { name: "Open a copy of it" });
  await copyOfIt.or(page.getByRole("link", { name: /^Open Large-volume/ })).waitFor();
  await expect(page.getByRole("link", { name: /^Open Pump A/ })).toHaveCount(0);
});

test("two models, no model, and a file that misses the place", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "given-"));
  for (const name of ["a.yaml", "b.yaml"]) writeFileSync(join(folder, name), "theriac: 1\nid: x\n");
  writeFileSync(join(folder, "notes.txt"), "not a model");
  const no = page.locator(".file-place-refused");
  await drop(page, ".file-place", [join(folder, "a.yaml"), join(folder, "b.yaml")]);
  await expect(no).toContainText("More than one of the files begins a model: a.yaml, b.yaml");
  await drop(page, ".file-place", [join(folder, "notes.txt"), join(pump, "risk.yaml")]);
  await expect(no).toContainText("None of the files begins a model");
  await drop(page, "h1", [join(folder, "a.yaml")]);
  await expect(page).toHaveURL(/\/$/);
  await page.goto("/import");
  await drop(page, ".file-place", [join(folder, "notes.txt"), join(folder, "a.yaml")]);
  await expect(no).toContainText("single file");
});
