import {
  along, connectionTableConv2d, conv1d, conv1dTranspose, conv2d, conv2dTranspose, crops, depthwiseConv2d, LayerError, lenetTable, locallyConnected2d, outputShape, pads, product, rbf, separableConv2d, subsampling2d,
  unslideAlong, type Conv2d, type Conv2dTranspose, type PaddingOption2d, type Pair, type Shape,
} from "@convscope/core";
import { convolveByLoops, expectClose, spreadByLoops, type Floats, type Numbers } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fallbackCounts } from "../fallback.ts";
import { runLayer, type LayerResult } from "../testing.ts";
import { backendOf, everyBackend } from "../../../test/backends.ts";


/** Numbers that repeat themselves in no visible pattern, the same on every run. */
const numbers = (shape: Shape, seed = 1): Floats => ({ shape: [...shape], data: Float32Array.from({ length: product(shape) }, (_, i) => (((i + 1) * 7919 * seed) % 1013) / 506 - 1) });
const of = (...rows: readonly (readonly number[])[]): Numbers => ({ shape: [1, rows.length, rows[0]?.length ?? 0, 1], data: rows.flat() });
const close = { relative: 1e-4, absolute: 1e-4 };
const gradient = ({ grads }: LayerResult, name: string): ArrayLike<number> => grads.weights[name]?.data ?? [];
const xGradient = ({ grads }: LayerResult): ArrayLike<number> => grads.inputs[0]?.data ?? [];

const pair = (least: number, most: number): fc.Arbitrary<Pair> => fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));
const padding: fc.Arbitrary<PaddingOption2d> = fc.oneof(fc.constant("same" as const), fc.tuple(pair(0, 3), pair(0, 3)));
const drawn = fc.record({
  kernel: pair(1, 4), size: pair(1, 8), groups: fc.integer({ min: 1, max: 3 }), out: fc.integer({ min: 1, max: 2 }), into: fc.integer({ min: 1, max: 2 }), batch: fc.integer({ min: 1, max: 2 }),
  options: fc.record({ strides: pair(1, 3), dilationRate: pair(1, 3), padding }),
});

/** Whether a layer takes an input of this shape. */
function fits(layer: Conv2d | Conv2dTranspose, input: Shape): boolean {
  try {
    return outputShape(layer, [input]).length > 0;
  } catch (error) {
    if (error instanceof LayerError) return false;
    throw error;
  }
}

/** The gradient of Σ y · upstream where y depends on the kernel without a constant: one unit kernel at a time. */
function kernelGradient(kernel: Shape, upstream: Numbers, y: (kernel: Numbers) => Numbers): Float32Array {
  return Float32Array.from({ length: product(kernel) }, (_, at) => {
    const unit = y({ shape: kernel, data: Float32Array.from({ length: product(kernel) }, (__, i) => (i === at ? 1 : 0)) });
    return Array.from(unit.data).reduce((sum, value, i) => sum + value * (upstream.data[i] ?? 0), 0);
  });
}

