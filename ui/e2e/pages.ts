// The pages that the tests of all pages visit: axe in both themes, console, content policy, screenshots. One line a page.
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { enter, firstRow, settled } from "./studio";

const root = resolve(import.meta.dirname, "../..");

export interface Visit {
  id: string;
  /** Address; {project} is filled in. */
  path: string;
  /** Waits until the page shows what it is for. */
  ready: (page: Page) => Promise<unknown>;
  /** Opens something before the picture is taken: a row, a panel. */
  act?: (page: Page) => Promise<unknown>;
}

const heading = (name: string) => (page: Page) => page.getByRole("heading", { level: 1, name }).waitFor();

/** Goes to the second row and waits for its reason. */
const peek = async (page: Page) => {
  await enter(page.getByRole("grid"));
  await page.keyboard.press("j");
  await page.getByRole("heading", { name: "What it leads to" }).waitFor();
};

/** Goes to a row and waits for what it is linked to. */
const lead = async (page: Page) => {
  await enter(page.getByRole("grid"));
  await page.keyboard.press("ArrowDown");
  await page.getByRole("region", { name: "How it hangs together" }).waitFor();
};

/** The canvas with its elements; on a narrow window the outline with its entries. */
const drawn = (page: Page) => page.locator(".cv-el").or(page.getByRole("treeitem")).first().waitFor();

/** Chooses a model of another tool and waits for what is read in it. */
const chooseFile = async (page: Page) => {
  await page
    .locator("input[type=file]")
    .setInputFiles(`${root}/foreign/testdata/threat-dragon/td-official-v2-demo.json`);
  await page.getByRole("button", { name: "Bring in" }).and(page.locator(":enabled")).waitFor();
};

// biome-ignore format: one line a page, so that adding one touches one line
export const visits: Visit[] = [
  { id: "import", path: "/p/{project}/import", ready: (p) => p.getByRole("rowheader").first().waitFor(), act: chooseFile },
  { id: "import-new", path: "/import", ready: (p) => p.getByRole("rowheader").first().waitFor() },
  { id: "home", path: "/", ready: heading("Projects") },
  { id: "text", path: "/p/{project}/text", ready: (p) => p.locator(".cm-content").waitFor() },
  { id: "library", path: "/p/{project}/library?kind=threat&id=threat/missing-role-check", ready: (p) => p.getByRole("heading", { name: "Tests" }).waitFor() },
  { id: "history", path: "/p/{project}/history", ready: (p) => p.getByRole("tree", { name: "Revisions" }).getByRole("treeitem").first().waitFor() },
  { id: "reviews", path: "/p/{project}/reviews", ready: heading("Reviews") },
  { id: "reports", path: "/p/{project}/reports", ready: (p) => p.getByRole("heading", { name: /^Threats of/ }).waitFor() },
  { id: "help", path: "/help", ready: heading("Help") },
  { id: "api", path: "/http-api", ready: (p) => p.getByText(/operations$/).waitFor() },
  { id: "flows", path: "/p/{project}/flows", ready: drawn, act: settled },
  { id: "threats", path: "/p/{project}/threats", ready: (p) => firstRow(p.getByRole("grid")).waitFor(), act: peek },
  { id: "questions", path: "/p/{project}/questions", ready: (p) => p.locator("#question").waitFor() },
  { id: "overview", path: "/p/{project}/overview", ready: (p) => p.getByText("Last change").waitFor() },
  { id: "risk", path: "/p/{project}/risk", ready: (p) => firstRow(p.getByRole("grid")).waitFor(), act: lead },
  { id: "safety", path: "/p/{project}/risk?tab=safety", ready: (p) => p.getByText("Over-infusion of a high-risk drug").waitFor() },
  { id: "paths", path: "/p/{project}/paths", ready: (p) => p.locator(".pa-lane").first().waitFor() },
  { id: "what-if", path: "/p/{project}/paths?tab=what-if", ready: (p) => p.getByRole("slider").waitFor() },
  { id: "trees", path: "/p/{project}/paths?tab=trees", ready: (p) => p.getByRole("heading", { name: "Cheapest attacks" }).waitFor() },
  { id: "controls", path: "/p/{project}/controls", ready: heading("Controls and requirements") },
  { id: "assumptions", path: "/p/{project}/assumptions", ready: heading("Assumptions and transfers") },
  { id: "settings", path: "/settings", ready: heading("Settings") },
];
