// The threats by keyboard alone: filter, decide five, undo one, decide several at once, answer what is missing.
import type { Page } from "@playwright/test";
import { accessible, dress, enter, expect, firstRow, settled, startStudio, test } from "./studio";

const grid = (page: Page) => page.getByRole("grid", { name: /Threats/ });
const currentRow = (page: Page) => page.locator("[role=row][data-current]");
const stateOf = async (page: Page, id: string) => {
  const res = await page.request.get(
    `${new URL(page.url()).origin}/api/v1/projects/${page.url().split("/")[4]}/findings`,
  );
  const list = (await res.json()) as { id: string; state: string; decision?: string; owner?: string; until?: string }[];
  return list.find((f) => f.id === id);
};
const idOf = async (page: Page) => ((await currentRow(page).getAttribute("id")) ?? "").replace(/^row-/, "");
/** Opens the form of a decision with its key, and waits until its first field takes what is typed. */
async function ask(page: Page, key: string, name: string) {
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press(key);
  const form = page.getByRole("dialog", { name });
  await expect(form.locator("[data-autofocus]")).toBeFocused();
  return form;
}
/** The decision reached the server, its answer the page, and the next row took the place of the one that was decided. */
async function gone(page: Page, id: string) {
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(currentRow(page)).not.toHaveAttribute("id", `row-${id}`);
  await expect(grid(page)).toBeFocused();
}

async function openThreats(page: Page, project: string, query = "") {
  await page.goto(`/p/${project}/threats${query}`);
  await firstRow(grid(page)).waitFor();
}

test("triage without a mouse: filter, decide five, undo one", async ({ page, studio, complaints }) => {
  test.slow(); // a long journey with a run of axe in it
  await openThreats(page, studio.project);
  await page.keyboard.press("/");
  await expect(page.getByRole("textbox", { name: "Filter" })).toBeFocused();
  await page.keyboard.type("state:open ");
  await expect(page).toHaveURL(/q=state%3Aopen/);
  await page.keyboard.press("Tab"); // clear button
  while (!(await grid(page).evaluate((g) => g === document.activeElement))) await page.keyboard.press("Tab");
  const decided: string[] = [];

  // Not applicable, with a reason.
  decided.push(await idOf(page));
  await ask(page, "n", "Not applicable");
  await page.keyboard.type("The bus stays inside the sealed case.");
  await page.keyboard.press("Control+Enter");
  await gone(page, decided[0]!);
  await expect.poll(async () => (await stateOf(page, decided[0]!))?.state).toBe("not-applicable");

  // Mitigate with a control of the model.
  decided.push(await idOf(page));
  const mitigate = await ask(page, "e", "Mitigate");
  await page.keyboard.press("ArrowDown");
  await mitigate.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(mitigate.getByRole("option", { selected: true })).toHaveCount(1);
  await page.keyboard.press("Escape"); // the list of controls alone
  await expect(mitigate.getByRole("option")).toHaveCount(0);
  await page.keyboard.press("Control+Enter");
  await gone(page, decided[1]!);
  await expect.poll(async () => (await stateOf(page, decided[1]!))?.decision).toBe("mitigate");

  // Accept is refused without a reason, and the server says so at the field.
  const third = await idOf(page);
  const accept = await ask(page, "a", "Accept");
  await page.keyboard.press("Control+Enter");
  await expect(accept.getByText("Why is it right to live with this risk?").first()).toBeVisible();
  await expect(accept.getByRole("textbox", { name: /Why is it right/ })).toHaveAttribute("aria-invalid", "true");
  await accessible(page);
  // The browser tells the console of every refusal; this one was asked for.
  const told = complaints.findIndex((c) => c.includes("422"));
  expect(told).toBeGreaterThanOrEqual(0);
  complaints.splice(told, 1);
  await page.keyboard.press("Escape");
  await expect(accept).toBeHidden();
  expect((await stateOf(page, third))?.state).toBe("open");

  // Transfer it instead.
  decided.push(third);
  await ask(page, "t", "Transfer");
  await page.keyboard.type("Hospital network team");
  await page.keyboard.press("Tab");
  await page.keyboard.type(
    "Put the pumps into a network segment of their own and allow only the pump server to reach them.",
  );
  await page.keyboard.press("Tab");
  await page.keyboard.type("Installation guide, 3.2");
  await page.keyboard.press("Control+Enter");
  await gone(page, third);
  await expect.poll(async () => (await stateOf(page, third))?.state).toBe("transferred");

  // Two at once with one reason.
  await page.keyboard.press("Home");
  await expect(currentRow(page)).toHaveAttribute("aria-rowindex", "2");
  decided.push(await idOf(page));
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await expect(currentRow(page)).toHaveAttribute("aria-rowindex", "3");
  decided.push(await idOf(page));
  await page.keyboard.press("Shift+X");
  await expect(page.getByRole("toolbar", { name: "2 marked" })).toBeVisible();
  await ask(page, "r", "Eliminate");
  await page.keyboard.type("The service port was taken out of the product.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  for (const id of decided.slice(3)) await expect.poll(async () => (await stateOf(page, id))?.state).toBe("eliminated");

  // Undo the last step: both are open again, as one.
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press("u");
  for (const id of decided.slice(3)) await expect.poll(async () => (await stateOf(page, id))?.state).toBe("open");
  expect((await stateOf(page, decided[0]!))?.state).toBe("not-applicable");
});

test("owner and due date, peek and reason", async ({ page, studio }) => {
  await openThreats(page, studio.project, "?q=state:open");
  await enter(grid(page));
  const id = await idOf(page);
  await ask(page, "d", "Owner and due date");
  await page.keyboard.type("Ann Example");
  await page.keyboard.press("Tab");
  await page.keyboard.type("01022027");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(grid(page)).toBeFocused();
  await expect.poll(async () => (await stateOf(page, id))?.owner).toBe("Ann Example");
  expect((await stateOf(page, id))?.until).toMatch(/^2027-0[12]-0[12]$/);

  const panel = page.getByRole("complementary", { name: "Reason" });
  await expect(panel.getByRole("heading", { name: "Why it is there" })).toBeVisible();
  await expect(panel.getByRole("heading", { name: "What it leads to" })).toBeVisible();
  await page.keyboard.press(" ");
  await expect(panel).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(panel).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(grid(page)).toBeFocused();
});

test("groups fold, sort by head, filter by state, views are kept", async ({ page, studio }) => {
  await openThreats(page, studio.project, "?group=target");
  const rows = grid(page).getByRole("row");
  const before = await grid(page).getAttribute("aria-rowcount");
  await enter(grid(page));
  await page.keyboard.press("ArrowLeft");
  await expect(grid(page)).not.toHaveAttribute("aria-rowcount", before ?? "");
  await page.keyboard.press("ArrowRight");
  await expect(grid(page)).toHaveAttribute("aria-rowcount", before ?? "");
  await openThreats(page, studio.project);
  await grid(page).getByRole("button", { name: "Severity" }).click();
  await expect(page).toHaveURL(/sort=severity/);
  await expect(rows.nth(1)).toContainText("S5");
  await grid(page).getByRole("button", { name: "Severity" }).click();
  await expect(page).toHaveURL(/sort=-severity/);
  await expect(rows.nth(1)).not.toContainText("S5");
  await page
    .getByRole("group", { name: "Count by state" })
    .getByRole("button", { name: /^Accepted/ })
    .click();
  await expect(page).toHaveURL(/q=state%3Aaccepted/);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("textbox", { name: "Save this view" }).fill("Mine");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/view=Mine/);
  await openThreats(page, studio.project);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("button", { name: "Mine", exact: true }).click();
  await expect(page).toHaveURL(/q=state%3Aaccepted/);
});

