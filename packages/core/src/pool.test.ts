import { poolByLoops, poolReducers } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  averagePooling1d, averagePooling2d, derive, evaluate, formula, gaussianPooling2d, graph, l2Pooling2d, LayerError, macs, maxPooling1d, maxPooling2d, minPooling2d, outputShape, pads, poolAxes2d, substitution, sumPooling2d, weights, windows,
  type Layer, type Pair, type Pool2dOptions,
} from "./index.ts";

const flat = { averagePooling2d, gaussianPooling2d, l2Pooling2d, maxPooling2d, minPooling2d, sumPooling2d } as const;
const names = Object.keys(flat) as (keyof typeof flat)[];

test("strides are the kernel's size unless they are given", () => {
  expect(outputShape(maxPooling2d(2), [[28, 28, 8]])).toEqual([14, 14, 8]);
  expect(outputShape(maxPooling2d(3, { strides: 2, padding: 1 }), [[112, 112, 64]])).toEqual([56, 56, 64]);
  expect(outputShape(averagePooling1d(3), [[10, 4]])).toEqual([3, 4]);
  expect(outputShape(maxPooling1d(3, { strides: 1, padding: "same" }), [[10, 4]])).toEqual([10, 4]);
});

test("ceil mode lets the last window hang over, unless it would begin in the padding", () => {
  expect(outputShape(maxPooling2d(3, { strides: 2 }), [[112, 112, 64]])).toEqual([55, 55, 64]);
  expect(outputShape(maxPooling2d(3, { strides: 2, ceilMode: true }), [[112, 112, 64]])).toEqual([56, 56, 64]);
  expect(outputShape(maxPooling2d(2, { strides: 3, padding: 1, ceilMode: true }), [[5, 5, 1]])).toEqual([2, 2, 1]);
});

test("a window along an axis: places, padding and what hangs over", () => {
  expect(poolAxes2d(maxPooling2d(3, { strides: 2, ceilMode: true, padding: [[1, 1], [0, 0]] }), 6, 8)).toEqual([
    { size: 3, stride: 2, dilation: 1, length: 6, count: 4, before: 1, after: 1, covering: 2 },
    { size: 3, stride: 2, dilation: 1, length: 8, count: 4, before: 0, after: 0, covering: 1 },
  ]);
});

