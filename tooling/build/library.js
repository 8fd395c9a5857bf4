import { pure } from "./pure.js";

/**
 * ESM with types and source maps, from `src/index.ts` unless entries are named.
 *
 * @param {import("tsup").Options} [options]
 * @returns {import("tsup").Options}
 */
export const library = (options = {}) => ({
  entry: ["src/index.ts"],
  format: ["esm"],
  // Other packages' types come from their build, as a reader gets them: "@convscope/source" is for this workspace alone.
  dts: { compilerOptions: { ignoreDeprecations: "6.0", customConditions: [] } },
  // "node:fs" says to a reader, and to a bundler's error, whose module it is; Deno and workers at the edge take no other spelling.
  removeNodeProtocol: false,
  esbuildPlugins: [pure],
  sourcemap: true,
  clean: true,
  target: "es2022",
  silent: true,
  ...options,
});
