import type { KernelConfig } from "@tensorflow/tfjs-core";

/** Kernels that the wasm backend lacks and training needs. */
export const wasmKernels: readonly KernelConfig[] = [];
