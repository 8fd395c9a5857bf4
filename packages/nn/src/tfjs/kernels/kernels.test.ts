import { expectClose } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { openBackend, type TfjsBackend } from "../backends.ts";
import { fallbackCounts } from "../fallback.ts";
import { registerWasmKernels, wasmKernels } from "./index.ts";

const numbers = (shape: number[], seed: number): tf.Tensor => tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => (((i + 1) * 7919 * seed) % 1013) / 506 - 1), shape);

/** What a backend computes, in typed arrays; throws if the backend keeps anything that it made on the way. */
async function on(backend: TfjsBackend, run: () => tf.Tensor[]): Promise<ArrayLike<number>[]> {
  await openBackend(backend);
  const before = tf.engine().backend.numDataIds();
  const answers = tf.tidy(() => run().map((x) => Float32Array.from(x.dataSync())));
  expect(tf.engine().backend.numDataIds() - before).toBe(0);
  return answers;
}

async function agree(run: () => tf.Tensor[]): Promise<void> {
  const [ours, theirs] = [await on("wasm", run), await on("cpu", run)];
  ours.forEach((x, i) => expectClose(x, theirs[i] ?? [], { relative: 1e-4, absolute: 1e-4 }, `answer ${i}`));
}

test.each([
  ["a stride that does not divide", [2, 8, 9, 3], [3, 3, 3, 4], 2, [[1, 0], [0, 0]]],
  ["a stride larger than the kernel", [1, 7, 7, 2], [2, 1, 2, 3], 3, [[0, 1], [0, 0]]],
  ["padding wider than the kernel", [1, 4, 5, 2], [2, 2, 2, 3], 1, [[3, 2], [2, 3]]],
  ["one weight per pair of channels", [2, 5, 4, 6], [1, 1, 6, 3], 1, [[0, 0], [0, 0]]],
  ["one weight per pair of channels, padded", [2, 5, 4, 6], [1, 1, 6, 3], 1, [[1, 0], [0, 1]]],
  ["one weight per pair of channels, strided", [2, 5, 4, 6], [1, 1, 6, 3], 2, [[0, 0], [0, 0]]],
] as const)("both gradients of a convolution agree with the cpu backend: %s", async (_, xShape, filterShape, stride, [h, w]) => {
  const pad: tf.backend_util.ExplicitPadding = [[0, 0], [...h], [...w], [0, 0]];
  await agree(() => tf.grads((x, filter) => tf.square(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad)))([numbers([...xShape], 1), numbers([...filterShape], 3)]));
});

test.each([
  ["plain", 1, 1, [[1, 1], [1, 1]]],
  ["strided", 1, 2, [[1, 0], [0, 1]]],
  ["two of each channel", 2, 1, [[0, 1], [2, 0]]],
  ["two of each channel, strided", 2, 3, [[1, 2], [0, 0]]],
  ["padding wider than the filter", 1, 1, [[4, 3], [3, 4]]],
] as const)("both gradients of a depthwise convolution agree with the cpu backend: %s", async (_, multiplier, stride, [h, w]) => {
  const pad: tf.backend_util.ExplicitPadding = [[0, 0], [...h], [...w], [0, 0]];
  await agree(() => tf.grads((x, filter) => tf.square(tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad)))([numbers([2, 6, 7, 3], 1), numbers([3, 3, 3, multiplier], 3)]));
});

test.each([[false, false], [false, true], [true, false], [true, true]])("products of transposed matrices agree, one and many at a time: %s, %s", async (transposeA, transposeB) => {
  const shape = (rows: number, columns: number, transposed: boolean): number[] => (transposed ? [columns, rows] : [rows, columns]);
  await agree(() => [
    tf.matMul(numbers(shape(3, 5, transposeA), 1), numbers(shape(5, 4, transposeB), 3), transposeA, transposeB),
    tf.matMul(numbers([2, 3, ...shape(3, 5, transposeA)], 1), numbers([2, 3, ...shape(5, 4, transposeB)], 3), transposeA, transposeB),
    tf.matMul(numbers([3, ...shape(3, 5, transposeA)], 1), numbers([1, ...shape(5, 4, transposeB)], 3), transposeA, transposeB),
  ]);
});

test("the same numbers may be the right matrix in two shapes", async () => {
  await agree(() => {
    const x = numbers([256, 8], 3);
    return [tf.matMul(numbers([1, 256], 1), x as tf.Tensor2D), tf.matMul(numbers([1, 64], 1), tf.reshape(x, [64, 32]) as tf.Tensor2D), tf.matMul(numbers([1, 256], 1), x as tf.Tensor2D)];
  });
});

test("registered once, they stay, and the cpu backend was asked for none of it", async () => {
  await openBackend("wasm");
  registerWasmKernels();
  expect(wasmKernels.map(({ kernelName }) => tf.getKernel(kernelName, "wasm"))).toEqual([...wasmKernels]);
  expect([...fallbackCounts().keys()].filter((key) => /conv|matmul/i.test(key))).toEqual([]);
});
