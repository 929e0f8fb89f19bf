// Tests of a server with a database and accounts, in which anna may do everything.
import type { Page } from "@playwright/test";
import { startDatabase, test as studioTest } from "./studio";

/** The tests of one file, with a database of their own. */
export const withAccounts = () =>
  studioTest.extend<object, { database: string }>({
    database: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
      async ({}, use) => {
        const { url, stop } = await startDatabase();
        await use(url);
        await stop();
      },
      { scope: "worker" },
    ],
    baseURL: async ({ database }, use) => use(database),
  });

/** Signs in on the page that asks for it. */
export async function enter(page: Page, name: string, password: string) {
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.locator("input[name=password]").fill(password);
  await page.keyboard.press("Enter");
}

export const signIn = (page: Page, name: string, password: string) =>
  studioTest.step(`sign in as ${name}`, async () => {
    await page.goto("/");
    await enter(page, name, password);
    await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
  });

/** Sends something to the API as whoever is signed in on a page. */
export async function post<T = { id: string }>(page: Page, path: string, data: object): Promise<T> {
  const res = await page.request.post(`/api/v1/${path}`, { data });
  if (!res.ok()) throw new Error(`${path}: ${res.status()} ${await res.text()}`);
  return (await res.json()) as T;
}
