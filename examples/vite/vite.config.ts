import { defineConfig } from "vite";

/** A page that is cross-origin isolated may have threads; without these headers one thread computes. Set them on your host too. */
const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

export default defineConfig({
  // The engine loads parts of itself when they are needed, which only module workers can.
  worker: { format: "es" },
  // Vite looks for packages to prepare in these; left out, it finds the worker's late and reloads the page in the middle of the first training.
  optimizeDeps: { entries: ["index.html", "src/worker.ts"] },
  server: { headers },
  preview: { headers },
});
