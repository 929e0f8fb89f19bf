// The overview: its numbers add up, and each leads to the rows that it counts.
import { accessible, expect, test } from "./studio";

interface State {
  findings: { id: string; severity: number; exploitability: number; residual: string; state: string; risk: string }[];
}

test.beforeEach(async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/overview`);
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
});

test("the matrix before controls counts what the server says, and a cell leads to its rows", async ({
  page,
  studio,
}) => {
  const state = (await (await fetch(`${studio.url}/api/v1/projects/${studio.project}/state`)).json()) as State;
  const table = page.getByRole("table", { name: /Before controls/ });
  const rated = state.findings.filter((f) => f.risk);
  await expect(table.locator("tfoot td").last()).toHaveText(String(rated.length));
  const here = state.findings.filter((f) => f.severity === 5 && f.exploitability === 5);
  const cell = table.locator("tbody tr").first().locator("td").nth(4);
  await expect(cell).toContainText(String(here.length));
  await cell.getByRole("link").click();
  await expect(page).toHaveURL(/threats\?q=severity/);
  await expect(page.getByRole("grid").first()).toHaveAttribute("aria-rowcount", String(here.length + 1));
});

test("each cell of what is left leads to exactly its rows", async ({ page, studio }) => {
  const table = page.getByRole("table", { name: /What is left/ });
  const links = await table
    .getByRole("link")
    .evaluateAll((all) => all.map((a) => [a.getAttribute("href") ?? "", a.textContent ?? ""] as const));
  expect(links.length).toBeGreaterThan(8);
  const most = [...links].sort((a, b) => Number(b[1]) - Number(a[1])).slice(0, 6);
  for (const [href, n] of most) {
    await page.goto(href);
    await expect(page.getByRole("grid").first()).toHaveAttribute("aria-rowcount", String(Number(n) + 1));
  }
  expect(most[0]?.[0]).toContain(`/p/${studio.project}/threats`);
});

test("rows and columns of the counts add up to all findings", async ({ page }) => {
  const table = page.getByRole("table").last();
  await table.locator("tfoot tr").first().waitFor();
  const cells = await table
    .locator("tbody tr, tfoot tr")
    .evaluateAll((rows) => rows.map((r) => [...r.querySelectorAll("td")].map((c) => Number(c.textContent))));
  const total = cells.pop() ?? [];
  expect(total.at(-1), "no findings at all").toBeGreaterThan(0);
  for (const row of [...cells, total]) expect(row.slice(0, -1).reduce((a, b) => a + b, 0)).toBe(row.at(-1));
  for (let i = 0; i < total.length; i++) expect(cells.reduce((n, r) => n + (r[i] ?? 0), 0)).toBe(total[i]);
});

test("prints and passes axe in German", async ({ page }) => {
  await page.evaluate(() => localStorage.setItem("theriac.language", "de"));
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Überblick" }).waitFor();
  await accessible(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation").first()).toBeHidden();
});
