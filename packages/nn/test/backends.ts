import { simd } from "@convscope/backend-simd";
import { tfjsLoader, useBackend, type Engine } from "../src/index.ts";
import type { TfjsBackendPackage } from "../src/tfjs/backendPackage.ts";

/** simd as it is where no memory can be shared: one thread. */
const alone: TfjsBackendPackage = { ...simd, name: "simd-alone", register: () => simd.register({ name: "simd-alone", shared: false }) };

/** simd with more threads than one at least, however many cores there are. */
const threaded: TfjsBackendPackage = { ...simd, register: () => simd.register({ threads: 2 }) };

/** Every backend that computes in Node without a graphics card; WebGPU has tests of its own. */
export const everyBackend = ["cpu", "wasm", "simd", "simd-alone"] as const;
export type EveryBackend = (typeof everyBackend)[number];

/** A backend as `openBackend` and `runLayer` take it. */
export const backendOf = (name: EveryBackend): "cpu" | "wasm" | TfjsBackendPackage => (name === "simd" ? threaded : name === "simd-alone" ? alone : name);

/** An engine on a backend. */
export const engineOn = (name: EveryBackend): Promise<Engine> => useBackend(name, { engines: [tfjsLoader(threaded), tfjsLoader(alone)] });
