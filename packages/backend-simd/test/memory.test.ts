import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import type { SimdBackend } from "../src/backend.ts";
import { register } from "../src/index.ts";
import { agree, numbers, openForms, run } from "./agree.ts";

beforeAll(async () => {
  await openForms();
  await register({ name: "simd-small", threads: 2, memoryLimit: 2 ** 24 });
});

interface Kept {
  readonly bytes: number;
  readonly arrays: number;
  readonly onCpu: number;
}

function kept(): Kept {
  const backend = tf.engine().backend as SimdBackend;
  return { bytes: backend.machine.memory.use.inUse, arrays: backend.numDataIds(), onCpu: backend.cpu.numDataIds() };
}

test("addresses of a full memory lie above 2 GiB", () => {
  const backend = tf.engine().findBackend("simd-3") as SimdBackend;
  const x = backend.output([4]);
  // Here as unsigned numbers, to a kernel as signed ones.
  expect(backend.pointer(x)).toBeGreaterThan(2 ** 31);
  backend.disposeData(x.dataId);
});

const kernels: { readonly [name: string]: (x: tf.Tensor2D) => unknown } = {
  "several results": (x) => run("BatchNormTraining", { x }, { epsilon: 1e-5, activation: "linear" }),
  "an optimiser's step": (x) => run("AdamStep", { parameter: x, gradient: x, exp_avg: x, exp_avg_sq: x }),
  "memory on the way": (x) => tf.matMul(x, x, false, true),
  "a kernel by another": (x) => tf.fused.matMul({ a: x, b: x, transposeB: true, activation: "elu" }),
  "a reference to its input": (x) => tf.mirrorPad(x, [[100, 100], [200, 200]], "reflect"),
  "the cpu backend": (x) => tf.acos(x),
};

test.each(Object.entries(kernels))("out of memory at any point, nothing is kept: %s", async (_, kernel) => {
  await tf.setBackend("simd-small");
  const x = tf.fill<tf.Rank.R2>([256, 512], 0.5);
  const fillers: tf.Tensor[] = [];
  const failing = (f: () => unknown): unknown => {
    try {
      f();
      return undefined;
    } catch (error) {
      return error;
    }
  };
  const full = failing(() => {
    for (;;) fillers.push(tf.fill([2 ** 15], 1));
  });
  expect((full as Error).message).toMatch(/^backend simd: WebAssembly memory holds at most 16 MiB\. Received a request for 0\.125 MiB with 1[56] MiB in use\. Take smaller batches, or dispose of tensors\.$/);
  let failures = 0;
  for (let free = 0; ; free++) {
    const before = kept();
    const error = failing(() => tf.tidy(() => void kernel(x)));
    expect(kept()).toEqual(before);
    if (error === undefined) break;
    expect((error as Error).name).toBe("OutOfMemoryError");
    failures++;
    fillers.pop()?.dispose();
  }
  expect(failures).toBeGreaterThan(1);
  expect(Array.from(x.dataSync().slice(0, 2))).toEqual([0.5, 0.5]);
  tf.dispose([x, ...fillers]);
});

test("more numbers than a kernel can count are refused", async () => {
  await tf.setBackend("simd");
  expect(() => tf.fill([2 ** 16, 2 ** 15], 1, "bool" as "float32")).toThrowErrorMatchingInlineSnapshot(`[RangeError: backend simd: a tensor holds at most 2147483647 values. Received [65536, 32768], which are 2147483648. Take smaller batches, or several tensors.]`);
});

test("a filter that is kept packed for one shape is packed anew for another", () =>
  agree(() => {
    const filter = numbers([3, 3, 16, 64]) as tf.Tensor4D;
    const other = tf.reshape(filter, [3, 3, 32, 32]) as tf.Tensor4D;
    const through = (kernel: tf.Tensor4D): tf.Tensor => tf.conv2d(numbers([2, 16, 16, kernel.shape[2]]) as tf.Tensor4D, kernel, 1, "same");
    return [through(filter), through(filter), through(other), through(other)];
  }, { relative: 1e-4, absolute: 1e-4 }));

test.each([[0, 4, 4, 3], [2, 0, 4, 3], [2, 4, 4, 0]])("a convolution of nothing: [%i, %i, %i, %i]", (...shape: [number, number, number, number]) => {
  const filterShape = [3, 3, shape[3], 16];
  const sliding = { strides: 1, dilations: 1, pad: "same", dataFormat: "NHWC" };
  return agree(() => {
    const [x, filter, dy] = [numbers(shape), numbers(filterShape), numbers([...shape.slice(0, 3), 16])];
    return [
      ...run("Conv2D", { x, filter }, sliding),
      ...run("Conv2DBackpropFilter", { x, dy }, { ...sliding, filterShape }),
      ...run("Conv2DBackpropInput", { dy, filter }, { ...sliding, inputShape: shape }),
    ];
  });
});

test.each(["linear", "relu", "relu6"] as const)("a bias and %s where there is nothing to multiply", async (activation) => {
  await tf.setBackend("simd");
  const values = tf.tidy(() => Array.from(tf.fused.matMul({ a: tf.zeros([2, 0]), b: tf.zeros([0, 3]), bias: tf.tensor1d([-1, 2, 7]), activation }).dataSync()));
  const row = { linear: [-1, 2, 7], relu: [0, 2, 7], relu6: [0, 2, 6] }[activation];
  expect(values).toEqual([...row, ...row]);
});

test("values outlive their tensors, and tensors move between backends", async () => {
  await tf.setBackend("simd");
  const x = tf.tensor1d([1, -2, 3]);
  const [whole, truth] = [tf.cast(x, "int32"), tf.greater(x, 0)];
  const values = x.dataSync();
  const before = tf.engine().backend.numDataIds();
  await tf.setBackend("cpu");
  const doubled = tf.mul(x, 2);
  const there = [whole, truth].map((tensor) => tf.cast(tensor, "float32"));
  await tf.setBackend("simd-3");
  const floats = (tensor: tf.Tensor): number[] => tf.tidy(() => Array.from(tf.add(tf.cast(tensor, "float32"), 0).dataSync()));
  expect([doubled, ...there, whole, truth].map(floats)).toEqual([[2, -4, 6], [1, -2, 3], [1, 0, 1], [1, -2, 3], [1, 0, 1]]);
  await tf.setBackend("simd");
  const sum = tf.add(x, doubled);
  tf.dispose([x, doubled]);
  tf.fill([3], 9).dispose();
  expect(Array.from(values)).toEqual([1, -2, 3]);
  expect(Array.from(sum.dataSync())).toEqual([3, -6, 9]);
  tf.dispose([sum, whole, truth, ...there]);
  expect(tf.engine().backend.numDataIds()).toBe(before - 3);
});
