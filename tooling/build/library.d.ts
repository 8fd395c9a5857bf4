import type { Options } from "tsup";

/** ESM with types and source maps, from `src/index.ts` unless entries are named. */
export declare const library: (options?: Options) => Options;
