import type { SimdBackend } from "./backend.ts";

/** What is done to a product's sums on their way out. */
export type Activation = "linear" | "relu" | "relu6";

/** By the numbers that the kernels know them by. */
export const activations: readonly Activation[] = ["linear", "relu", "relu6"];

/** Calls a kernel that reads its arguments where they are written down. */
export const describe = (backend: SimdBackend, numbers: readonly number[], kernel: (at: number) => unknown): void =>
  backend.borrow(4 * numbers.length, (at) => {
    new Int32Array(backend.machine.memory.memory.buffer, at, numbers.length).set(numbers);
    kernel(at);
  });
