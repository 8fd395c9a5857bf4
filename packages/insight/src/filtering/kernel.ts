import { didYouMean } from "@convscope/core";

/** A small matrix that slides over a picture, row by row. */
export type Kernel = readonly (readonly number[])[];

export type KernelName = "identity" | "mean" | "gaussian" | "sobel-x" | "sobel-y" | "prewitt-x" | "prewitt-y" | "edges" | "laplacian" | "sharpen" | "emboss";

/** Kernels that every course shows, as they are multiplied place by place (cross-correlation). */
export const kernels: Readonly<Record<KernelName, Kernel>> = {
  identity: [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
  /** Moving average. */
  mean: [[1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9]],
  /** Weighted average: binomial numbers, which are near to a Gaussian. */
  gaussian: [[1 / 16, 2 / 16, 1 / 16], [2 / 16, 4 / 16, 2 / 16], [1 / 16, 2 / 16, 1 / 16]],
  /** From dark on the left to bright on the right. */
  "sobel-x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
  /** From dark above to bright below. */
  "sobel-y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
  "prewitt-x": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
  "prewitt-y": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
  /** Edges of every direction: eight times the middle less its neighbours. */
  edges: [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
  laplacian: [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
  sharpen: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
  /** Light from the upper left. */
  emboss: [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
};

/** @throws RangeError for a name that is none of `kernels`, with the nearest. */
export function kernelOf(name: string): Kernel {
  const known: Readonly<Record<string, Kernel>> = kernels;
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!found) throw new RangeError(`kernel: there is no kernel "${name}".${didYouMean(name, Object.keys(known))} Kernels: ${Object.keys(known).join(", ")}.`);
  return found;
}

/** A Gaussian of this deviation in pixels, three of them to each side; it sums to 1. */
export function gaussianKernel(deviation: number): Kernel {
  if (!(deviation > 0 && deviation <= 50)) throw new RangeError(`gaussianKernel: the deviation must be a number > 0 and ≤ 50 pixels. Received ${deviation}.`);
  const reach = Math.max(1, Math.ceil(3 * deviation));
  const line = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)));
  const sum = line.reduce((a, b) => a + b, 0);
  return line.map((a) => line.map((b) => (a * b) / sum ** 2));
}

/** Turned by half a circle: convolution with a kernel is cross-correlation with this. */
export const turned = (kernel: Kernel): Kernel => kernel.map((row) => row.toReversed()).toReversed();

/** @throws RangeError unless a kernel is a rectangle of finite numbers, at most 101 on each side. */
export function checkKernel(kernel: Kernel): void {
  const width = kernel[0]?.length ?? 0;
  if (width === 0 || kernel.length > 101 || width > 101 || kernel.some((row) => row.length !== width || !row.every(Number.isFinite)))
    throw new RangeError(`kernel: must be rows of equally many finite numbers, 1 … 101 of each. Received ${kernel.length} rows of ${[...new Set(kernel.map((row) => row.length))].join(", ") || "no"} numbers.`);
}
