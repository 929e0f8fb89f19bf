// What every end-to-end test stands on: a server of its own on a copy of the infusion pump, and a page on which an error
// in the console, a failed page script or a report of the content policy fails the test.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";

const root = resolve(import.meta.dirname, "../..");

export interface Studio {
  url: string;
  /** Folder of the model that is served; tests read what was written. */
  folder: string;
  project: string;
}

/**
 * Starts `theriac serve` on a copy of an example, or with "" on an empty folder; THERIAC names another program. STUDIO is the address of a server that
 * runs already, such as that of `npm run dev`: then none is started, and folder is empty.
 */
export async function startStudio(example = "infusion-pump"): Promise<{ studio: Studio; stop: () => Promise<void> }> {
  const running = process.env.STUDIO;
  if (running) {
    const all = (await (await fetch(`${running}/api/v1/projects`)).json()) as { id: string }[];
    return { studio: { url: running, folder: "", project: all[0]?.id ?? "" }, stop: async () => {} };
  }
  const top = mkdtempSync(join(tmpdir(), "studio-"));
  const folder = join(top, example || "models");
  if (example) cpSync(join(root, "examples", example), folder, { recursive: true });
  else mkdirSync(folder);
  const { url, stop } = await serve(top, [folder]);
  const projects = (await (await fetch(`${url}/api/v1/projects`)).json()) as { id: string }[];
  return { studio: { url, folder, project: projects[0]?.id ?? "" }, stop };
}

/** One who may do everything on a server with a database. */
export const anna = { name: "anna", password: "twelve quiet pumps at night" };

/** Starts `theriac serve --database` on an empty database with one account. */
export async function startDatabase(): Promise<{ url: string; stop: () => Promise<void> }> {
  const top = mkdtempSync(join(tmpdir(), "studio-"));
  const database = ["--database", join(top, "studio.db")];
  execFileSync(program(), ["serve", "user", "add", anna.name, "--admin", ...database], {
    input: `${anna.password}\n`,
    stdio: "pipe",
  });
  return serve(top, database);
}

function program(): string {
  const name = process.env.THERIAC ?? join(root, "bin/theriac");
  if (!existsSync(name)) throw new Error(`${name} is missing: run \`make build\``);
  return name;
}

async function serve(top: string, args: string[]) {
  const child = spawn(program(), ["serve", ...args, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
  const url = await address(child);
  const stop = async () => {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await Promise.race([ended, new Promise((done) => setTimeout(done, 3000))]);
    child.kill("SIGKILL");
    rmSync(top, { recursive: true, force: true });
  };
  return { url, stop };
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = "";
    const hear = (b: Buffer) => {
      said += b.toString();
      const m = /http:\/\/[\w.:[\]]+/.exec(said);
      if (m) done(m[0]);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => fail(new Error(`theriac serve ended with ${code}: ${said}`)));
    setTimeout(() => fail(new Error(`theriac serve did not say its address: ${said}`)), 20_000).unref();
  });
}

/** SLOW=4 makes the browser four times slower, to find tests that hurry. */
export function slowly(context: BrowserContext) {
  const rate = Number(process.env.SLOW ?? 1);
  if (rate > 1)
    context.on("page", async (page) => {
      const line = await context.newCDPSession(page);
      await line.send("Emulation.setCPUThrottlingRate", { rate }).catch(() => {}); // the page may be gone already
    });
}

/** Complaints of a page. A test that provokes one takes it out again. */
export function complaints(page: Page): string[] {
  const out: string[] = [];
  page.on("console", (m) => {
    if (m.type() === "error" || /Content Security Policy|Content-Security-Policy/.test(m.text()))
      out.push(`console: ${m.text()}`);
  });
  page.on("pageerror", (e) => out.push(`page: ${e.message}`));
  return out;
}

export const test = base.extend<{ complaints: string[] }, { studio: Studio }>({
  studio: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const { studio, stop } = await startStudio();
      await use(studio);
      await stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ studio }, use) => use(studio.url),
  context: async ({ context }, use) => {
    slowly(context);
    await use(context);
  },
  complaints: [
    async ({ page }, use) => {
      const list = complaints(page);
      await use(list);
      expect(list, "the page complained").toEqual([]);
    },
    { auto: true },
  ],
});

/** Waits until nothing is loading and nothing moves, but for what moves for ever. */
export async function settled(page: Page) {
  await expect(page.locator(".t-wait, .flows-wait, [aria-busy=true], main .mantine-Loader-root")).toHaveCount(0);
  await page.waitForFunction(() =>
    document.getAnimations().every((a) => {
      const endless = a.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY;
      return endless || a.playState !== "running";
    }),
  );
}

/** A row of a table with data in it. A table without rows has one too: it says that there are none, or that they come. */
export const firstRow = (grid: Locator) => grid.locator("[aria-rowindex='2']");

/** Puts the focus on a table that has its rows. */
export async function enter(grid: Locator) {
  await firstRow(grid).waitFor();
  await grid.focus();
  await expect(grid).toBeFocused();
}

// One process runs many files, and would keep one server for all of them.
let own: { file?: string; stop: () => Promise<void> } | undefined;

/** Tests of a file with a server of their own: others change the model of theirs. */
export const alone = test.extend<{ ofFile: undefined }, { studio: Studio }>({
  studio: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const { studio, stop } = await startStudio();
      own = { stop };
      await use(studio);
      await own.stop();
    },
    { scope: "worker" },
  ],
  ofFile: [
    async ({ studio }, use, { file }) => {
      if (own?.file && own.file !== file) {
        await own.stop();
        const fresh = await startStudio();
        Object.assign(studio, fresh.studio);
        own = fresh;
      }
      if (own) own.file = file;
      await use(undefined);
    },
    { auto: true },
  ],
  baseURL: async ({ studio, ofFile }, use) => use(ofFile ?? studio.url), // after it
});

/** Holds a page to WCAG 2.0 to 2.2, A and AA; with a selector, what that finds of it, which is quicker. */
export async function accessible(page: Page, part?: string) {
  await settled(page);
  const axe = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
  clean(await (part ? axe.include(part) : axe).analyze());
}

/** Holds a part of a page to the contrasts in the other colours. Nothing else depends on them. */
export async function accessibleInDark(page: Page, part: string) {
  const wear = (theme: string) =>
    page.evaluate((to) => document.documentElement.setAttribute("data-mantine-color-scheme", to), theme);
  await wear("dark");
  await settled(page);
  clean(await new AxeBuilder({ page }).include(part).withRules(["color-contrast"]).analyze());
  await wear("light");
}

function clean(found: Awaited<ReturnType<AxeBuilder["analyze"]>>) {
  const told = found.violations.map(
    (v) =>
      `${v.id}: ${v.help}: ${v.nodes
        .map((n) => `${n.target.join(" ")} ${n.any[0]?.message ?? ""}`)
        .slice(0, 6)
        .join(" | ")}`,
  );
  expect(told).toEqual([]);
}

/** Chooses the colours before the page loads. */
export const dress = (page: Page, theme: "light" | "dark") =>
  page.addInitScript((t) => localStorage.setItem("theriac.colors", t), theme);

/** Where the focus is, in words, for journeys by keyboard. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    return e
      ? `${e.tagName.toLowerCase()} ${e.getAttribute("aria-label") ?? e.textContent?.trim().slice(0, 40) ?? ""}`
      : "";
  });

export { expect };
