import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { agree, forms, numbers, on, openForms, run } from "./agree.ts";

beforeAll(openForms);

const size = fc.integer({ min: 1, max: 5 });
/** A shape, and some of its axes. */
const shapeWithAxes = fc.array(size, { minLength: 1, maxLength: 5 }).chain((shape) => fc.tuple(fc.constant(shape), fc.subarray(shape.map((_, i) => i), { minLength: 1 })));
const middle = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }));

type Over = (x: tf.Tensor, axis: number[], keepDims: boolean) => tf.Tensor;
const floats: { readonly [name: string]: Over } = {
  sum: tf.sum,
  mean: tf.mean,
  max: tf.max,
  min: tf.min,
  prod: (x, axis, keepDims) => tf.prod(tf.mul(x, 1.3), axis, keepDims),
};
const wholes: { readonly [name: string]: Over } = { sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod };
const truths: { readonly [name: string]: Over } = { any: tf.any, all: tf.all, sum: tf.sum, max: tf.max };

const wholeNumbers = (shape: readonly number[]): tf.Tensor => tf.cast(tf.mul(numbers(shape), 5), "int32");
const bits = (shape: readonly number[]): tf.Tensor => tf.greater(numbers(shape), -0.6);

describe.each(Object.entries(floats))("%s of float32", (_, over) => {
  test("over any axes", () => fc.assert(fc.asyncProperty(shapeWithAxes, fc.boolean(), ([shape, axes], keepDims) => agree(() => [over(numbers(shape), axes, keepDims)])), { numRuns: 25 }));
  test("over the first, the last, the middle axis", () =>
    fc.assert(fc.asyncProperty(middle, (shape) => agree(() => [over(numbers(shape), [0], false), over(numbers(shape), [1], false), over(numbers(shape), [2], false), over(numbers(shape), [0, 2], false)])), { numRuns: 15 }));
  test("of more numbers than one thread takes", () => agree(() => [[3, 20000], [20000, 3], [5000, 36], [40, 1100], [2, 3000, 17]].flatMap((shape) => shape.map((__, axis) => over(tf.add(tf.mul(numbers(shape), 1e-3), 1), [axis], false)))));
  test("of nothing", () => agree(() => [over(tf.zeros([2, 0, 3]), [1], false), over(tf.zeros([2, 0, 3]), [0], true)]));
  test("of what is no number, and of infinities", () => agree(() => [over(tf.tensor2d([[1, NaN, 2], [Infinity, 1, 3], [-Infinity, 1, Infinity], [5, 6, 7]]), [0], false), over(tf.tensor2d([[1, NaN], [Infinity, 1], [-Infinity, 1]]), [1], false)]));
});

describe.each(Object.entries(wholes))("%s of whole numbers", (_, over) => {
  test("over any axes", () => fc.assert(fc.asyncProperty(shapeWithAxes, ([shape, axes]) => agree(() => [over(wholeNumbers(shape), axes, false)])), { numRuns: 25 }));
});

describe.each(Object.entries(truths))("%s of truths", (_, over) => {
  test("over any axes", () => fc.assert(fc.asyncProperty(shapeWithAxes, fc.boolean(), ([shape, axes], keepDims) => agree(() => [over(bits(shape), axes, keepDims)])), { numRuns: 25 }));
});

test("whole numbers beyond 32 bits begin anew", () => agree(() => [tf.sum(tf.tensor1d([2 ** 31 - 1, 1], "int32"))]));

test("the mean of half a million equal numbers is that number, and a million small ones are not lost behind a large one", async () => {
  for (const form of forms) {
    const [mean, sum] = await on(form, () => [tf.mean(tf.fill([8, 256, 256, 2], 1.1), [0, 1, 2]), tf.sum(tf.concat([tf.tensor1d([2 ** 24]), tf.ones([2 ** 20])]))]);
    expect([...(mean?.values as Float32Array)]).toEqual([Math.fround(1.1), Math.fround(1.1)]);
    expect(sum?.values[0]).toBe(2 ** 24 + 2 ** 20);
  }
});

describe.each([["argMax", tf.argMax], ["argMin", tf.argMin]] as const)("%s", (_, argument) => {
  test("along any axis", () => fc.assert(fc.asyncProperty(middle, fc.integer({ min: 0, max: 2 }), (shape, axis) => agree(() => [argument(numbers(shape), axis), argument(wholeNumbers(shape), axis)])), { numRuns: 25 }));
  test("takes the first of equals", () => fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(0, 1, 2, -0), { minLength: 1, maxLength: 40 }), (values) => agree(() => [argument(tf.tensor1d(values), 0), argument(tf.tensor2d(values, [values.length, 1]), 0)])), { numRuns: 40 }));
  test("passes what is no number by, unless it comes first", () => agree(() => [argument(tf.tensor2d([[NaN, 1, 2, 3, 4, 5], [3, NaN, 7, 1, NaN, 7], [Infinity, 1, -Infinity, Infinity, 2, 3]]), 1), argument(tf.tensor2d([[NaN, 1, 3], [2, NaN, 3], [3, 0, 1]]), 0)]));
});

