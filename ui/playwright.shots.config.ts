import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

// `npm run shots` writes the pictures of docs/studio.
export default defineConfig({ ...base, testMatch: "shots.ts", timeout: 120_000 });
