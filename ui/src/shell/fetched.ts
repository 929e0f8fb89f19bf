// Parts of the studio are fetched when they are first needed. Without a line, or where the server has another version by
// now, they cannot be.

/** A part of the studio that could not be fetched. */
export class Unfetched extends Error {}

// In the words of Vite, Chromium, Firefox and Safari.
const failed = /unable to preload css|dynamically imported module|importing a module script failed/i;

/** Names the failure, so that it can be told; the router would load the page anew, which ends at an error of the browser. */
export function fetched<T>(load: () => Promise<T>): () => Promise<T> {
  return () =>
    load().catch((e: unknown) => {
      throw failed.test(String(e)) ? new Unfetched(String(e)) : e;
    });
}
