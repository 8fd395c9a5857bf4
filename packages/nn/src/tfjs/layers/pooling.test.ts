import {
  adaptiveAveragePooling2d, adaptiveMaxPooling2d, averagePooling1d, averagePooling2d, flatten, gaussianPooling2d, globalAveragePooling1d, globalAveragePooling2d, globalMaxPooling1d, globalMaxPooling2d, l2Pooling2d,
  LayerError, macs, maxPooling1d, maxPooling2d, maxUnpooling2d, minPooling2d, outputShape, pads, sumPooling2d, upSampling2d,
  type Edges, type Layer, type Padding2d, type Pair, type Pool2dOptions,
} from "@convscope/core";
import { adaptivePoolByLoops, expectClose, poolByLoops, poolReducers, type Cell, type Numbers } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runLayer } from "../testing.ts";
import { backendOf, everyBackend } from "../../../test/backends.ts";

const { maximum, minimum, total, norm, mean, bell } = poolReducers;

/** Rows of one channel as maps `[1, H, W, 1]`. */
const picture = (rows: readonly (readonly number[])[]): Numbers => ({ shape: [1, rows.length, rows[0]?.length ?? 0, 1], data: rows.flat() });
const run = async (layer: Layer, ...inputs: readonly Numbers[]): Promise<number[]> => [...(await runLayer(layer, inputs)).output.data];

describe("worked examples", () => {
  const a = picture([[5, 1, 3, 4], [8, 2, 9, 2], [1, 3, 0, 1], [2, 2, 2, 0]]);
  const b = picture([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]);
  const c = picture([[6, 6, 6, 6], [4, 5, 5, 4], [2, 4, 4, 2], [2, 4, 4, 2]]);

  test("the largest of each 2×2", async () => {
    expect(await run(maxPooling2d(2), a)).toEqual([8, 9, 3, 2]);
    expect(await run(maxPooling2d(2), b)).toEqual([6, 8, 3, 4]);
    expect(await run(maxPooling2d(2), c)).toEqual([6, 6, 4, 4]);
  });

  test("average, sum, smallest and norm", async () => {
    expect(await run(averagePooling2d(2), c)).toEqual([5.25, 5.25, 3, 3]);
    expect(await run(sumPooling2d(2), c)).toEqual([21, 21, 12, 12]);
    expect(await run(minPooling2d(2), a)).toEqual([1, 2, 1, 0]);
    expectClose(await run(l2Pooling2d(2), picture([[3, 4], [0, 0]])), [5]);
  });

  test("a volume of three channels, 3×3 sums of each and of all", async () => {
    const sums = [[[4, 3, 4], [2, 4, 3], [2, 3, 4]], [[2, 2, 3], [2, 3, 2], [2, 2, 3]], [[1, 3, 0], [1, 1, 3], [2, 0, 1]]];
    const volume = { shape: [1, 3, 3, 3], data: Array.from({ length: 27 }, (_, i) => sums[i % 3]?.[Math.floor(i / 9)]?.[Math.floor(i / 3) % 3] ?? NaN) };
    const each = await runLayer(sumPooling2d(1), [volume]);
    expect(each.output.data).toEqual(Float32Array.from(volume.data));
    const added = Array.from({ length: 9 }, (_, i) => [0, 1, 2].reduce((sum, channel) => sum + (each.output.data[3 * i + channel] ?? NaN), 0));
    expect(added).toEqual([7, 8, 7, 5, 8, 8, 6, 5, 8]);
  });

  test("flattening takes rows one after the other", async () => {
    expect(await run(flatten(), picture([[1, 1, 0], [4, 2, 1], [0, 2, 1]]))).toEqual([1, 1, 0, 4, 2, 1, 0, 2, 1]);
  });

  test("2×2/2 keeps a quarter and 3×3/3 a ninth", () => {
    expect(outputShape(maxPooling2d(2), [[28, 28, 32]])).toEqual([14, 14, 32]);
    expect(outputShape(maxPooling2d(3), [[27, 27, 1]])).toEqual([9, 9, 1]);
  });

  test("unpooling puts the values where the maxima were", async () => {
    expect(await run(maxUnpooling2d(2), picture([[1, 2], [3, 4]]), a)).toEqual([0, 0, 0, 0, 1, 0, 2, 0, 0, 3, 0, 0, 0, 0, 4, 0]);
  });

  test("windows that share their maximum add up when unpooled, as the gradient of pooling does", async () => {
    const peak = picture([[0, 0, 0], [0, 9, 0], [0, 0, 0]]);
    expect(await run(maxUnpooling2d(2, { strides: 1 }), picture([[1, 2], [3, 4]]), peak)).toEqual([0, 0, 0, 0, 10, 0, 0, 0, 0]);
    const { grads } = await runLayer(maxPooling2d(2, { strides: 1 }), [peak], {}, { upstream: picture([[1, 2], [3, 4]]) });
    expect([...(grads.inputs[0]?.data ?? [])]).toEqual([0, 0, 0, 0, 10, 0, 0, 0, 0]);
  });

  test("upsampling repeats or interpolates", async () => {
    expect(await run(upSampling2d([1, 2]), picture([[1, 3]]))).toEqual([1, 1, 3, 3]);
    expect(await run(upSampling2d([2, 1]), picture([[1, 3]]))).toEqual([1, 3, 1, 3]);
    expectClose(await run(upSampling2d([1, 2], { interpolation: "bilinear" }), picture([[1, 3]])), [1, 1.5, 2.5, 3]);
    expectClose(await run(upSampling2d([1, 2], { interpolation: "bilinear", alignCorners: true }), picture([[1, 3]])), [1, 5 / 3, 7 / 3, 3]);
  });

  test("global pooling", async () => {
    expect(await run(globalAveragePooling2d(), a)).toEqual([45 / 16]);
    expect(await run(globalMaxPooling2d(), a)).toEqual([9]);
    expect(await run(globalAveragePooling1d(), { shape: [1, 2, 2], data: [1, 2, 3, 5] })).toEqual([2, 3.5]);
    expect(await run(globalMaxPooling1d(), { shape: [1, 2, 2], data: [1, 9, 3, 5] })).toEqual([3, 9]);
  });

  test("the first of equal maxima takes the gradient", async () => {
    const flat = { shape: [1, 2, 2, 1], data: [7, 7, 7, 7] };
    for (const on of everyBackend)
      for (const layer of [maxPooling2d(2), globalMaxPooling2d(), adaptiveMaxPooling2d(1), minPooling2d(2)])
        expectClose((await runLayer(layer, [flat], {}, { backend: backendOf(on) })).grads.inputs[0]?.data ?? [], [1, 0, 0, 0], { absolute: 0, relative: 0 });
  });

  test("the gradient of the norm of zeros is zero", async () => {
    expect([...((await runLayer(l2Pooling2d(2), [{ shape: [1, 2, 2, 1], data: [0, 0, 0, 0] }])).grads.inputs[0]?.data ?? [])]).toEqual([0, 0, 0, 0]);
  });

  test("a narrow bell takes the middle, a wide one the mean", async () => {
    const x = picture([[1, 2, 3], [4, 50, 6], [7, 8, 9]]);
    expectClose(await run(gaussianPooling2d(3, { sigma: 0.01 }), x), [50]);
    expectClose(await run(gaussianPooling2d(3, { sigma: 1000 }), x), [10]);
  });
});

