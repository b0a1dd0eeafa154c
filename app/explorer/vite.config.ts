import { defineConfig } from "vite";

/** The page is served at `/` and its files at `explorer/`, both relative, so that a proxy may put all below a path. */
export default defineConfig({
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    assetsDir: "explorer",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "explorer/licenses.md" },
  },
});
