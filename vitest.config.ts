import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import type { TestProjectInlineConfiguration, ViteUserConfigExport } from "vitest/config";

const conditions = ["@convscope/source", "module", "node", "development|production"];

const filesOf = (packages: string): readonly string[] => [`packages/${packages}/{src,test,examples}/**/*.test.ts`];

// Files that leave nothing behind share one module cache per worker, which spares most of the start-up.
const stateless = ["augment", "core", "models", "viz", "exchange"];
const shared: { readonly [project: string]: readonly string[] } = {
  nn: filesOf("nn"),
  datasets: filesOf("datasets"),
  "engine-ort": filesOf("engine-ort"),
  cli: ["apps/cli/src/**/*.test.ts"],
  docs: ["apps/docs/src/**/*.test.ts"],
};

const setupFiles = ["tooling/test/seed.ts", "tooling/test/workers.ts"];

const config: ViteUserConfigExport = defineConfig({
  ssr: { resolve: { conditions, externalConditions: ["@convscope/source", "node", "module-sync"] } },
  test: {
    testTimeout: 60_000,
    // By itself vitest leaves a core free, which of two is half.
    maxWorkers: availableParallelism(),
    // A busy machine takes its time; what is there at once is seen at once.
    expect: { poll: { timeout: 15_000 } },
    setupFiles: ["tooling/test/seed.ts"],
    globalSetup: ["tooling/test/kernels.ts"],
    coverage: { include: ["packages/*/src/**/*.ts", "apps/cli/src/**/*.ts"], exclude: ["**/*.test.ts"] },
    projects: [
      {
        extends: true,
        test: { name: "stateless", isolate: false, include: [...filesOf(`{${stateless.join(",")}}`)] },
      },
      ...Object.entries(shared).map(([name, include]): TestProjectInlineConfiguration => ({
        extends: true,
        test: { name, isolate: false, setupFiles, include: [...include] },
      })),
      {
        extends: true,
        test: {
          name: "isolated",
          setupFiles,
          include: [...filesOf(`!(${[...stateless, ...Object.keys(shared)].join("|")})`), "apps/*/{test,examples}/**/*.test.ts", "tooling/**/*.test.ts"],
        },
      },
    ],
  },
});

export default config;
