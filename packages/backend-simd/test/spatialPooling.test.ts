import * as tf from "@tensorflow/tfjs-core";
import { expectClose, poolByLoops, poolReducers, type LoopPooling, type Numbers } from "@convscope/test-kit";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { agree, forms, numbers, on, openForms, type Answer } from "./agree.ts";

beforeAll(openForms);

const runs = { numRuns: 40 };
const close = { relative: 1e-5, absolute: 1e-5 };

/** Small whole numbers, many of them equal. */
const wholeValues = (shape: readonly number[], seed: number): Float32Array => Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, (_, i) => ((i * 7919 + seed * 104729) % 13) - 8);
const whole = (shape: readonly number[], seed: number = 1): tf.Tensor4D => tf.tensor(wholeValues(shape, seed), shape as [number, number, number, number]);

const runAll = <T extends tf.Tensor | tf.Tensor[]>(kernel: string, inputs: { readonly [name: string]: tf.Tensor }, attrs: object): T => tf.engine().runKernel<T>(kernel, { ...inputs }, { ...attrs });
const run = (kernel: string, inputs: { readonly [name: string]: tf.Tensor }, attrs: object): tf.Tensor => runAll<tf.Tensor>(kernel, inputs, attrs);

/** What all three forms compute, and that they compute the same bits. */
async function ours(f: () => tf.Tensor[]): Promise<Answer[]> {
  const answers: Answer[][] = [];
  for (const form of forms) answers.push(await on(form, f));
  for (const other of answers) expect(other).toEqual(answers[0]);
  return answers[0] ?? [];
}

const two = (least: number, most: number): fc.Arbitrary<[number, number]> => fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));
const channels = fc.constantFrom(1, 2, 3, 4, 5, 6, 8, 16, 17, 21, 36);

const window = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  size: two(1, 9),
  channels,
  filterSize: two(1, 4),
  strides: two(1, 4),
  pads: fc.tuple(two(0, 2), two(0, 2)),
  padding: fc.constantFrom("valid" as const, "same" as const, "explicit" as const),
  seed: fc.nat(99),
});

type Window = typeof window extends fc.Arbitrary<infer W> ? W : never;

/** TensorFlow.js's attributes, or nothing where no window fits, or one sees nothing of the maps. */
function attributes({ size, filterSize, strides, pads, padding }: Window): { readonly filterSize: [number, number]; readonly strides: [number, number]; readonly pad: "valid" | "same" | tf.backend_util.ExplicitPadding } | undefined {
  const pad = padding === "explicit" ? ([[0, 0], ...pads, [0, 0]] as tf.backend_util.ExplicitPadding) : padding;
  const around = padding === "explicit" ? pads : ([[0, 0], [0, 0]] as const);
  const fits = padding === "same" || [0, 1].every((i) => (filterSize[i] ?? 0) <= (size[i] ?? 0) + (around[i]?.[0] ?? 0) + (around[i]?.[1] ?? 0) && (around[i]?.[0] ?? 0) < (filterSize[i] ?? 0) && (around[i]?.[1] ?? 0) < (filterSize[i] ?? 0));
  return fits ? { filterSize, strides, pad } : undefined;
}

