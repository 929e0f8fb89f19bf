// A review by keyboard: ask, comment, request changes, approve; a later edit marks the approval.
import { accessible, alone, dress, expect, test } from "./studio";

test("what somebody else says is seen at once, and nobody keeps asking", async ({ page, studio }) => {
  const at = `${studio.url}/api/v1/projects/${studio.project}`;
  const post = async (path: string, body: unknown) => {
    const headers = { "Content-Type": "application/json" };
    const res = await fetch(`${at}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    expect(res.status, path).toBe(200);
    return (await res.json()) as { id: string; content: string };
  };
  await post("/commands", {
    base: ((await (await fetch(`${at}/state`)).json()) as { revision: number }).revision,
    key: crypto.randomUUID(),
    commands: [{ verb: "set", path: "elements/engine/owner", value: "Somebody" }],
  });
  await page.goto(`/p/${studio.project}/reviews`);
  await expect(page.locator(".t-status")).toContainText("Live");
  const review = await post("/reviews", { title: "Seen by both", from: 1, to: 2 });
  await page.getByRole("button", { name: /^Seen by both/ }).press("Enter");
  await expect(page.getByRole("heading", { level: 2, name: "Seen by both" })).toBeVisible();
  await post("/comments", { body: "I have looked at it.", review: review.id });
  await expect(page.getByText("I have looked at it.")).toBeVisible();

  const asked: string[] = [];
  page.on("request", (r) => {
    if (/\/(reviews|comments)$/.test(r.url())) asked.push(r.url());
  });
  await post(`/reviews/${review.id}`, {
    step: "verdict",
    kind: "request-changes",
    content: review.content,
    note: "Say who.",
  });
  await expect(page.locator(".rev-title .rev-step")).toHaveText("Changes requested");
  expect(asked, "a review that is known comes with the news").toEqual([]);
});

for (const theme of ["light", "dark"] as const) {
  test(`from asking to an approval that a later edit marks, ${theme}`, async ({ page, studio }) => {
    const at = `${studio.url}/api/v1/projects/${studio.project}`;
    const edit = async (value: string) => {
      const { revision } = (await (await fetch(`${at}/state`)).json()) as { revision: number };
      const commands = [{ verb: "set", path: "elements/engine/owner", value }];
      const body = JSON.stringify({ base: revision, key: crypto.randomUUID(), title: `Owner ${value}`, commands });
      const headers = { "Content-Type": "application/json" };
      const res = await fetch(`${at}/commands`, { method: "POST", headers, body });
      expect(res.status, await res.text()).toBe(200);
    };
    await dress(page, theme);
    await edit(`IT ${theme}`);
    await page.goto(`/p/${studio.project}/reviews`);
    await page.getByRole("button", { name: "Ask for a review" }).first().press("Enter");
    await page.getByRole("textbox", { name: "What is to be looked at" }).fill(`Owner of the engine, ${theme}`);
    await accessible(page);
    await page.getByRole("combobox", { name: "What changed after" }).selectOption({ index: 1 });
    await page.getByRole("button", { name: "Ask", exact: true }).press("Enter");
    await expect(page.getByRole("heading", { level: 2, name: `Owner of the engine, ${theme}` })).toBeVisible();
    await expect(page.getByRole("table")).toContainText(`IT ${theme}`);

    await page
      .getByRole("button", { name: /^Comment/ })
      .first()
      .press("Enter");
    await page.getByRole("textbox", { name: "About elements/engine" }).fill("Which team is that?");
    await page.keyboard.press("Control+Enter");
    const thread = page.getByRole("article", { name: "About elements/engine" });
    await expect(thread).toContainText("Which team is that?");
    await thread.getByRole("button", { name: "Resolve" }).press("Enter");
    await expect(thread).toContainText("Resolved by");

    await page.getByRole("button", { name: "Request changes" }).press("Enter");
    await expect(page.getByText("Say what is to be changed.")).toBeVisible();
    await page.getByRole("textbox", { name: "Your verdict" }).fill("Name the team.");
    await page.getByRole("button", { name: "Request changes" }).press("Enter");
    await expect(page.locator(".rev-title .rev-step")).toHaveText("Changes requested");
    await expect(page.getByRole("button", { name: "Approve" })).toBeEnabled();
    await page.getByRole("button", { name: "Approve" }).press("Enter");
    await expect(page.locator(".rev-title .rev-step")).toHaveText("Approved");
    await accessible(page);

    await edit(`Clinic ${theme}`);
    await expect(page.locator(".rev-title .rev-step")).toHaveText("Changed since approval");
    await accessible(page);
    await page.getByRole("button", { name: "Look at the newest revision instead" }).press("Enter");
    await expect(page.getByRole("table")).toContainText(`Clinic ${theme}`);
    await expect(page.getByText(/of an earlier content/).first()).toBeVisible();
    await page.getByRole("button", { name: "Close review" }).press("Enter");
    await expect(page.locator(".rev-title .rev-step")).toHaveText("Closed");
  });
}

alone("the first review looks at the whole model, and the next one at what came since", async ({ page, studio }) => {
  await page.goto(`/p/${studio.project}/reviews`);
  const ask = async (title: string) => {
    await page.getByRole("button", { name: "Ask for a review" }).first().press("Enter");
    await page.getByRole("textbox", { name: "What is to be looked at" }).fill(title);
    await page.getByRole("button", { name: "Ask", exact: true }).press("Enter");
    await page.getByRole("heading", { level: 2, name: title }).waitFor();
  };
  const range = page.locator(".rev-title .t-dim");
  await ask("Before the first release");
  await expect(range).toContainText("The whole model at revision 1");
  await expect(page.getByRole("table")).toContainText("Drug library and log database");
  await page.getByRole("button", { name: "Approve" }).press("Enter");
  await expect(page.locator(".rev-title .rev-step")).toHaveText("Approved");

  await page.goto(`/p/${studio.project}/assumptions`);
  await page.getByPlaceholder("What is assumed").fill("Nobody lends a pump");
  await page.keyboard.press("Enter");
  await expect(page.getByText("5 open, 0 verified, 0 refuted")).toBeVisible();
  await page.goto(`/p/${studio.project}/history`);
  await expect(page.getByText("Nobody lends a pump is added").first()).toBeVisible();
  await page.goto(`/p/${studio.project}/reviews`);
  await ask("After the first release");
  await expect(range).toContainText("Revision 1 to 2");
  await expect(page.getByRole("table")).toContainText("Nobody lends a pump");
  await expect(page.getByRole("table")).not.toContainText("Drug library and log database");
});