describe.each([["cumsum", tf.cumsum], ["cumprod", tf.cumprod]] as const)("%s", (_, cumulate) => {
  test("along any axis", () =>
    fc.assert(fc.asyncProperty(middle, fc.integer({ min: 0, max: 2 }), fc.boolean(), fc.boolean(), (shape, axis, exclusive, reverse) => agree(() => [cumulate(tf.mul(numbers(shape), 2), axis, exclusive, reverse), cumulate(wholeNumbers([shape[0], 3]), 1, exclusive, reverse)])), { numRuns: 25 }));
});

const rows = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }));

test("softmax", () => fc.assert(fc.asyncProperty(rows, fc.constantFrom(1, 30), ([n, length], factor) => agree(() => [tf.softmax(tf.mul(numbers([n, length]), factor))], { relative: 2e-6, absolute: 0 })), { numRuns: 40 }));
test("softmax of large logits, infinities and no numbers", () => agree(() => [tf.softmax(tf.tensor2d([[1000, 999, -1000], [NaN, 1, 2], [-Infinity, 0, 1], [Infinity, 0, 1], [-Infinity, -Infinity, -Infinity]])), tf.softmax(tf.zeros([0, 3]))]));
test("softmax of more rows than one thread takes", () => agree(() => [tf.softmax(numbers([3000, 10])), tf.softmax(numbers([3, 30000]))]));

/** The kernel where there is one, the composition elsewhere. */
const either = (name: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap, composed: () => tf.Tensor[]): tf.Tensor[] => (tf.getKernel(name, tf.getBackend()) ? run(name, inputs, attrs) : composed());

test("logSoftmax, and the gradients of both", () =>
  fc.assert(
    fc.asyncProperty(rows, (shape) =>
      agree(() => {
        const [x, dy] = [tf.mul(numbers(shape), 5), numbers(shape, 3)];
        const [p, logP] = [tf.softmax(x), tf.logSoftmax(x)];
        const along = tf.mul(dy, p);
        return [
          ...either("LogSoftmax", { logits: x }, { axis: -1 }, () => [logP]),
          ...either("SoftmaxGrad", { dy, y: p }, {}, () => [tf.sub(along, tf.mul(p, tf.sum(along, -1, true)))]),
          ...either("LogSoftmaxGrad", { dy, y: logP }, {}, () => [tf.sub(dy, tf.mul(p, tf.sum(dy, -1, true)))]),
        ];
      }),
    ), { numRuns: 30 },
  ));

test("local response normalisation and its gradient", () =>
  fc.assert(
    fc.asyncProperty(fc.tuple(fc.integer({ min: 1, max: 2 }), size, size, fc.integer({ min: 1, max: 20 })), fc.integer({ min: 0, max: 8 }), fc.constantFrom(0.75, 0.5, 1, 0.6, 0), ([n, h, w, c], depthRadius, beta) =>
      agree(() => {
        const [x, dy] = [tf.mul(numbers([n, h, w, c]), 3) as tf.Tensor4D, numbers([n, h, w, c], 5)];
        const attrs = { depthRadius, bias: 1.5, alpha: 0.3, beta };
        const y = tf.localResponseNormalization(x, depthRadius, 1.5, 0.3, beta);
        return [y, ...run("LRNGrad", { x, y, dy }, attrs)];
      }),
    ), { numRuns: 30 },
  ));

test("rows are added up by segment", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -1, max: 6 }), { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (ids, inner) =>
      agree(() => [tf.unsortedSegmentSum(numbers([ids.length, inner]), tf.tensor1d(ids, "int32"), 5), tf.unsortedSegmentSum(numbers([ids.length]), tf.tensor1d(ids, "int32"), 5), tf.unsortedSegmentSum(numbers([ids.length, 2, inner]), tf.tensor1d(ids, "int32"), 600)]),
    ), { numRuns: 25 },
  ));

test("the squared norm by hand, and of many numbers", async () => {
  for (const form of forms) {
    const [norm, long, none] = await on(form, () => [...run("SquaredNorm", { x: tf.tensor1d([3, 4, 12]) }), ...run("SquaredNorm", { x: tf.fill([300, 300], 0.5) }), ...run("SquaredNorm", { x: tf.zeros([0]) })]);
    expect([norm?.values[0], long?.values[0], none?.values[0]]).toEqual([169, 22500, 0]);
  }
});
