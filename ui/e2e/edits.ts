// Changes made over the API, as somebody else would make them.
import { expect, type Studio } from "./studio";

const api = (studio: Studio) => `${studio.url}/api/v1/projects/${studio.project}`;

/** The number of the newest revision. */
export async function head(studio: Studio): Promise<number> {
  const res = await fetch(`${api(studio)}/state`);
  return ((await res.json()) as { revision: number }).revision;
}

/** Makes commands one revision and returns its number. */
export async function change(studio: Studio, title: string | undefined, ...commands: object[]): Promise<number> {
  const res = await fetch(`${api(studio)}/commands`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ base: await head(studio), key: crypto.randomUUID(), title, commands }),
  });
  expect(res.status, await res.clone().text()).toBe(200);
  return ((await res.json()) as { revision: number }).revision;
}

/** Types at the beginning of the text. */
export const type = (studio: Studio, text: string) =>
  change(studio, undefined, { verb: "text", file: "theriac.yaml", edits: [{ start: 0, end: 0, text }] });