/** Windows of any kind over maps of any size. */
const pooling = fc.record({
  size: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
  kernelSize: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  before: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
  after: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
  dilationRate: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  padding: fc.constantFrom("same", "edges"),
  ceilMode: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1000 }),
});

type Window = { readonly kernelSize: Pair; readonly dilationRate: Pair; readonly options: Required<Pool2dOptions> & { readonly padding: Padding2d } };

/** How a layer of this window pools, and how loops do it. */
const pools: { readonly [name: string]: (w: Window) => readonly [Layer, (cells: readonly Cell[]) => number, dilated?: true] } = {
  max: ({ kernelSize, options, dilationRate }) => [maxPooling2d(kernelSize, { ...options, dilationRate }), maximum, true],
  min: ({ kernelSize, options }) => [minPooling2d(kernelSize, options), minimum],
  sum: ({ kernelSize, options }) => [sumPooling2d(kernelSize, options), total],
  l2: ({ kernelSize, options }) => [l2Pooling2d(kernelSize, options), norm],
  mean: ({ kernelSize, options }) => [averagePooling2d(kernelSize, options), mean(options.padding !== "same")],
  "mean of the inside": ({ kernelSize, options }) => [averagePooling2d(kernelSize, { ...options, countIncludePad: false }), mean(false)],
  bell: ({ kernelSize, options }) => [gaussianPooling2d(kernelSize, { ...options, sigma: 0.7 }), bell(kernelSize, 0.7)],
};

/** Small whole numbers, many of them equal. */
const maps = (shape: readonly number[], seed: number): Numbers => ({ shape, data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7919 + seed * 104729) % 13) - 8) });

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);

