// Accounts and roles by keyboard, without a command line: make an account, bring it into a project, be that person.
import { enter, post, signIn, withAccounts } from "./accounts";
import { accessible, anna, dress, expect, firstRow, settled } from "./studio";

const test = withAccounts();

test("Help opens a sample device where there is none yet", async ({ page }) => {
  await signIn(page, anna.name, anna.password);
  await page.goto("/help");
  await page.getByRole("button", { name: "Open a copy of it" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  await page.goto("/help");
  await page.getByRole("link", { name: /^Open Large-volume infusion pump/ }).waitFor();
});

test("a link to a project leads there after signing in, and what was typed when the session ended is kept", async ({
  page,
  complaints,
}) => {
  await signIn(page, anna.name, anna.password);
  const { id } = await post(page, "projects", { name: "Linked", from: { example: "infusion-pump" } });
  await page.context().clearCookies();
  await page.addInitScript(() =>
    localStorage.setItem(
      "theriac.flows",
      JSON.stringify({ state: { canvas: false, outline: true, text: false }, version: 0 }),
    ),
  );
  await page.goto(`/p/${id}/flows`);
  await enter(page, anna.name, anna.password);
  const tree = page.getByRole("tree");
  await tree.getByRole("treeitem", { name: /Pump control unit/ }).waitFor();
  expect(page.url()).toContain(`/p/${id}/flows`);
  await expect(page.locator(".t-status")).toContainText("Live"); // nothing is on its way any more
  await settled(page);
  // The session ends meanwhile; an edit is made all the same.
  await page.context().clearCookies();
  await tree.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Insert");
  await expect(page.getByRole("form", { name: "New element" }).getByRole("textbox").first()).toBeFocused();
  await page.keyboard.type("Charging cradle");
  await page.keyboard.press("Enter");
  await enter(page, anna.name, anna.password);
  await tree.getByRole("treeitem", { name: /Charging cradle/ }).waitFor();
  await expect
    .poll(async () => (await page.request.get(`/api/v1/projects/${id}/state`)).text())
    .toContain("Charging cradle");
  complaints.splice(0, complaints.length, ...complaints.filter((c) => !/401/.test(c)));
});

test("what one person typed without a line waits for them, whoever signs in meanwhile", async ({
  page,
  complaints,
}) => {
  const bea = { name: "bea-waits", password: "a pump hums in the night" };
  await signIn(page, anna.name, anna.password);
  const { id } = await post(page, "projects", { name: "Shared", from: { example: "infusion-pump" } });
  await post(page, "people", bea);
  await post(page, `projects/${id}/members`, { name: bea.name, role: "editor" });
  const status = page.getByRole("combobox", { name: /^Status of Library goes out/ });
  const said = page.locator(".t-project-state");
  const foot = page.locator(".t-status");
  const opened = async () => {
    await status.waitFor();
    await expect(foot).toContainText("Live");
    await settled(page);
  };
  const statusOnServer = async () => {
    const res = await page.request.get(`/api/v1/projects/${id}/state`);
    const { model } = (await res.json()) as { model: { sections: { controls: { name?: string; status?: string }[] } } };
    return model.sections.controls.find((c) => c.name?.startsWith("Library goes out"))?.status;
  };
  await page.goto(`/p/${id}/controls`);
  await opened();
  await page.context().setOffline(true);
  await status.selectOption("implemented");
  await expect(said).toContainText("Offline, 1 change kept");
  // The session ends before the line is back, and another person sits down here.
  await page.context().clearCookies();
  await page.context().setOffline(false);
  await enter(page, bea.name, bea.password);
  await opened();
  await expect(foot).toContainText("Unsent edits wait for anna to sign in");
  await expect(page.getByText("Library goes out in stages is implemented")).toHaveCount(0);
  await expect(status).toHaveValue("planned");
  await expect(said).toContainText("Saved");
  expect(await statusOnServer()).toBe("planned");
  await accessible(page);
  await page.context().clearCookies();
  await signIn(page, anna.name, anna.password);
  await page.goto(`/p/${id}/controls`);
  await opened();
  await expect(status).toHaveValue("implemented");
  await expect.poll(statusOnServer).toBe("implemented");
  await expect(foot).not.toContainText("Unsent edits");
  const last = await page.request.get(`/api/v1/projects/${id}/history?limit=1`);
  expect(((await last.json()) as { author: string }[])[0]?.author).toBe(anna.name);
  complaints.splice(
    0,
    complaints.length,
    ...complaints.filter((c) => !/ERR_INTERNET_DISCONNECTED|WebSocket|401/.test(c)),
  );
});

test("whoever forgot a password gets a new one from somebody who manages people", async ({
  page,
  browser,
  database,
  complaints,
}) => {
  const dora = { name: "dora", password: "a pump hums in the night", next: "a pump hums in the morning" };
  await signIn(page, anna.name, anna.password);
  await post(page, "people", { name: dora.name, password: dora.password });
  const context = await browser.newContext({ baseURL: database });
  const hers = await context.newPage();
  await signIn(hers, dora.name, dora.password);

  await page.goto("/settings");
  const button = page.getByRole("button", { name: `Set a new password for ${dora.name}` });
  const form = page.getByRole("form", { name: `Set a new password for ${dora.name}` });
  // One's own asks for the old one, and stands elsewhere.
  await button.waitFor();
  await expect(page.getByRole("button", { name: `Set a new password for ${anna.name}` })).toHaveCount(0);
  await button.press("Enter");
  await expect(form.getByLabel("New password")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(form).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(form.getByLabel("New password")).toBeFocused();
  await accessible(page);
  await page.keyboard.type(dora.next);
  await page.keyboard.press("Enter");
  await expect(page.getByText("dora signs in with the new password from now on.")).toBeVisible();
  await expect(form).toHaveCount(0);
  await expect(button).toBeFocused();
  // She is signed out wherever she was, and only the new one lets her in.
  await hers.reload();
  await enter(hers, dora.name, dora.password);
  await expect(hers.getByText("Name or password is wrong.")).toBeVisible();
  await enter(hers, dora.name, dora.next);
  await hers.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
  await context.close();
  complaints.splice(0, complaints.length, ...complaints.filter((c) => !/401/.test(c)));
});

test("whoever may read alone is offered no grips to size boxes with", async ({ page }) => {
  const rob = { name: "rob-reads", password: "a pump hums in the night" };
  await signIn(page, anna.name, anna.password);
  const { id } = await post(page, "projects", { name: "Sized", from: { example: "infusion-pump" } });
  await post(page, "people", rob);
  await post(page, `projects/${id}/members`, { name: rob.name, role: "reader" });
  const take = async () => {
    await page.goto(`/p/${id}/flows`);
    await page.locator(".cv-zone-name").first().click();
    await expect(page.locator(".cv-zone[data-selected]")).toBeVisible();
  };
  await take();
  await expect(page.locator(".cv-size")).toHaveCount(4);
  await page.context().clearCookies();
  await signIn(page, rob.name, rob.password);
  await take();
  await expect(page.locator(".cv-size")).toHaveCount(0);
});

test("what is one's own stands first on Home and leads to its rows, and the form of a decision offers people", async ({
  page,
}) => {
  await signIn(page, anna.name, anna.password);
  const { id } = await post(page, "projects", { name: "Owned", from: { example: "infusion-pump" } });
  const findings = (await (await page.request.get(`/api/v1/projects/${id}/findings`)).json()) as {
    id: string;
    state: string;
  }[];
  const open = findings.filter((f) => f.state === "open").map((f) => f.id);
  const decide = (list: string[], owner: string) => ({
    verb: "decide",
    findings: list,
    fields: { decision: "not-applicable", because: "Bench only.", until: "2021-01-01", owner },
  });
  await post(page, `projects/${id}/commands`, {
    base: 1,
    key: "owners-of-some",
    commands: [
      decide(open.slice(0, 2), "ANNA"),
      decide(open.slice(2, 3), "anna"),
      decide(open.slice(3, 8), "Jane Doe"),
    ],
  });
  const rows = (n: number) =>
    expect(page.getByRole("grid", { name: /Threats/ })).toHaveAttribute("aria-rowcount", String(n + 1));
  await page.goto("/");
  const first = page.locator(".home-waiting li").first();
  await expect(first).toContainText("3 decisions of yours whose day has passed");
  await accessible(page);
  await first.getByRole("link").press("Enter");
  await rows(3);
  await page.goto("/");
  await page.getByRole("link", { name: "5 other decisions whose day has passed" }).press("Enter");
  await rows(5);
  // Under the name that one chose for oneself, the decisions of that name are one's own as well.
  await page.goto("/settings");
  await page.getByRole("textbox", { name: "Your name beside the cursor" }).fill("jane doe");
  await page.goto("/");
  await page.getByRole("link", { name: "8 decisions of yours whose day has passed" }).press("Enter");
  await rows(8);

  const grid = page.getByRole("grid", { name: /Threats/ });
  await firstRow(grid).waitFor();
  await grid.focus();
  await page.keyboard.press("d");
  const owner = page.getByRole("dialog", { name: "Owner and due date" }).getByRole("combobox", { name: "Owner" });
  await expect(owner).toBeFocused();
  const offered = owner.evaluate((e) => [...((e as HTMLInputElement).list?.options ?? [])].map((o) => o.value));
  expect(await offered).toEqual(expect.arrayContaining(["jane doe", "anna", "ANNA", "Jane Doe"]));
});

for (const theme of ["light", "dark"] as const) {
  test(`an account is made, gets a role, reads, changes its password and is closed, ${theme}`, async ({
    page,
    complaints,
  }) => {
    const bea = { name: `bea-${theme}`, password: "a pump hums in the night", next: "a pump hums in the morning" };
    await dress(page, theme);
    await signIn(page, anna.name, anna.password);
    const { id } = await post(page, "projects", { name: `Night ${theme}`, from: {} });

    await page.goto(`/settings?project=${id}`);
    const add = page.getByRole("form", { name: "Make an account" });
    await add.getByRole("textbox", { name: "Name" }).fill(bea.name);
    await add.locator("input[name=password]").fill(bea.password);
    await add.getByRole("button", { name: "Make account" }).press("Enter");
    await expect(page.getByRole("checkbox", { name: `${bea.name} may sign in` })).toBeChecked();
    const bring = page.getByRole("form", { name: "Bring in" });
    await bring.getByLabel("Person").selectOption(bea.name);
    await bring.getByLabel("Role").selectOption("Reader");
    await bring.getByRole("button", { name: "Bring in" }).press("Enter");
    await expect(page.getByRole("combobox", { name: `Role of ${bea.name}` })).toHaveValue("reader");
    await accessible(page);
    // Nobody takes out the last owner.
    await page.getByRole("combobox", { name: `Role of ${anna.name}` }).selectOption("Reader");
    await expect(page.getByText(/owner/).last()).toBeVisible();
    await expect(page.getByRole("combobox", { name: `Role of ${anna.name}` })).toHaveValue("owner");
    await page.getByRole("button", { name: "Sign out" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();

    await signIn(page, bea.name, bea.password);
    await page.goto(`/p/${id}/overview`);
    await expect(page.locator(".t-project-state")).toContainText("You may read");
    await page.goto(`/settings?project=${id}`);
    await expect(page.getByText("An owner of the project can change this.")).toBeVisible();
    await expect(page.getByRole("form", { name: "Make an account" })).toHaveCount(0);
    const own = page.getByRole("form", { name: "Password" });
    await own.locator("input[name=old]").fill("not this one at all");
    await own.locator("input[name=password]").fill(bea.next);
    await own.getByRole("button", { name: "Change password" }).press("Enter");
    await expect(own.getByRole("alert")).toContainText("not right");
    await own.locator("input[name=old]").fill(bea.password);
    await own.getByRole("button", { name: "Change password" }).press("Enter");
    await expect(page.getByText("Your password is changed.")).toBeVisible();
    await page.getByRole("button", { name: "Sign out" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    await signIn(page, bea.name, bea.next);
    // The browser tells the console of refusals.
    complaints.splice(0, complaints.length, ...complaints.filter((c) => !/401|403|422/.test(c)));
  });
}
