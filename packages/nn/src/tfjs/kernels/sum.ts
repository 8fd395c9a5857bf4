import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { call, heap } from "./call.ts";

/** Under these names stay the backend's own kernels, which are fast as long as the last axis is among those summed. */
export const plainSum = "PlainSum";
export const plainMean = "PlainMean";

/** Axes side by side seen as one: `[outer, length, inner]`, of which the middle is summed. */
interface Middle {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

function middleOf(shape: readonly number[], axes: readonly number[]): Middle | undefined {
  const [first = 0] = axes;
  if (!axes.every((axis, i) => axis === first + i)) return undefined;
  const size = (from: number, to: number): number => shape.slice(from, to).reduce((a, b) => a * b, 1);
  const after = first + axes.length;
  return { outer: size(0, first), length: size(first, after), inner: size(after, shape.length) };
}

/**
 * Sums or means over axes before the last, as of every bias gradient, batch normalisation and global pooling. The backend's own
 * kernel transposes first, which takes several times as long, and adds long columns in float32.
 */
const over = (kernelName: "Sum" | "Mean", plain: string): tf.KernelConfig => ({
  kernelName,
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { x } = inputs as { readonly x: tf.TensorInfo };
    const axes = tf.util.parseAxisParam(attrs?.["axis"] as number | number[], x.shape).sort((a, b) => a - b);
    const middle = middleOf(x.shape, axes);
    if (!middle || middle.inner === 1 || x.dtype !== "float32") return call(wasm, plain, { x }, attrs ?? {});
    const shape = attrs?.["keepDims"] ? x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n)) : x.shape.filter((_, axis) => !axes.includes(axis));
    // Memory may move when the result is made, so the values are looked up afterwards.
    const result = wasm.makeOutput(shape, "float32");
    sumMiddle(heap(wasm, x), heap(wasm, result), middle, kernelName === "Mean" ? middle.length : 1);
    return result;
  },
});

/** Four lines at a time: a sum is then loaded and stored a quarter as often. */
function sumMiddle(x: Float32Array, result: Float32Array, { outer, length, inner }: Middle, divisor: number): void {
  const sums = new Float64Array(inner);
  for (let o = 0, at = 0; o < outer; o++) {
    sums.fill(0);
    let left = length;
    for (; left >= 4; left -= 4, at += 4 * inner) {
      const [second, third, fourth] = [at + inner, at + 2 * inner, at + 3 * inner];
      for (let i = 0; i < inner; i++)
        sums[i] = (sums[i] as number) + (x[at + i] as number) + (x[second + i] as number) + (x[third + i] as number) + (x[fourth + i] as number);
    }
    for (; left > 0; left--, at += inner) for (let i = 0; i < inner; i++) sums[i] = (sums[i] as number) + (x[at + i] as number);
    for (let i = 0; i < inner; i++) result[o * inner + i] = (sums[i] as number) / divisor;
  }
}

export const sum: tf.KernelConfig = over("Sum", plainSum);
export const mean: tf.KernelConfig = over("Mean", plainMean);