test("a missing fact is answered where it is asked", async ({ page, studio }) => {
  await openThreats(page, studio.project, "?q=certainty:possible+state:open");
  await enter(grid(page));
  const panel = page.getByRole("complementary", { name: "Reason" });
  const answers = panel.getByRole("group").filter({ has: page.getByRole("button", { name: "Yes", exact: true }) });
  const rows = Number(await grid(page).getAttribute("aria-rowcount"));
  for (let at = 2; at <= rows; at++) {
    await expect(currentRow(page)).toHaveAttribute("aria-rowindex", String(at));
    await expect(panel.locator(".threats-id code")).toHaveText(await idOf(page));
    await settled(page);
    if ((await answers.count()) > 0) break;
    await page.keyboard.press("j");
  }
  const question = (await answers.first().getAttribute("aria-label")) ?? "";
  await answers.first().getByRole("button", { name: "Yes", exact: true }).press("Enter");
  await expect(page.getByText(`${question} Yes`)).toBeVisible();
  // What that did to the findings is heard as well.
  await expect(page.locator(".t-frame > [role=status]")).toHaveText(/^\d+ confirmed threats, \d+ possible\s*$/);
});

test("a decision whose facts changed says which, and is asked for again", async ({ page }) => {
  // A server of its own: another test may have answered the very question.
  const { studio, stop } = await startStudio();
  await page.goto(`${studio.url}/p/${studio.project}/threats?q=threat:no-local-limit`);
  await enter(grid(page));
  const id = await idOf(page);
  await ask(page, "n", "Not applicable");
  await page.keyboard.type("The core bounds every rate by itself.");
  await page.keyboard.press("Control+Enter");
  await expect.poll(async () => (await stateOf(page, id))?.state).toBe("not-applicable");
  const panel = page.getByRole("complementary", { name: "Reason" });
  await panel
    .getByRole("group", { name: /itself bound/ })
    .getByRole("button", { name: "No", exact: true })
    .press("Enter");
  await expect.poll(async () => (await stateOf(page, id))?.state).toBe("review");
  await expect(panel.getByText(/what the decision rests on has changed/)).toBeVisible();
  await expect(panel.getByRole("note")).toContainText("local-limit");
  await page.goto("about:blank");
  await stop();
});

for (const theme of ["light", "dark"] as const) {
  test(`threats pass axe with groups and a reason, ${theme}`, async ({ page, studio }) => {
    await dress(page, theme);
    await openThreats(page, studio.project, "?group=threat");
    await enter(grid(page));
    await page.keyboard.press("j");
    await page.getByRole("heading", { name: "What it leads to" }).waitFor();
    await accessible(page);
  });
}
