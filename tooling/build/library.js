import { defineConfig } from "tsup";

/** ESM with types and source maps, from `src/index.ts` unless entries are named. */
export const library = (options = {}) =>
  defineConfig({
    entry: ["src/index.ts"],
    format: ["esm"],
    dts: { compilerOptions: { ignoreDeprecations: "6.0", customConditions: [] } },
    sourcemap: true,
    clean: true,
    target: "es2022",
    ...options,
  });
