import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { expectClose } from "@convscope/test-kit";
import { agree, forms, numbers, openForms } from "./agree.ts";

beforeAll(openForms);

type Padding = [[number, number], [number, number], [number, number], [number, number]];
const run = (kernel: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap): tf.Tensor => tf.engine().runKernel(kernel, inputs, attrs);

const size = fc.integer({ min: 1, max: 9 });
const few = fc.integer({ min: 1, max: 3 });
const edge = fc.integer({ min: 0, max: 3 });
const channels = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom(8, 12, 17));
const convolutions = fc.record({ n: few, h: size, w: size, c: channels, d: channels, kh: few, kw: few, sh: few, sw: few, dh: few, dw: few, edges: fc.tuple(edge, edge, edge, edge) })
  .filter(({ h, w, kh, kw, dh, dw, edges: [t, b, l, r] }) => h + t + b >= dh * (kh - 1) + 1 && w + l + r >= dw * (kw - 1) + 1);

describe("convolution", () => {
  test("forward and both gradients agree with the cpu backend for any stride, dilation and padding", async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async ({ n, h, w, c, d, kh, kw, sh, sw, dh, dw, edges: [t, b, l, r] }) => {
        const pad: Padding = [[0, 0], [t, b], [l, r], [0, 0]];
        const attrs = { strides: [sh, sw], dilations: [dh, dw], pad, dataFormat: "NHWC" };
        const y = [n, Math.floor((h + t + b - dh * (kh - 1) - 1) / sh) + 1, Math.floor((w + l + r - dw * (kw - 1) - 1) / sw) + 1, d];
        await agree(() => {
          const [x, filter, dy] = [numbers([n, h, w, c]), numbers([kh, kw, c, d], 3), numbers(y, 5)];
          return [
            run("Conv2D", { x, filter }, attrs),
            // The cpu backend has no gradient of a dilated convolution; that is compared elsewhere.
            ...(dh * dw === 1 ? [run("Conv2DBackpropInput", { dy, filter }, { ...attrs, inputShape: x.shape }), run("Conv2DBackpropFilter", { x, dy }, { ...attrs, filterShape: filter.shape })] : []),
          ];
        });
      }),
      { numRuns: 60 },
    );
  });

  test("a sum longer than a block, and more places than one", () => agree(() => [tf.conv2d(numbers([2, 9, 9, 160]) as tf.Tensor4D, numbers([3, 3, 160, 20], 3) as tf.Tensor4D, 1, "same")], { relative: 1e-4, absolute: 1e-3 }));

  test("by hand: a window of ones counts what it sees", async () => {
    await tf.setBackend("simd");
    const y = tf.tidy(() => tf.conv2d(tf.ones([1, 3, 3, 1]) as tf.Tensor4D, tf.ones([3, 3, 1, 1]) as tf.Tensor4D, 1, "same").dataSync());
    expect([...y]).toEqual([4, 6, 4, 6, 9, 6, 4, 6, 4]);
  });
});

