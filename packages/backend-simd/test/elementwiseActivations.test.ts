import * as tf from "@tensorflow/tfjs-core";
import { expectClose } from "@convscope/test-kit";
import { beforeAll, describe, expect, test } from "vitest";
import { fallbacks } from "../src/index.ts";
import { forms, on, openForms } from "./agree.ts";

beforeAll(openForms);

interface Row {
  /** The kernel of the value: ours or TensorFlow.js's. */
  readonly forward: string;
  readonly backward: string;
  /** What the gradient is computed from. */
  readonly from: "x" | "y";
  readonly attrs?: tf.NamedAttrMap;
  readonly f: (x: number) => number;
  readonly slope: (x: number) => number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const clipped = (x: number, most: number): number => Math.max(0, Math.min(x, most));
const e = Math.exp;

/** Φ(x) by the sum of its series; far away it is 0 or 1. */
function normal(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let n = 1; n < 200; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + sum * e((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
const root = Math.sqrt(2 / Math.PI);
const bent = (x: number): number => Math.tanh(root * (x + 0.044715 * x ** 3));
const mish = (x: number): number => Math.tanh(Math.log1p(e(Math.min(x, 50))));

const rows: readonly Row[] = [
  { forward: "Relu", backward: "ReluGrad", from: "y", f: (x) => Math.max(x, 0), slope: (x) => (x > 0 ? 1 : 0) },
  { forward: "Relu6", backward: "Relu6Grad", from: "y", f: (x) => clipped(x, 6), slope: (x) => (x > 0 && x < 6 ? 1 : 0) },
  { forward: "LeakyRelu", backward: "LeakyReluGrad", from: "x", attrs: { alpha: 0.25 }, f: (x) => (x > 0 ? x : x / 4), slope: (x) => (x > 0 ? 1 : 0.25) },
  { forward: "ScaledElu", backward: "ScaledEluGrad", from: "x", attrs: { scale: 1.5, factor: 0.5 }, f: (x) => (x > 0 ? 1.5 * x : 0.5 * Math.expm1(x)), slope: (x) => (x > 0 ? 1.5 : 0.5 * e(x)) },
  { forward: "Sigmoid", backward: "SigmoidGrad", from: "y", f: sigmoid, slope: (x) => sigmoid(x) * sigmoid(-x) },
  { forward: "Tanh", backward: "TanhGrad", from: "y", f: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
  { forward: "Softplus", backward: "SoftplusGrad", from: "x", f: (x) => Math.max(x, 0) + Math.log1p(e(-Math.abs(x))), slope: sigmoid },
  { forward: "Silu", backward: "SiluGrad", from: "x", f: (x) => x * sigmoid(x), slope: (x) => sigmoid(x) * (1 + x * sigmoid(-x)) },
  { forward: "HardSigmoid", backward: "HardSigmoidGrad", from: "x", f: (x) => clipped(x + 3, 6) / 6, slope: (x) => (Math.abs(x) < 3 ? 1 / 6 : 0) },
  { forward: "HardSwish", backward: "HardSwishGrad", from: "x", f: (x) => (x * clipped(x + 3, 6)) / 6, slope: (x) => (x < -3 ? 0 : x < 3 ? x / 3 + 0.5 : 1) },
  { forward: "Mish", backward: "MishGrad", from: "x", f: (x) => x * mish(x), slope: (x) => mish(x) + x * (1 - mish(x) ** 2) * sigmoid(x) },
  { forward: "Softsign", backward: "SoftsignGrad", from: "x", f: (x) => x / (1 + Math.abs(x)), slope: (x) => (1 + Math.abs(x)) ** -2 },
  { forward: "Gelu", backward: "GeluGrad", from: "x", attrs: { approximate: "none" }, f: (x) => x * normal(x), slope: (x) => normal(x) + (x * e((-x * x) / 2)) / Math.sqrt(2 * Math.PI) },
  {
    forward: "Gelu", backward: "GeluGrad", from: "x", attrs: { approximate: "tanh" },
    f: (x) => (x * (1 + bent(x))) / 2,
    slope: (x) => (1 + bent(x)) / 2 + (Math.abs(x) < 10 ? (x * (1 - bent(x) ** 2) * root * (1 + 3 * 0.044715 * x * x)) / 2 : 0),
  },
];

// Corners are left out: 0 and ±3, where slopes are a matter of choice; nn's tests hold those.
const points = [...Array.from({ length: 401 }, (_, i) => (i - 200) / 16.1 + 0.01), -1e4, -500, -104, -89, 89, 104, 500, 1e4].map(Math.fround);

describe.each(rows)("$backward $attrs", ({ forward, backward, from, attrs = {}, f, slope }) => {
  test("value and gradient are those of the formulas", async () => {
    const dy = points.map((_, i) => 1 - (i % 10) / 5);
    for (const form of forms) {
      const [y, dx] = await on(form, () => {
        const x = tf.tensor1d(points);
        const value = tf.engine().runKernel<tf.Tensor>(forward, { x }, attrs);
        return [value, tf.engine().runKernel<tf.Tensor>(backward, from === "x" ? { dy: tf.tensor1d(dy), x } : { dy: tf.tensor1d(dy), y: value }, attrs)];
      });
      expectClose(y?.values ?? [], points.map(f), { relative: 1e-6, absolute: 4e-7 }, "value");
      expectClose(dx?.values ?? [], points.map((x, i) => slope(x) * (dy[i] ?? NaN)), { relative: 2e-6, absolute: 2e-6 }, "gradient");
    }
  });

  test("the formulas' slopes are those of their values", () => {
    const near = points.filter((x) => Math.abs(x) < 12);
    const step = 1e-5;
    const corner = (x: number): boolean => [-3, 0, 3, 6].some((at) => Math.abs(x - at) < 2 * step);
    const smooth = near.filter((x) => !corner(x));
    expectClose(smooth.map(slope), smooth.map((x) => (f(x + step) - f(x - step)) / (2 * step)), { relative: 1e-5, absolute: 1e-8 });
  });
});

describe.each(forms)("on %s", (form) => {
  test("dropout keeps what its draws say, one draw for each channel of each sample", async () => {
    const [y, none] = await on(form, () => {
      const x = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
      const uniform = tf.tensor3d([0.1, 0.25, 0.9, 0.2], [2, 1, 2]);
      return [tf.engine().runKernel<tf.Tensor>("Dropout", { x, uniform }, { rate: 0.25 }), tf.engine().runKernel<tf.Tensor>("Dropout", { x, uniform }, { rate: 1 })];
    });
    expect([...Array.from(y?.values ?? [])]).toEqual([0, 2, 0, 4, 5, 0, 7, 0].map((v) => Math.fround(v * Math.fround(4 / 3))));
    expect([...Array.from(none?.values ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("what is rare is left to the cpu backend, and counted", async () => {
    const before = fallbacks(form).get("Exp")?.count ?? 0;
    const [y] = await on(form, () => [tf.exp(tf.tensor1d([0, 1], "int32"))]);
    expect(Array.from(y?.values ?? [])).toEqual([1, Math.fround(Math.E)]);
    expect(fallbacks(form).get("Exp")?.count).toBe(before + 1);
  });
});