describe("max pooling", () => {
  test("any window, forward and back, with ties", () =>
    fc.assert(fc.asyncProperty(window, (w) => {
      const attrs = attributes(w);
      fc.pre(attrs !== undefined);
      const shape = [w.batch, ...w.size, w.channels];
      return agree(() => {
        const x = whole(shape, w.seed);
        const y = run("MaxPool", { x }, attrs ?? {});
        return [y, run("MaxPoolGrad", { dy: whole(y.shape, w.seed + 1), input: x, output: y }, attrs ?? {}), ...runAll<tf.Tensor[]>("MaxPoolWithArgmax", { x }, { ...attrs, includeBatchInIndex: w.seed % 2 === 0 })];
      });
    }), { numRuns: 120 }));

  test.each([[64, 2, 2], [20, 2, 2], [6, 2, 2], [1, 2, 2], [64, 3, 2], [5, 3, 2], [3, 3, 2]])("of several chunks: %i channels, %i×%i windows", (c, size, stride) =>
    agree(() => {
      const attrs = { filterSize: [size, size], strides: [stride, stride], pad: size === 3 ? "same" : "valid" };
      const x = numbers([2, c > 8 ? 26 : 70, 28, c], 3) as tf.Tensor4D;
      const y = run("MaxPool", { x }, attrs);
      return [y, run("MaxPoolGrad", { dy: numbers(y.shape, 5), input: x, output: y }, attrs)];
    }));

  test("the first of equal values takes the gradient, also of negative ones", async () => {
    const back = (values: number[]): tf.Tensor => {
      const input = tf.tensor4d(values, [1, 2, 2, 1]);
      return run("MaxPoolGrad", { dy: tf.tensor4d([5], [1, 1, 1, 1]), input, output: input }, { filterSize: [2, 2], strides: [2, 2], pad: "valid" });
    };
    const found = await ours(() => [back([7, 7, 7, 7]), back([-3, -1, -1, -2]), back([-0, 0, -0, 0]), back([1, 2, 9, 9])]);
    expect(found.map(({ values }) => Array.from(values))).toEqual([[5, 0, 0, 0], [0, 5, 0, 0], [5, 0, 0, 0], [0, 0, 5, 0]]);
  });

  test.each([1, 4])("not-a-number and infinities, %i channels", (c) =>
    agree(() => {
      const values = [NaN, 1, 2, NaN, NaN, NaN, NaN, NaN, -Infinity, -Infinity, -Infinity, -Infinity, Infinity, 1, Infinity, NaN, -0, 0, 0, -0];
      const x = tf.tile(tf.tensor4d(values, [5, 2, 2, 1]), [1, 1, 1, c]);
      const attrs = { filterSize: [2, 2], strides: [2, 2], pad: "valid" };
      const y = run("MaxPool", { x }, attrs);
      return [y, run("MaxPoolGrad", { dy: whole(y.shape), input: x, output: y }, attrs), tf.maxPool(x as tf.Tensor4D, 1, 1, "valid")];
    }));

  test("as an operation, with numbers of padding and rounding up", () => agree(() => [tf.maxPool(whole([1, 5, 5, 3]), 2, 2, 1, "ceil"), tf.maxPool(whole([1, 5, 5, 3]), 3, 1, "same"), tf.pool(whole([1, 8, 9, 2]), [2, 3], "max", "valid", [2, 2])]));

  test("no images, and no channels", () => agree(() => [[0, 4, 4, 3], [2, 4, 4, 0]].flatMap((shape) => {
    const attrs = { filterSize: [2, 2], strides: [2, 2], pad: "valid" };
    const x = whole(shape);
    const y = run("MaxPool", { x }, attrs);
    return [y, run("MaxPoolGrad", { dy: y, input: x, output: y }, attrs), run("AvgPool", { x }, attrs), run("AvgPoolGrad", { dy: y, input: x }, attrs)];
  })));

  test("whole numbers are left to the cpu backend", () => agree(() => [tf.maxPool(tf.cast(whole([1, 4, 4, 2]), "int32"), 2, 2, "valid")], { fallBack: ["MaxPool"] }));
});

