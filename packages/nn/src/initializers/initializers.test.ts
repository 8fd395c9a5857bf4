import { expectClose } from "@convscope/test-kit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { randomOf } from "../random.ts";
import {
  constant, generate, glorotNormal, glorotUniform, heNormal, heUniform, initializers, lecunNormal, lecunUniform, ones, orthogonal, parseInitializer, randomNormal, randomUniform, torchUniform, zeros,
  type Initializer, type InitializerKind,
} from "./index.ts";

const fans = [300, 100] as const;
const draw = (initializer: Initializer, shape: readonly number[] = [300, 100], seed = 1): Float32Array => generate(initializer, { shape, fans }, randomOf(seed));
const mean = (values: Float32Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const deviation = (values: Float32Array): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
const largest = (values: Float32Array): number => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

test.each([
  ["Glorot uniform", glorotUniform(), 1 / 200, Math.sqrt(6 / 400)],
  ["Glorot normal", glorotNormal(), 1 / 200, undefined],
  ["Glorot normal as Keras cuts it", glorotNormal({ truncated: true }), 1 / 200, (2 / 0.87962566) * Math.sqrt(1 / 200)],
  ["He uniform", heUniform(), 2 / 300, Math.sqrt(6 / 300)],
  ["He uniform by fan out", heUniform({ mode: "fanOut" }), 2 / 100, Math.sqrt(6 / 100)],
  ["He normal", heNormal(), 2 / 300, undefined],
  ["He normal by fan out", heNormal({ mode: "fanOut" }), 2 / 100, undefined],
  ["LeCun uniform", lecunUniform(), 1 / 300, Math.sqrt(3 / 300)],
  ["LeCun normal", lecunNormal(), 1 / 300, undefined],
  ["PyTorch's default", torchUniform(), 1 / 900, 1 / Math.sqrt(300)],
  ["uniform", randomUniform(), 0.01 / 12, 0.05],
  ["normal", randomNormal({ deviation: 0.3 }), 0.09, undefined],
  ["truncated normal", randomNormal({ deviation: 0.3, truncated: true }), (0.3 * 0.87962566) ** 2, 0.6],
] as const)("%s has its variance and its bound", (_, initializer, variance, bound) => {
  const values = draw(initializer);
  expect(Math.abs(mean(values))).toBeLessThan(4 * Math.sqrt(variance / values.length));
  expect(deviation(values) / Math.sqrt(variance)).toBeCloseTo(1, 1.7);
  if (bound === undefined) return expect(largest(values)).toBeGreaterThan(3 * Math.sqrt(variance));
  expect(largest(values)).toBeLessThanOrEqual(bound * (1 + 1e-6));
  expect(largest(values)).toBeGreaterThan(0.99 * bound);
});

test("constants", () => {
  expect([...draw(zeros(), [2]), ...draw(ones(), [2]), ...draw(constant({ value: 7 }), [2])]).toEqual([0, 0, 1, 1, 7, 7]);
});

test("the shorter side of an orthogonal array is orthonormal, times the gain", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer(), (rows, columns, seed) => {
    const q = draw(orthogonal({ gain: 2 }), [rows, columns], seed);
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
    const at = (vector: number, i: number): number => q[columns >= rows ? vector * columns + i : i * columns + vector] ?? NaN;
    for (let a = 0; a < count; a++)
      for (let b = 0; b < count; b++) expectClose([Array.from({ length }, (_, i) => at(a, i) * at(b, i)).reduce((x, y) => x + y)], [a === b ? 4 : 0]);
  }));
});

test.each(Object.keys(initializers) as InitializerKind[])("%s survives JSON", (kind) => {
  expect(parseInitializer(JSON.parse(JSON.stringify(initializers[kind]())))).toEqual(initializers[kind]());
});

test("a configuration may name the special cases", () => {
  expect(parseInitializer("heNormal")).toEqual(heNormal());
  expect(parseInitializer("orthogonal")).toEqual(orthogonal());
});

test("mistakes are named, with the way out", () => {
  expect(() => parseInitializer("ortogonal")).toThrowErrorMatchingInlineSnapshot(`[RangeError: initializer: unknown kind "ortogonal". Did you mean "orthogonal"? Kinds: constant, orthogonal, randomNormal, randomUniform, varianceScaling.]`);
  expect(() => randomUniform({ low: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: randomUniform: low must not be above high. Received low=1, high=0.05.]`);
});
