import { rmSync } from "node:fs";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// What stands at places of the drawing, or is as large as what the code makes of it.
const drawn = /\/canvas\/(canvas|elements|flows|floating|marks|minimap|notes|zones)\.css$/;

/**
 * Style sheets count in points; what is built counts in parts of the size of text that a person has set in the browser, so
 * that texts and what they stand in grow together, and a page with large text is laid out as one in a narrow window. Lines
 * stay as thin as they are. What is drawn on the canvas has a scale of its own.
 */
const growWithText: Plugin = {
  name: "grow-with-text",
  enforce: "pre",
  transform(code, id) {
    const file = id.split("?")[0] ?? "";
    if (!file.startsWith(`${import.meta.dirname}/src/`) || !file.endsWith(".css") || drawn.test(file)) return;
    return code.replace(/(?<![\w.#])(\d*\.?\d+)px\b/g, (all, n) => (Number(n) > 3 ? `${Number(n) / 16}rem` : all));
  },
};

// The studio is embedded in the Go binary: hashed assets, nothing inlined (the policy allows no data: scripts), no
// preload polyfill (it would be an inline script).
export default defineConfig({
  plugins: [
    react(),
    growWithText,
    {
      name: "empty-assets",
      apply: "build",
      buildStart: () => rmSync(resolve(import.meta.dirname, "dist/assets"), { recursive: true, force: true }),
    },
  ],
  resolve: { alias: { "@": resolve(import.meta.dirname, "src") } },
  server: {
    port: 5173,
    proxy: { "/api": "http://127.0.0.1:7680", "/live": { target: "ws://127.0.0.1:7680", ws: true } },
  },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // The folder keeps its placeholder, without which the Go package would not compile before the first build.
    emptyOutDir: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: "tanstack", test: /node_modules[\\/]@tanstack[\\/]/ },
            { name: "flow", test: /node_modules[\\/](@xyflow|d3-)/ },
            { name: "editor", test: /node_modules[\\/](@codemirror|@lezer|@marijn|style-mod|w3c-keyname|crelt)[\\/]/ },
            {
              name: "mantine",
              test: /node_modules[\\/](@mantine|@floating-ui|react-remove-scroll|clsx|tabbable)[\\/]/,
            },
          ],
        },
      },
    },
  },
});