describe("average pooling", () => {
  test("any window", () =>
    fc.assert(fc.asyncProperty(window, (w) => {
      const attrs = attributes(w);
      fc.pre(attrs !== undefined);
      return agree(() => [run("AvgPool", { x: whole([w.batch, ...w.size, w.channels], w.seed) }, attrs ?? {})]);
    }), runs));

  test("its gradient without padding", () =>
    fc.assert(fc.asyncProperty(window, (w) => {
      const attrs = attributes({ ...w, padding: "valid" });
      fc.pre(attrs !== undefined);
      return agree(() => {
        const x = whole([w.batch, ...w.size, w.channels], w.seed);
        return [run("AvgPoolGrad", { dy: whole(run("AvgPool", { x }, attrs ?? {}).shape, w.seed), input: x }, attrs ?? {})];
      });
    }), runs));

  // The cpu backend divides by the whole window here, which is not the slope of its own AvgPool.
  test("its gradient is the adjoint with padding too", () =>
    fc.assert(fc.asyncProperty(window, async (w) => {
      const attrs = attributes(w);
      fc.pre(attrs !== undefined);
      const [y, dx] = await ours(() => {
        const x = whole([w.batch, ...w.size, w.channels], w.seed);
        const y = run("AvgPool", { x }, attrs ?? {});
        return [tf.sum(tf.mul(y, whole(y.shape, 5))), tf.sum(tf.mul(x, run("AvgPoolGrad", { dy: whole(y.shape, 5), input: x }, attrs ?? {})))];
      });
      expectClose(dx?.values ?? [], y?.values ?? [], { relative: 1e-4, absolute: 1e-3 });
    }), runs));

  test.each([64, 6, 1])("of several chunks: %i channels", (c) =>
    agree(() => {
      const x = numbers([2, c > 8 ? 24 : 100, 31, c], 3);
      const attrs = { filterSize: [3, 3], strides: [2, 2], pad: "valid" };
      const y = run("AvgPool", { x }, attrs);
      return [y, run("AvgPoolGrad", { dy: numbers(y.shape, 5), input: x }, attrs), tf.avgPool(x as tf.Tensor4D, 1, 1, "valid")];
    }));
});

/** Dilated windows, some of which hang over: what `nn` has its kernels for. */
const dilated = fc.record({ size: two(1, 8), channels, kernelSize: two(1, 4), strides: two(1, 4), pads: fc.tuple(two(0, 2), two(0, 2)), dilationRate: two(1, 3), ceilMode: fc.boolean(), seed: fc.nat(99) });

/** The windows along an axis as `nn` gives them, of which the loops made `count`. */
const axis = (loops: Required<LoopPooling>, i: 0 | 1, length: number, count: number): object => ({ size: loops.kernelSize[i], stride: loops.strides[i], dilation: loops.dilationRate[i], length, count, before: loops.pads[i][0], after: loops.pads[i][1] });

interface Looped {
  readonly maps: Numbers;
  readonly x: () => tf.Tensor4D;
  readonly loops: Required<LoopPooling>;
  readonly windows: (count: readonly number[]) => { readonly height: object; readonly width: object };
}

function asLoops(w: typeof dilated extends fc.Arbitrary<infer W> ? W : never, dilation: boolean): Looped {
  const loops = { kernelSize: w.kernelSize, strides: w.strides, pads: w.pads, dilationRate: dilation ? w.dilationRate : ([1, 1] as const), ceilMode: w.ceilMode };
  const shape = [2, ...w.size, w.channels];
  return { maps: { shape, data: wholeValues(shape, w.seed) }, x: () => whole(shape, w.seed), loops, windows: ([, rows = 0, columns = 0]) => ({ height: axis(loops, 0, w.size[0], rows), width: axis(loops, 1, w.size[1], columns) }) };
}

const usable = (w: { readonly size: readonly number[]; readonly kernelSize: readonly number[]; readonly pads: readonly (readonly number[])[] }, dilation: readonly number[]): boolean =>
  w.size.every((n, i) => (dilation[i] ?? 1) * ((w.kernelSize[i] ?? 0) - 1) + 1 <= n + (w.pads[i]?.[0] ?? 0) + (w.pads[i]?.[1] ?? 0) && (w.pads[i] ?? []).every((p) => 2 * p <= (w.kernelSize[i] ?? 0)));

