import * as tf from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { operandOf } from "../src/operand.ts";
import { agree, openForms } from "./agree.ts";

beforeAll(openForms);

type Map = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const arithmetic: { readonly [name: string]: Map } = {
  add: tf.add, sub: tf.sub, mul: tf.mul, div: tf.div, floorDiv: tf.floorDiv, mod: tf.mod, pow: tf.pow, maximum: tf.maximum, minimum: tf.minimum, squaredDifference: tf.squaredDifference,
};
const comparisons: { readonly [name: string]: Map } = { equal: tf.equal, notEqual: tf.notEqual, greater: tf.greater, greaterEqual: tf.greaterEqual, less: tf.less, lessEqual: tf.lessEqual };
const all = Object.entries({ ...arithmetic, ...comparisons });

const ends = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 7.25, 1e-40, 1e20, -1e20, 3e38, NaN, Infinity, -Infinity];
const wholes = [0, 1, -1, 2, -2, 3, -3, 7, -7, 100, 30_000, -30_000];
const tolerance = { relative: 1e-6, absolute: 0 };

describe.each(all)("%s", (name, f) => {
  test("of every pair of ends", () => agree(() => [f(tf.tensor2d(ends, [ends.length, 1]), tf.tensor1d(ends))], tolerance));
  test("of every pair of whole numbers", () => {
    // The cpu backend's powers are float64: beyond 2⁵³ they are no whole numbers that could wrap.
    const some = name === "pow" ? wholes.filter((x) => Math.abs(x) < 10) : wholes;
    return agree(() => [f(tf.tensor2d(some, [some.length, 1], "int32"), tf.tensor1d(some, "int32"))], tolerance);
  });
});

const truths = [1, 0, 0, 1, 1];
test.each(Object.entries({ ...comparisons, logicalAnd: tf.logicalAnd, logicalOr: tf.logicalOr, logicalXor: tf.logicalXor }))("%s of truths", (_, f) =>
  agree(() => [(f as Map)(tf.tensor2d(truths, [5, 1], "bool"), tf.tensor1d(truths, "bool")), (f as Map)(tf.tensor1d(truths, "bool"), tf.tensor1d([0, 0, 1, 1, 0], "bool"))]));

test("a learned slope", () =>
  agree(() => [tf.prelu(tf.tensor3d([[[-1, 2], [-3, -4], [NaN, 0]], [[5, -6], [-Infinity, 7], [-0, 1]]]), tf.tensor3d([0.5, -2], [1, 1, 2]))]));

/** Two shapes that go together: axes of one are broadcast, or missing in front. */
const shapes = (sizes: fc.Arbitrary<number>, rank: number): fc.Arbitrary<readonly [number[], number[]]> =>
  fc
    .tuple(fc.array(fc.tuple(sizes, fc.constantFrom("both", "first", "second")), { maxLength: rank }), fc.nat({ max: 2 }), fc.boolean())
    .map(([axes, missing, turned]): readonly [number[], number[]] => {
      const a = axes.map(([size, kept]) => (kept === "second" ? 1 : size));
      const b = axes.map(([size, kept]) => (kept === "first" ? 1 : size)).slice(Math.min(missing, axes.length));
      return turned ? [b, a] : [a, b];
    })
    .filter(([a, b]) => tf.util.sizeFromShape(tf.backend_util.assertAndGetBroadcastShape([...a], [...b])) < 100_000);
const counted = (shape: readonly number[], dtype: "float32" | "int32" | "bool", seed: number): tf.Tensor => {
  const values = Array.from({ length: tf.util.sizeFromShape([...shape]) }, (_, i) => ((i + 1) * 7919 * seed) % 1013);
  return tf.tensor(dtype === "bool" ? values.map((v) => v % 2) : dtype === "int32" ? values : values.map((v) => v / 506 - 1), [...shape], dtype);
};

describe("broadcast", () => {
  test("small shapes", () =>
    fc.assert(
      fc.asyncProperty(shapes(fc.integer({ min: 0, max: 5 }), 6), fc.constantFrom("float32" as const, "int32" as const), ([a, b], dtype) =>
        agree(() => [tf.sub(counted(a, dtype, 1), counted(b, dtype, 3)), tf.less(counted(a, dtype, 1), counted(b, dtype, 3))], tolerance)),
      { numRuns: 60 },
    ));

  test("shapes of several blocks", () =>
    fc.assert(
      fc.asyncProperty(shapes(fc.constantFrom(1, 2, 3, 4, 17, 40, 130, 600), 3), ([a, b]) =>
        agree(() => [tf.sub(counted(a, "float32", 1), counted(b, "float32", 3)), tf.greater(counted(a, "float32", 1), counted(b, "float32", 3))], tolerance)),
      { numRuns: 25 },
    ));

  test("truths of several blocks", () =>
    fc.assert(
      fc.asyncProperty(shapes(fc.constantFrom(1, 3, 17, 40, 600), 3), ([a, b]) => agree(() => [tf.logicalAnd(counted(a, "bool", 1), counted(b, "bool", 3))])),
      { numRuns: 15 },
    ));

  test.each([
    { what: "a bias", a: [2, 70, 30, 10], b: [10] },
    { what: "a scalar", a: [40_000], b: [] },
    { what: "one value for each channel of each sample", a: [3, 40, 41, 5], b: [3, 1, 1, 5] },
    { what: "one value for each place", a: [3, 40, 41, 5], b: [3, 40, 41, 1] },
    { what: "one value for each row", a: [3000, 10], b: [3000, 1] },
    { what: "one sample", a: [5, 70, 41], b: [70, 41] },
    { what: "columns and rows", a: [150, 1], b: [1, 120] },
    { what: "every other axis", a: [4, 1, 10, 1, 30], b: [1, 3, 1, 4, 30] },
    { what: "long rows of one value each", a: [3, 5000], b: [3, 1] },
  ])("$what", ({ a, b }) =>
    agree(() => [tf.sub(counted(a, "float32", 1), counted(b, "float32", 3)), tf.sub(counted(b, "int32", 1), counted(a, "int32", 3)), tf.lessEqual(counted(a, "float32", 1), counted(b, "float32", 3))], tolerance));
});

test("an operand is read in units, of which each repeats a period", () => {
  expect(operandOf([3, 1, 1, 5], [3, 40, 41, 5])).toEqual({ length: 40 * 41 * 5, period: 5, axes: [{ size: 3, stride: 5 }] });
  expect(operandOf([3000, 1], [3000, 10])).toEqual({ length: 10, period: 1, axes: [{ size: 3000, stride: 1 }] });
  expect(operandOf([20, 1], [4, 6, 20, 8])).toEqual({ length: 8, period: 1, axes: [{ size: 20, stride: 1 }, { size: 24, stride: 0 }] });
  expect(operandOf([], [7])).toEqual({ length: 7, period: 1, axes: [] });
  expect(operandOf([7, 2], [7, 2])).toEqual({ length: 14, period: 14, axes: [] });
});
