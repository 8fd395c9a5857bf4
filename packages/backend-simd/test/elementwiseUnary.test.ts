import * as tf from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { agree, forms, on, openForms } from "./agree.ts";

beforeAll(openForms);

const ends = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -1.5, -2.5, 3, -3, 6, 7, 20, -20, 88, -88, 1e-40, -1e-40, 1e-20, 1e20, -1e20, 3e38, -3e38, NaN, Infinity, -Infinity];

const maps: { readonly [name: string]: (x: tf.Tensor) => tf.Tensor } = {
  abs: tf.abs, ceil: tf.ceil, clip: (x) => tf.clipByValue(x, -0.5, 2), cos: tf.cos, elu: tf.elu, erf: tf.erf, exp: tf.exp, expm1: tf.expm1, floor: tf.floor,
  isFinite: tf.isFinite, isInf: tf.isInf, isNaN: tf.isNaN, leakyRelu: (x) => tf.leakyRelu(x, 0.3), log: tf.log, log1p: tf.log1p, neg: tf.neg, onesLike: tf.onesLike,
  reciprocal: tf.reciprocal, relu: tf.relu, relu6: tf.relu6, round: tf.round, rsqrt: tf.rsqrt, selu: tf.selu, sigmoid: tf.sigmoid, sign: tf.sign, sin: tf.sin,
  softplus: tf.softplus, sqrt: tf.sqrt, square: tf.square, step: (x) => tf.step(x), stepWithSlope: (x) => tf.step(x, -0.25), tanh: tf.tanh, zerosLike: tf.zerosLike,
  toInt: (x) => tf.cast(x, "int32"), toBool: (x) => tf.cast(x, "bool"), toFloat: (x) => tf.cast(x, "float32"),
};

describe.each(Object.entries(maps))("%s", (_, f) => {
  test("at the ends", () => agree(() => [f(tf.tensor1d(ends))], { relative: 1e-5, absolute: 1e-6 }));

  test("of any length", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { maxLength: 70 }), (xs) => agree(() => [f(tf.tensor1d(xs, "float32"))], { relative: 1e-5, absolute: 1e-6 })),
      { numRuns: 12 },
    ));

  test("of several chunks", () => agree(() => [f(tf.tensor(Float32Array.from({ length: 40_003 }, (_, i) => ((i * 7919) % 1013) / 50 - 10)))], { relative: 1e-5, absolute: 1e-6 }));
});

const wholes = [0, 1, -1, 2, -2, 3, 6, 7, 46_340, -46_340, 2 ** 31 - 1, -(2 ** 31) + 1];
const ofWholes = ["abs", "neg", "onesLike", "relu", "relu6", "round", "sign", "zerosLike", "toInt", "toBool", "toFloat"];
// The cpu backend takes their absolute value as float32.
const small = wholes.filter((x) => Math.abs(x) < 2 ** 24);

test.each(ofWholes)("%s of whole numbers", (name) => agree(() => [(maps[name] as (x: tf.Tensor) => tf.Tensor)(tf.tensor1d(name === "abs" ? small : wholes, "int32"))]));
test("the square of whole numbers", () => agree(() => [tf.square(tf.tensor1d(small, "int32"))]));

test.each(["onesLike", "zerosLike", "toInt", "toBool", "toFloat"])("%s of truths", (name) =>
  agree(() => [(maps[name] as (x: tf.Tensor) => tf.Tensor)(tf.tensor1d([1, 0, 1, 1, 0], "bool"))]));

test("a truth turned over", () =>
  fc.assert(fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), (xs) => agree(() => [tf.logicalNot(tf.tensor1d(xs, "bool"))])), { numRuns: 12 }));

test.each([
  { shape: [3, 5], value: 0.5, dtype: "float32" },
  { shape: [7], value: -3, dtype: "int32" },
  { shape: [2, 9], value: 1, dtype: "bool" },
  { shape: [], value: 2, dtype: "float32" },
  { shape: [0, 4], value: 2, dtype: "float32" },
] as const)("$value in $shape as $dtype", ({ shape, value, dtype }) => agree(() => [tf.fill([...shape], value, dtype)]));

test("whole numbers are cut as JavaScript cuts them: modulo 2³²", () =>
  agree(() => [tf.cast(tf.tensor1d([2 ** 31, 2 ** 32 + 512, -(2 ** 33) - 1024, 2.9, -2.9, NaN, Infinity, -Infinity, 1e30]), "int32")]));

test("sums of several tensors", () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 50 }), (count, length) =>
      agree(() => [tf.addN(Array.from({ length: count }, (_, k) => tf.tensor1d(Float32Array.from({ length }, (_, i) => i * (k + 0.3)))))])),
    { numRuns: 12 },
  ));

test("a choice between two tensors", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), fc.constantFrom("float32" as const, "int32" as const), (condition, dtype) =>
      agree(() => [tf.where(tf.tensor1d(condition, "bool"), tf.tensor1d(condition.map((_, i) => i), dtype), tf.tensor1d(condition.map((_, i) => -i), dtype))])),
    { numRuns: 12 },
  ));

test("the gradient of elu", () => agree(() => [tf.engine().runKernel("EluGrad", { dy: tf.tensor1d([1, 2, 3, 4]), y: tf.tensor1d([-0.5, 0, 2, -1]) })]));

test("angles far from 0 keep their place on the circle", async () => {
  const xs = [1e6, -1e6, 33554432, 33554436, 1e8, -1e10, 1e20, -1e30, 3.4e38];
  for (const form of forms) {
    const [sin, cos] = await on(form, () => [tf.sin(tf.tensor1d(xs)), tf.cos(tf.tensor1d(xs))]);
    xs.forEach((x, i) => {
      expect(sin?.values[i]).toBeCloseTo(Math.sin(Math.fround(x)), 6);
      expect(cos?.values[i]).toBeCloseTo(Math.cos(Math.fround(x)), 6);
    });
  }
});