describe.each(everyBackend)("on %s", (on) => {
  const backend = backendOf(on);
  test("any convolution, strided, dilated, grouped and padded on any side, and its gradients are those of loops", async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(drawn, async ({ kernel, size: [h, w], groups, out, into, batch, options }) => {
        const layer = conv2d(groups * out, kernel, { ...options, groups, useBias: false });
        const input = [h, w, groups * into];
        if (!fits(layer, input)) return;
        seen++;
        const [x, weight] = [numbers([batch, ...input]), numbers([...kernel, into, groups * out], 3)];
        const edges = [pads(along(layer, 0), h), pads(along(layer, 1), w)] as const;
        const sliding = { strides: options.strides, dilationRate: options.dilationRate, pads: edges, groups };
        const expected = convolveByLoops(x, weight, sliding);
        const upstream = numbers(expected.shape, 5);
        const result = await runLayer(layer, [x], { weight }, { backend, upstream });
        expect(result.output.shape).toEqual(expected.shape);
        expectClose(result.output.data, expected.data, close, "output");
        const back = spreadByLoops(upstream, weight, { size: [h, w], strides: options.strides, dilationRate: options.dilationRate, before: [edges[0][0], edges[1][0]], groups });
        expectClose(xGradient(result), back.data, close, "gradient of x");
        expectClose(gradient(result, "weight"), kernelGradient(weight.shape, upstream, (unit) => convolveByLoops(x, unit, sliding)), close, "gradient of weight");
      }),
      { numRuns: 60 },
    );
    expect(seen).toBeGreaterThan(20);
  });

  test("any transposed convolution and its gradients are those of loops", async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(drawn, pair(0, 2), async ({ kernel, size: [h, w], groups, out, into, batch, options }, extra) => {
        const { strides, dilationRate } = options;
        const added = (axis: 0 | 1): number => (options.padding === "same" ? 0 : Math.min(extra[axis], Math.max(strides[axis], dilationRate[axis]) - 1));
        const layer = conv2dTranspose(groups * out, kernel, { ...options, groups, useBias: false, outputPadding: [added(0), added(1)] });
        const input = [h, w, groups * into];
        if (!fits(layer, input)) return;
        seen++;
        const [x, weight] = [numbers([batch, ...input]), numbers([...kernel, out, groups * into], 3)];
        const [oh = 0, ow = 0] = outputShape(layer, [input]);
        const [rows, columns] = [crops(unslideAlong(layer, 0)), crops(unslideAlong(layer, 1))];
        const spread = { size: [oh, ow], strides, dilationRate, before: [rows[0], columns[0]], groups } as const;
        const expected = spreadByLoops(x, weight, spread);
        const upstream = numbers(expected.shape, 5);
        const result = await runLayer(layer, [x], { weight }, { backend, upstream });
        expect(result.output.shape).toEqual(expected.shape);
        expectClose(result.output.data, expected.data, close, "output");
        // With the upstream padded by what was cut off, the convolution has exactly the input's places.
        const reach = (axis: 0 | 1, n: number, m: number, before: number): number => (n - 1) * strides[axis] + dilationRate[axis] * (kernel[axis] - 1) + 1 - m - before;
        const [down, across] = [reach(0, h, oh, rows[0]), reach(1, w, ow, columns[0])];
        if (down >= 0 && across >= 0) expectClose(xGradient(result), convolveByLoops(upstream, weight, { strides, dilationRate, pads: [[rows[0], down], [columns[0], across]], groups }).data, close, "gradient of x");
        expectClose(gradient(result, "weight"), kernelGradient(weight.shape, upstream, (unit) => spreadByLoops(x, unit, spread)), close, "gradient of weight");
      }),
      { numRuns: 60 },
    );
    expect(seen).toBeGreaterThan(20);
  });

  test.each([{}, { strides: 2, padding: "same" }, { dilationRate: 2, padding: 1 }, { strides: [1, 2], dilationRate: [2, 1] }] as const)("a depthwise convolution is a convolution in as many groups, %o", async (options) => {
    const [x, weight, bias] = [numbers([2, 7, 6, 3]), numbers([3, 2, 3, 2], 3), numbers([6], 5)];
    const depthwise = await runLayer(depthwiseConv2d([3, 2], { ...options, depthMultiplier: 2 }), [x], { weight, bias }, { backend });
    const grouped = await runLayer(conv2d(6, [3, 2], { ...options, groups: 3 }), [x], { weight: { ...weight, shape: [3, 2, 1, 6] }, bias }, { backend });
    expectClose(depthwise.output.data, grouped.output.data);
    expectClose(xGradient(depthwise), xGradient(grouped));
    expectClose(gradient(depthwise, "weight"), gradient(grouped, "weight"));
    const loops = convolveByLoops(x, { ...weight, shape: [3, 2, 1, 6] }, { groups: 3 });
    if (!("strides" in options || "dilationRate" in options)) expectClose(depthwise.output.data, loops.data.map((y, i) => y + (bias.data[i % 6] ?? 0)), close);
  });

  test("a separable convolution is its two parts, one after the other", async () => {
    const weights = { "depthwise.weight": numbers([3, 3, 2, 2]), "depthwise.bias": numbers([4], 3), "pointwise.weight": numbers([1, 1, 4, 5], 5), "pointwise.bias": numbers([5], 7) };
    const x = numbers([2, 6, 5, 2], 11);
    const whole = await runLayer(separableConv2d(5, 3, { strides: 2, padding: 1, depthMultiplier: 2, useDepthwiseBias: true }), [x], weights, { backend });
    const first = await runLayer(depthwiseConv2d(3, { strides: 2, padding: 1, depthMultiplier: 2 }), [x], { weight: weights["depthwise.weight"], bias: weights["depthwise.bias"] }, { backend });
    const second = await runLayer(conv2d(5, 1), [first.output], { weight: weights["pointwise.weight"], bias: weights["pointwise.bias"] }, { backend });
    expectClose(whole.output.data, second.output.data);
    expectClose(gradient(whole, "pointwise.weight"), gradient(second, "weight"));
    const through = await runLayer(depthwiseConv2d(3, { strides: 2, padding: 1, depthMultiplier: 2 }), [x], { weight: weights["depthwise.weight"], bias: weights["depthwise.bias"] }, { backend, upstream: second.grads.inputs[0] ?? x });
    expectClose(xGradient(whole), xGradient(through));
    expectClose(gradient(whole, "depthwise.bias"), gradient(through, "bias"));
  });

  test("a locally connected layer with one kernel everywhere is a convolution; its gradients sum to the kernel's", async () => {
    const [x, kernel] = [numbers([2, 5, 6, 2]), numbers([3, 2, 2, 3], 3)];
    const options = { strides: [2, 1], padding: [[1, 0], [0, 1]], useBias: false } as const;
    const [h = 0, w = 0] = outputShape(locallyConnected2d(3, [3, 2], options), [[5, 6, 2]]);
    const everywhere = { shape: [h, w, 12, 3], data: Float32Array.from({ length: h * w * 36 }, (_, i) => kernel.data[i % 36] ?? 0) };
    const local = await runLayer(locallyConnected2d(3, [3, 2], options), [x], { weight: everywhere }, { backend });
    const shared = await runLayer(conv2d(3, [3, 2], options), [x], { weight: kernel }, { backend });
    expectClose(local.output.data, shared.output.data);
    expectClose(xGradient(local), xGradient(shared));
    const summed = new Float32Array(36);
    Array.from(gradient(local, "weight")).forEach((value, i) => (summed[i % 36] = (summed[i % 36] ?? 0) + value));
    expectClose(summed, gradient(shared, "weight"));
  });

  test("C3 of LeNet-5 is a convolution with zeros where its table has no entry", async () => {
    const [x, weight] = [numbers([1, 7, 7, 6]), numbers([5, 5, 60], 3)];
    const cells = lenetTable.flatMap((seen, filter) => seen.map((channel) => channel * 16 + filter));
    const full = new Float32Array(25 * 96);
    for (let tap = 0; tap < 25; tap++) cells.forEach((cell, i) => (full[tap * 96 + cell] = weight.data[tap * 60 + i] ?? 0));
    const partial = await runLayer(connectionTableConv2d(lenetTable, 5, { useBias: false }), [x], { weight }, { backend });
    const masked = await runLayer(conv2d(16, 5, { useBias: false }), [x], { weight: { shape: [5, 5, 6, 16], data: full } }, { backend });
    expectClose(partial.output.data, masked.output.data);
    expectClose(xGradient(partial), xGradient(masked));
    expectClose(gradient(partial, "weight"), Array.from({ length: 25 * 60 }, (_, i) => gradient(masked, "weight")[Math.floor(i / 60) * 96 + (cells[i % 60] ?? 0)] ?? NaN));
  });

  test("subsampling by hand: 2 × (1 + 2 + 3 + 4) + 0.5", async () => {
    const result = await runLayer(subsampling2d(), [of([1, 2], [3, 4])], { weight: { shape: [1], data: [2] }, bias: { shape: [1], data: [0.5] } }, { backend });
    expect([...result.output.data]).toEqual([20.5]);
    expect([...xGradient(result) as Float32Array]).toEqual([2, 2, 2, 2]);
    expect([gradient(result, "weight")[0], gradient(result, "bias")[0]]).toEqual([10, 1]);
  });

  test("distances by hand: (1, 0) to the codes (1, 1) and (−1, 1)", async () => {
    const result = await runLayer(rbf(2), [{ shape: [1, 2], data: [1, 0] }], { weight: { shape: [2, 2], data: [1, -1, 1, 1] } }, { backend });
    expect([...result.output.data]).toEqual([1, 5]);
    expect([...xGradient(result) as Float32Array]).toEqual([0 + 4, -2 - 2]);
    expect([...gradient(result, "weight") as Float32Array]).toEqual([-0, -4, 2, 2]);
  });

  test("sequences are pictures of one row", async () => {
    const [x, weight, bias] = [numbers([2, 9, 4]), numbers([3, 2, 6], 3), numbers([6], 5)];
    const one = await runLayer(conv1d(6, 3, { strides: 2, dilationRate: 2, padding: [2, 1], groups: 2 }), [x], { weight, bias }, { backend });
    const two = await runLayer(conv2d(6, [1, 3], { strides: [1, 2], dilationRate: [1, 2], padding: [[0, 0], [2, 1]], groups: 2 }), [{ ...x, shape: [2, 1, 9, 4] }], { weight: { ...weight, shape: [1, 3, 2, 6] }, bias }, { backend });
    expectClose(one.output.data, two.output.data);
    expectClose(gradient(one, "weight"), gradient(two, "weight"));
    const up = await runLayer(conv1dTranspose(3, 4, { strides: 2, padding: 1 }), [x], { weight: numbers([4, 3, 4], 3), bias: numbers([3], 5) }, { backend });
    const down = spreadByLoops({ ...x, shape: [2, 1, 9, 4] }, { ...numbers([4, 3, 4], 3), shape: [1, 4, 3, 4] }, { size: [1, 18], strides: [1, 2], before: [0, 1] });
    expectClose(up.output.data, down.data.map((y, i) => y + (numbers([3], 5).data[i % 3] ?? 0)), close);
  });
});

test("on wasm no convolution and no gradient of one was left to the cpu backend", () => {
  expect([...fallbackCounts().keys()].filter((key) => /conv|matmul/i.test(key))).toEqual([]);
});