describe("refused", () => {
  test("padding above half of the kernel", () => {
    expect(() => maxPooling2d([2, 5], { padding: [2, 1] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: maxPooling2d: padding must be at most half of the kernel, or a window could see nothing else. Received padding [[2,2],[1,1]], kernelSize=2×5. Use at most 1×2, or zeroPadding2d before it.]`);
    expect(() => averagePooling1d(1, { padding: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: averagePooling1d: padding must be at most half of the kernel, or a window could see nothing else. Received padding [1,1], kernelSize=1. Use at most 0.]`);
  });
  test("ceil mode beside \"same\"", () => {
    expect(() => averagePooling2d(2, { padding: "same", ceilMode: true })).toThrowErrorMatchingInlineSnapshot(`[LayerError: averagePooling2d: padding "same" already covers the whole input. Received ceilMode: true as well. Leave out one of the two.]`);
  });
  test("a misspelt option, and one of another layer", () => {
    // @ts-expect-error: what a reader might write in JavaScript
    expect(() => maxPooling2d(2, { stride: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: maxPooling2d: unknown option stride. Did you mean "strides"? Options: strides, padding, ceilMode, dilationRate.]`);
    // @ts-expect-error: only max pooling has it
    expect(() => averagePooling2d(2, { dilationRate: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: averagePooling2d: unknown option dilationRate. Options: strides, padding, ceilMode, countIncludePad.]`);
  });
  test("a kernel that does not fit", () => {
    expect(() => graph("net", [4, 4, 3], { pool: sumPooling2d(5) })).toThrowErrorMatchingInlineSnapshot(`[LayerError: pool (sumPooling2d): the kernel must fit the padded input. Received 4 + 0 padding along height, kernelSize=5. Use kernelSize ≤ 4, or padding: "same".]`);
  });
  test("a dilated window between whose cells the whole input falls", () => {
    expect(() => graph("net", [1, 4, 3], { pool: maxPooling2d(2, { padding: 1, dilationRate: 2 }) })).toThrowErrorMatchingInlineSnapshot(`[LayerError: pool (maxPooling2d): every window must meet the input. Received a window along height that starts at -1 and sees only padding, dilationRate=2, input 1. Use less padding or less dilation.]`);
  });
  test("a vector", () => {
    expect(() => outputShape(minPooling2d(2), [[10]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: minPooling2d: input must be [height, width, channels]. Received a vector of 10. A reshape layer can make one.]`);
    expect(() => outputShape(maxPooling1d(2), [[4, 4, 3]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: maxPooling1d: input must be [length, channels]. Received [4, 4, 3]. A reshape or embedding layer can make one.]`);
  });
  test("numbers that are none", () => {
    expect(() => maxPooling2d(0)).toThrowErrorMatchingInlineSnapshot(`[LayerError: maxPooling2d: kernelSize must be two values, each a whole number ≥ 1. Received [0,0].]`);
    expect(() => gaussianPooling2d(3, { sigma: 0 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: gaussianPooling2d: sigma must be a number from 0.001 to Infinity. Received 0.]`);
  });
});

const small = (least: number, most: number): fc.Arbitrary<Pair> => fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

test("shape, working and MACs are what loops find", () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(fc.constantFrom(...names), small(1, 12), small(1, 4), small(1, 4), small(0, 2), fc.boolean(), (name, [h, w], kernelSize, strides, padding, ceilMode) => {
      const options: Pool2dOptions = { strides, padding, ceilMode };
      let layer: Layer;
      let shape: readonly number[];
      try {
        layer = flat[name](kernelSize, options);
        shape = outputShape(layer, [[h, w, 2]]);
      } catch (error) {
        expect(error).toBeInstanceOf(LayerError);
        return;
      }
      reached.add(name);
      const loops = poolByLoops({ shape: [1, h, w, 2], data: new Float32Array(h * w * 2) }, { kernelSize, strides, pads: [[padding[0], padding[0]], [padding[1], padding[1]]], ceilMode }, poolReducers.total);
      expect(shape).toEqual(loops.shape.slice(1));
      const steps = derive(layer, [[h, w, 2]]);
      expect(steps.slice(0, 2).map(({ of, value }) => [of, value])).toEqual([["height", shape[0]], ["width", shape[1]]]);
      for (const { expression, value } of steps) expect(evaluate(expression)).toBe(value);
      const products = name === "gaussianPooling2d" ? shape.reduce((a, b) => a * b, 1) * kernelSize[0] * kernelSize[1] : 0;
      expect(macs(layer, [[h, w, 2]])).toBe(products);
      expect(steps[2]?.value ?? 0).toBe(products);
      expect(weights(layer, [[h, w, 2]])).toEqual({});
      expect(windows(layer, [[h, w, 2]])).toEqual([[0, 1].map((i) => ({ size: kernelSize[i], stride: strides[i], start: 0 - (padding[i] ?? 0) }))]);
      expect(JSON.parse(JSON.stringify(layer))).toEqual(layer);
    }),
    { seed: 3, numRuns: 300 },
  );
  expect([...reached].sort()).toEqual(names);
});

test("\"same\" keeps ⌈n / s⌉ places and pads as TensorFlow does", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), (length, size, stride) => {
      const layer = maxPooling1d(size, { strides: stride, padding: "same" });
      expect(outputShape(layer, [[length, 1]])).toEqual([Math.ceil(length / stride), 1]);
      const [before, after] = pads({ kernelSize: size, strides: stride, dilationRate: 1, padding: "same" }, length);
      expect(after - before === 0 || after - before === 1).toBe(true);
    }),
  );
});

test("the working reads as one would write it", () => {
  const [height] = derive(maxPooling2d(3, { strides: 2, padding: 1 }), [[112, 112, 64]]);
  expect(height && [formula(height.expression), substitution(height.expression), height.value]).toEqual(["⌊(n + 2·p − k) / s⌋ + 1", "⌊(112 + 2·1 − 3) / 2⌋ + 1", 56]);
  const [length] = derive(maxPooling1d(2, { ceilMode: true }), [[5, 1]]);
  expect(length && [formula(length.expression), substitution(length.expression), length.value]).toEqual(["⌈(n + 2·p − k) / s⌉ + 1", "⌈(5 + 2·0 − 2) / 2⌉ + 1", 3]);
});
