import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { on, openForms } from "./agree.ts";

beforeAll(openForms);

/** Every 4,099th float32 by its bits: denormals, infinities and numbers that are none among them. */
const everywhere = (): Float32Array => {
  const bits = new Uint32Array(2 ** 20);
  for (let i = 0; i < bits.length; i++) bits[i] = i * 4099;
  return new Float32Array(bits.buffer);
};
/** 100,000 numbers in a range. */
const between = (from: number, to: number): Float32Array => Float32Array.from({ length: 100_000 }, (_, i) => from + ((to - from) * i) / 99_999);

/** Half the distance between the float32 neighbours of a number. */
const unit = (x: number): number => 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(x)))) - 23);

/** The largest error of the values in units of the last place, where the exact value may lie beyond float32. */
function worst(xs: Float32Array, ys: ArrayLike<number>, exact: (x: number) => number): { readonly error: number; readonly x: number; readonly y: number } {
  let found = { error: 0, x: 0, y: 0 };
  xs.forEach((x, i) => {
    const [y, right] = [ys[i] ?? NaN, exact(x)];
    if (Object.is(y, Math.fround(right)) || y === Math.fround(right)) return;
    const error = Number.isFinite(y) ? Math.abs(y - right) / unit(right) : Infinity;
    if (!(error <= found.error)) found = { error, x, y };
  });
  return found;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Abramowitz and Stegun, 7.1.6 for small numbers, 7.1.14 for others. */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let [sum, term] = [x, x];
    for (let n = 1; n < 80; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = a;
  for (let n = 120; n > 0; n--) fraction = a + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / fraction);
}

const rows: readonly { readonly name: string; readonly f: (x: tf.Tensor) => tf.Tensor; readonly exact: (x: number) => number; readonly near: readonly [number, number]; readonly units: number }[] = [
  { name: "exp", f: tf.exp, exact: Math.exp, near: [-104, 89], units: 1 },
  { name: "expm1", f: tf.expm1, exact: Math.expm1, near: [-2, 2], units: 2 },
  { name: "log", f: tf.log, exact: Math.log, near: [0.5, 2], units: 1 },
  { name: "log1p", f: tf.log1p, exact: Math.log1p, near: [-0.9, 1], units: 2 },
  { name: "tanh", f: tf.tanh, exact: Math.tanh, near: [-10, 10], units: 2.5 },
  { name: "sigmoid", f: tf.sigmoid, exact: sigmoid, near: [-105, 20], units: 2.5 },
  { name: "softplus", f: tf.softplus, exact: softplus, near: [-105, 20], units: 2 },
  { name: "erf", f: tf.erf, exact: erf, near: [-4.5, 4.5], units: 2 },
  { name: "sin", f: tf.sin, exact: Math.sin, near: [-20, 20], units: 1.5 },
  { name: "cos", f: tf.cos, exact: Math.cos, near: [-20, 20], units: 1.5 },
  { name: "sqrt", f: tf.sqrt, exact: Math.sqrt, near: [0, 4], units: 0.5 },
  { name: "rsqrt", f: tf.rsqrt, exact: (x) => 1 / Math.sqrt(x), near: [0, 4], units: 1.5 },
  { name: "elu", f: tf.elu, exact: (x) => (x >= 0 ? x : Math.expm1(x)), near: [-2, 2], units: 2 },
];

describe.each(rows)("$name", ({ f, exact, near, units }) => {
  test.each([
    { where: "over all float32", xs: everywhere() },
    { where: `from ${near[0]} to ${near[1]}`, xs: between(...near) },
  ])("$where", async ({ xs }) => {
    const [answer] = await on("simd", () => [f(tf.tensor1d(xs))]);
    const found = worst(xs, answer?.values ?? [], exact);
    expect(found.error, `at ${found.x}: ${found.y}, exactly ${exact(found.x)}`).toBeLessThanOrEqual(units);
  });
});

test("powers over all float32", async () => {
  const bases = everywhere();
  // Another order, so that every base meets some exponent of its size and another.
  const exponents = Float32Array.from(bases, (_, i) => (i % 5 === 0 ? Math.round(((i * 7919) % 1013) / 50 - 10) : ((i * 7919) % 1013) / 50 - 10));
  const [answer] = await on("simd", () => [tf.pow(tf.tensor1d(bases), tf.tensor1d(exponents))]);
  let index = 0;
  const found = worst(bases, answer?.values ?? [], (x) => x ** (exponents[index++] ?? 0));
  expect(found.error, `${found.x}: ${found.y}`).toBeLessThanOrEqual(0.51);
});
