/** In the place of `@convscope/engine-ort` it hands the command line one engine more: `--backend torch`. */
import { torchEngine } from "./engine.mjs";

export * from "../../packages/engine-ort/dist/index.js";

/** @type {readonly import("../../packages/nn/dist/index.js").BackendLoader[]} */
export const ortOnCards = [
  { name: "torch", engine: "PyTorch", check: async () => ({ available: true, note: "for benches" }), open: async ({ threads = 1 } = {}) => torchEngine(threads) },
];
