import { defineConfig } from "vitest/config";
import type { ViteUserConfigExport } from "vitest/config";

const conditions = ["@convscope/source", "module", "node", "development|production"];

// Packages without state of their own share one module cache per worker, which spares most of the start-up.
const stateless = ["augment", "core", "models", "viz", "exchange"];

const filesOf = (packages: string): readonly string[] => [`packages/${packages}/{src,test,examples}/**/*.test.ts`];

const config: ViteUserConfigExport = defineConfig({
  ssr: { resolve: { conditions, externalConditions: ["@convscope/source", "node", "module-sync"] } },
  test: {
    testTimeout: 30_000,
    setupFiles: ["tooling/test/seed.ts"],
    coverage: { include: ["packages/*/src/**/*.ts", "apps/cli/src/**/*.ts"], exclude: ["**/*.test.ts"] },
    projects: [
      {
        extends: true,
        test: { name: "stateless", isolate: false, include: [...filesOf(`{${stateless.join(",")}}`)] },
      },
      {
        extends: true,
        test: { name: "nn", isolate: false, include: [...filesOf("nn")] },
      },
      {
        extends: true,
        test: {
          name: "isolated",
          setupFiles: ["tooling/test/seed.ts", "tooling/test/workers.ts"],
          include: [...filesOf(`!(${[...stateless, "nn"].join("|")})`), "apps/*/{src,test,examples}/**/*.test.ts", "tooling/**/*.test.ts"],
        },
      },
    ],
  },
});

export default config;