describe("kernels of our own", () => {
  test("dilated maxima, their gradient, and its adjoint", () =>
    fc.assert(fc.asyncProperty(dilated, async (w) => {
      fc.pre(usable(w, w.dilationRate));
      const { maps, x, loops, windows } = asLoops(w, true);
      const expected = poolByLoops(maps, loops, poolReducers.maximum);
      fc.pre(expected.data.every(Number.isFinite));
      const attrs = windows(expected.shape);
      const [y, fromX, toX, forth] = await ours(() => {
        const dy = whole(expected.shape, w.seed + 1);
        const z = whole(x().shape, w.seed + 2);
        const dx = run("WindowMaximumGrad", { dy, x: x() }, attrs);
        return [run("WindowMaximum", { x: x() }, attrs), tf.sum(tf.mul(dx, z)), tf.sum(tf.mul(dy, run("WindowMaximumPick", { x: x(), z }, attrs))), run("WindowMaximumPick", { x: x(), z: x() }, attrs)];
      });
      expectClose(y?.values ?? [], expected.data);
      expect(forth?.values).toEqual(y?.values);
      expectClose(fromX?.values ?? [], toX?.values ?? []);
    }), runs));

  test.each(["inside", "padded", "one"] as const)("means and sums, divided by the cells %s, and their gradient", (divisor) =>
    fc.assert(fc.asyncProperty(dilated, async (w) => {
      fc.pre(usable(w, [1, 1]));
      const { maps, x, loops, windows } = asLoops(w, false);
      const expected = poolByLoops(maps, loops, divisor === "one" ? poolReducers.total : poolReducers.mean(divisor === "padded"));
      fc.pre(expected.data.every(Number.isFinite));
      const attrs = { ...windows(expected.shape), divisor };
      const [y, forward, back] = await ours(() => {
        const dy = whole(expected.shape, w.seed + 1);
        const y = run("WindowMean", { x: x() }, attrs);
        return [y, tf.sum(tf.mul(y, dy)), tf.sum(tf.mul(x(), run("WindowMeanGrad", { dy }, attrs)))];
      });
      expectClose(y?.values ?? [], expected.data, close);
      expectClose(back?.values ?? [], forward?.values ?? [], { relative: 1e-4, absolute: 1e-3 });
    }), runs));

  test("the gradient of a global mean", async () => {
    const [height, width] = [5, 7].map((length) => ({ size: length, stride: length, dilation: 1, length, count: 1, before: 0, after: 0 }));
    const [dx] = await ours(() => [run("WindowMeanGrad", { dy: tf.tensor4d([35, 70, 105, 140, 175], [1, 1, 1, 5]) }, { height, width, divisor: "inside" })]);
    expect(Array.from(dx?.values ?? [])).toEqual(Array.from({ length: 35 }, () => [1, 2, 3, 4, 5]).flat());
  });

  test("the maxima of regions, by hand", async () => {
    const [y, places, dx] = await ours(() => {
      const x = tf.tensor4d([0, 1, 2, 3, 4, 5, 6, 7, 8], [1, 3, 3, 1]);
      const boxes = tf.tensor3d([0, 0, 2, 1, 1, 2, 1, 2, 9, 9, 9, 9], [1, 3, 4]);
      const [y, places] = runAll<[tf.Tensor, tf.Tensor]>("RoiMaxPool", { x, boxes }, { outputSize: [1, 2], spatialScale: 1 });
      return [y, places, run("RoiMaxPoolGrad", { dy: tf.tensor([1, 2, 4, 8, 16, 32], y.shape), places }, { xShape: x.shape })];
    });
    expect(Array.from(y?.values ?? [])).toEqual([4, 5, 7, 7, 0, 0]);
    expect(Array.from(places?.values ?? [])).toEqual([4, 5, 7, 7, -1, -1]);
    expect(Array.from(dx?.values ?? [])).toEqual([0, 0, 0, 0, 1, 2, 0, 12, 0]);
  });
});