describe("depthwise convolution", () => {
  test("forward and both gradients agree with the cpu backend for any stride, dilation, padding and multiplier", async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, fc.constantFrom(1, 1, 2), fc.constantFrom(0, 16, 35), async ({ n, h, w, c, kh, kw, sh, sw, dh, dw, edges: [t, b, l, r] }, m, more) => {
        // The cpu backend takes no strides together with dilation; our own kernel does, below.
        fc.pre(sh * sw === 1 || dh * dw === 1);
        const pad: Padding = [[0, 0], [t, b], [l, r], [0, 0]];
        const attrs = { strides: [sh, sw], dilations: [dh, dw], pad, dataFormat: "NHWC" };
        const channels = c + more;
        const y = [n, Math.floor((h + t + b - dh * (kh - 1) - 1) / sh) + 1, Math.floor((w + l + r - dw * (kw - 1) - 1) / sw) + 1, channels * m];
        await agree(() => {
          const [x, filter, dy] = [numbers([n, h, w, channels]), numbers([kh, kw, channels, m], 3), numbers(y, 5)];
          return [
            run("DepthwiseConv2dNative", { x, filter }, attrs),
            ...(dh * dw === 1 ? [run("DepthwiseConv2dNativeBackpropInput", { dy, filter }, { ...attrs, inputShape: x.shape }), run("DepthwiseConv2dNativeBackpropFilter", { x, dy }, { ...attrs, filterShape: filter.shape })] : []),
          ];
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe("grouped convolution", () => {
  /** Dilation by zeros between the taps, groups by zeros between the channels: then the plain convolution says the same. */
  const spelledOut = (filter: tf.Tensor4D, [dh, dw]: readonly [number, number], groups: number): tf.Tensor4D => {
    const [kh, kw, c, filters] = filter.shape;
    const buffer = tf.buffer([dh * (kh - 1) + 1, dw * (kw - 1) + 1, c * groups, filters]);
    const values = filter.dataSync();
    values.forEach((value, at) => {
      const d = at % filters;
      const rest = Math.floor(at / filters);
      const tap = Math.floor(rest / c);
      buffer.set(value, dh * Math.floor(tap / kw), dw * (tap % kw), Math.floor((d * groups) / filters) * c + (rest % c), d);
    });
    return buffer.toTensor() as tf.Tensor4D;
  };

  test("any strides, dilations, padding and groups together, against the plain convolution of a kernel spelled out", async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, fc.constantFrom(1, 2, 3), async ({ n, h, w, c, d, kh, kw, sh, sw, dh, dw, edges: [t, b, l, r] }, groups) => {
        const explicit: Padding = [[0, 0], [t, b], [l, r], [0, 0]];
        const attrs = { strides: [sh, sw], dilations: [dh, dw], pad: [[t, b], [l, r]], groups, activation: "linear" };
        const plain = { strides: [sh, sw], dilations: [1, 1], pad: explicit, dataFormat: "NHWC" };
        const [x, filter] = [numbers([n, h, w, c * groups]), numbers([kh, kw, c, d * groups], 3) as tf.Tensor4D];
        const long = spelledOut(filter, [dh, dw], groups);
        const y = [n, Math.floor((h + t + b - dh * (kh - 1) - 1) / sh) + 1, Math.floor((w + l + r - dw * (kw - 1) - 1) / sw) + 1, d * groups];
        const dy = numbers(y, 5);
        await tf.setBackend("cpu");
        const theirs = tf.tidy(() => [run("Conv2D", { x, filter: long }, plain), run("Conv2DBackpropInput", { dy, filter: long }, { ...plain, inputShape: x.shape })].map((a) => a.dataSync()));
        const theirFilter = tf.tidy(() => run("Conv2DBackpropFilter", { x, dy }, { ...plain, filterShape: long.shape }).dataSync());
        const used = tf.tidy(() => spelledOut(tf.ones(filter.shape), [dh, dw], groups).dataSync());
        for (const form of forms) {
          await tf.setBackend(form);
          const ours = tf.tidy(() => [run("GroupedConv2D", { x, filter }, attrs), run("GroupedConv2DBackpropInput", { dy, filter }, { ...attrs, inputShape: x.shape })].map((a) => a.dataSync()));
          const ourFilter = tf.tidy(() => spelledOut(run("GroupedConv2DBackpropFilter", { x, dy }, { ...attrs, filterShape: filter.shape }) as tf.Tensor4D, [dh, dw], groups).dataSync());
          theirs.forEach((values, i) => expectClose(ours[i] ?? [], values, { relative: 1e-5, absolute: 1e-5 }, `answer ${i}`));
          expectClose(ourFilter, theirFilter.map((value, i) => value * (used[i] ?? 0)), { relative: 1e-5, absolute: 1e-5 }, "filter");
        }
        tf.dispose([x, filter, long, dy]);
      }),
      { numRuns: 40 },
    );
  });
});

describe("products of matrices", () => {
  test("of any sizes, transposed and broadcast", async () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(17, 40, 70));
    await fc.assert(
      fc.asyncProperty(size, size, size, fc.boolean(), fc.boolean(), fc.constantFrom([[], []], [[3], [3]], [[2, 3], [2, 3]], [[4], [1]], [[1], [4]]), async (m, k, n, transposeA, transposeB, [aBatch = [], bBatch = []]) => {
        const shape = (batch: readonly number[], rows: number, columns: number, transposed: boolean): number[] => [...batch, ...(transposed ? [columns, rows] : [rows, columns])];
        await agree(() => [tf.matMul(numbers(shape(aBatch, m, k, transposeA)), numbers(shape(bBatch, k, n, transposeB), 3), transposeA, transposeB)]);
      }),
      { numRuns: 60 },
    );
  });
  test("by hand: two matrices of one number against three", async () => {
    await tf.setBackend("simd");
    const c = tf.tidy(() => tf.matMul(tf.tensor([2, 3], [2, 1, 1, 1]), tf.tensor([5, 7, 11], [1, 3, 1, 1])));
    expect(c.shape).toEqual([2, 3, 1, 1]);
    expect([...c.dataSync()]).toEqual([10, 14, 22, 15, 21, 33]);
    c.dispose();
  });
  test("a long inner size", () => agree(() => [tf.matMul(numbers([70, 900]) as tf.Tensor2D, numbers([900, 33], 3) as tf.Tensor2D), tf.matMul(numbers([2, 900]) as tf.Tensor2D, numbers([900, 67], 3) as tf.Tensor2D)], { relative: 1e-4, absolute: 1e-3 }));
  test("inner sizes that differ are refused", async () => {
    await tf.setBackend("simd");
    expect(() => run("BatchMatMul", { a: numbers([2, 3]), b: numbers([2, 3]) }, { transposeA: false, transposeB: false })).toThrowErrorMatchingInlineSnapshot(`[Error: matMul: the inner sizes must be equal. Received [2, 3] and [2, 3] with transposeA=false, transposeB=false.]`);
  });
});

test.each(["linear", "relu", "relu6", "elu", "sigmoid"] as const)("fused products with bias and %s", (activation) =>
  agree(() => [
    tf.fused.conv2d({ x: tf.mul(numbers([2, 6, 5, 7]), 9) as tf.Tensor4D, filter: numbers([3, 3, 7, 10], 3) as tf.Tensor4D, strides: 1, pad: "same", bias: numbers([10], 5), activation }),
    tf.fused.depthwiseConv2d({ x: tf.mul(numbers([2, 6, 5, 21]), 9) as tf.Tensor4D, filter: numbers([3, 3, 21, 1], 3) as tf.Tensor4D, strides: 2, pad: "same", bias: numbers([21], 5), activation }),
    tf.fused.matMul({ a: tf.mul(numbers([5, 8]), 9) as tf.Tensor2D, b: numbers([8, 11], 3) as tf.Tensor2D, bias: numbers([11], 5), activation }),
  ], { relative: 1e-4, absolute: 1e-5 }));

test("a kernel that stays is packed once, and given back with it", async () => {
  await tf.setBackend("simd");
  const inUse = (): unknown => Object.entries(tf.memory()).find(([key]) => key === "inUse")?.[1];
  const before = inUse();
  expect(before).toBeTypeOf("number");
  const [x, filter] = [numbers([1, 8, 8, 16]) as tf.Tensor4D, numbers([3, 3, 16, 16], 3) as tf.Tensor4D];
  const answers = Array.from({ length: 4 }, () => tf.tidy(() => [...tf.conv2d(x, filter, 1, "same").dataSync()]));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  tf.dispose([x, filter]);
  expect(inUse()).toBe(before);
});