describe.each(everyBackend)("on %s", (on) => {
  const backend = backendOf(on);
  test.each(Object.keys(pools))("%s pooling is what loops over the windows find, at any size, stride, padding, dilation and rounding", async (name) => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(pooling, async ({ size: [h, w], kernelSize, strides, before, after, dilationRate, padding, ceilMode, seed }) => {
        const asked: Padding2d = padding === "same" ? "same" : [[before[0], after[0]], [before[1], after[1]]];
        const window = { kernelSize, dilationRate, options: { strides, padding: asked, ceilMode: ceilMode && asked !== "same" } };
        let layer: Layer;
        let shape: readonly number[];
        try {
          layer = pools[name]?.(window)[0] as Layer;
          shape = outputShape(layer, [[h, w, 2]]);
        } catch (error) {
          // Windows that do not fit are refused; core's own tests look at that.
          expect(error).toBeInstanceOf(LayerError);
          return;
        }
        const [, reduce, dilated] = pools[name]?.(window) as readonly [Layer, (cells: readonly Cell[]) => number, true?];
        const dilation = dilated ? dilationRate : ([1, 1] as const);
        const edges = [0, 1].map((axis): Edges => pads({ kernelSize: kernelSize[axis] ?? 1, strides: strides[axis] ?? 1, dilationRate: dilation[axis] ?? 1, padding: asked === "same" ? asked : (asked[axis] ?? [0, 0]) }, axis === 0 ? h : w));
        const x = maps([2, h, w, 2], seed);
        const expected = poolByLoops(x, { kernelSize, strides, pads: [edges[0] ?? [0, 0], edges[1] ?? [0, 0]], dilationRate: dilation, ceilMode: window.options.ceilMode }, reduce);
        const upstream = maps(expected.shape, seed + 1);
        const { output, grads } = await runLayer(layer, [x], {}, { backend, upstream });
        expect(output.shape).toEqual([2, ...shape]);
        expect(output.shape).toEqual(expected.shape);
        expectClose(output.data, expected.data);
        // Euler's theorem: all of these pool a·x to a times what they make of x, so x · gradient = output · upstream.
        expectClose([dot(x.data, grads.inputs[0]?.data ?? [])], [dot(expected.data, upstream.data)], { absolute: 1e-2, relative: 1e-4 });
        if (layer.kind === "maxPooling2d") {
          // Unpooling is the adjoint, ties included; on the cpu backend the two share no code.
          const unpooled = await runLayer(maxUnpooling2d(kernelSize, { ...window.options, dilationRate }), [upstream, x], {}, { backend });
          expectClose(unpooled.output.data, grads.inputs[0]?.data ?? []);
          expectClose(unpooled.grads.inputs[1]?.data ?? [], new Float32Array(x.data.length));
        }
        tried++;
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(tried).toBeGreaterThan(20);
  });

  test("adaptive pooling is what loops over the bins find", async () => {
    const size = fc.integer({ min: 1, max: 9 });
    await fc.assert(
      fc.asyncProperty(size, size, size, size, fc.integer({ min: 0, max: 99 }), async (h, w, oh, ow, seed) => {
        const x = maps([2, h, w, 2], seed);
        const average = adaptivePoolByLoops(x, [oh, ow], (values) => values.reduce((a, b) => a + b) / values.length);
        expectClose((await runLayer(adaptiveAveragePooling2d([oh, ow]), [x], {}, { backend })).output.data, average.data);
        const largest = adaptivePoolByLoops(x, [oh, ow], (values) => Math.max(...values));
        expect((await runLayer(adaptiveMaxPooling2d([oh, ow]), [x], {}, { backend })).output).toEqual(largest);
      }),
      { numRuns: 40 },
    );
  });

  test("along a sequence as in a picture of width 1", async () => {
    const x = maps([2, 11, 3], 5);
    const tall = { ...x, shape: [2, 11, 1, 3] };
    const options = { strides: 2, padding: 1 } as const;
    const options2 = { strides: [2, 1], padding: [[1, 1], [0, 0]] } as const;
    for (const [one, two] of [[maxPooling1d(3, options), maxPooling2d([3, 1], options2)], [averagePooling1d(3, options), averagePooling2d([3, 1], options2)]] as const) {
      const [line, plane] = [await runLayer(one, [x], {}, { backend }), await runLayer(two, [tall], {}, { backend })];
      expect(line.output.shape).toEqual([2, 6, 3]);
      expect(line.output.data).toEqual(plane.output.data);
      expect(line.grads.inputs[0]?.data).toEqual(plane.grads.inputs[0]?.data);
    }
  });
});

test("a bell has one product for each cell of each window", () => {
  const counted = poolByLoops(maps([1, 9, 8, 3], 0), { kernelSize: [3, 2], strides: [2, 1] }, total);
  expect(macs(gaussianPooling2d([3, 2], { strides: [2, 1] }), [[9, 8, 3]])).toBe(counted.visited);
});
