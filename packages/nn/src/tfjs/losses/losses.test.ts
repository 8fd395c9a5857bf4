import { expectClose, type Numbers } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  binaryCrossentropy, categoricalCrossentropy, dice, focal, halfSquaredError, hinge, losses, meanAbsoluteError, sigmoidFocal, sparseCategoricalCrossentropy, targetKind, type Dice, type Loss, type LossKind,
} from "../../losses/index.ts";
import { openBackend } from "../backends.ts";
import { backendOf, everyBackend } from "../../../test/backends.ts";
import { lossAndGradient, lossesOfTorch } from "../../../test/goldens/losses.ts";

/** A loss and its gradient; throws if a tensor leaks. */
function measure(loss: Loss, target: Numbers, output: Numbers): { readonly value: number; readonly gradient: Float32Array } {
  const before = tf.memory().numTensors;
  const result = tf.tidy(() => {
    const [value, gradient] = lossAndGradient(loss, target, output);
    return { value: value.dataSync()[0] ?? NaN, gradient: Float32Array.from(gradient.dataSync()) };
  });
  expect(tf.memory().numTensors).toBe(before);
  return result;
}

test("all cases of PyTorch are here", () => expect(lossesOfTorch).toHaveLength(21));

describe.each(everyBackend)("%s", (on) => {
  const backend = backendOf(on);
  beforeAll(() => openBackend(backend));

  test.each(lossesOfTorch)("$name", ({ check }) => check(backend));

  test("tiny gradients of sure answers are not rounded to zero", () => {
    const { gradient } = measure(binaryCrossentropy(), { shape: [1, 1], data: [0] }, { shape: [1, 1], data: [-80] });
    expectClose(gradient, [1.8048514e-35], { relative: 1e-4, absolute: 0 });
  });
});

describe("by hand", () => {
  beforeAll(() => openBackend("cpu"));
  const close = ({ value, gradient }: { value: number; gradient: Float32Array }, expected: number, slopes: readonly number[]): void => {
    expectClose([value], [expected], { relative: 1e-6, absolute: 1e-6 }, "loss");
    expectClose(gradient, slopes, { relative: 1e-5, absolute: 1e-6 }, "gradient");
  };
  const row = (...data: number[]): Numbers => ({ shape: [1, data.length], data });

  test("half squared error: ½(3² + 1²) = 5, gradient ŷ − y", () => close(measure(halfSquaredError(), row(0, 1), row(3, 2)), 5, [3, 1]));
  test("absolute error has gradient 0 at 0", () => close(measure(meanAbsoluteError(), row(1, 1), row(1, 3)), 1, [0, 0.5]));
  test("crossentropy of probabilities: −log ¼", () => close(measure(sparseCategoricalCrossentropy({ from: "probabilities" }), { shape: [1], data: [1] }, row(0.75, 0.25)), Math.log(4), [0, -4]));
  test("a probability of 0 costs 100 at most", () => expect(measure(categoricalCrossentropy({ from: "probabilities" }), row(0, 1), row(1, 0)).value).toBe(100));
  test("logits of a thousand do not overflow", () => close(measure(sparseCategoricalCrossentropy(), { shape: [1], data: [1] }, row(1000, -1000)), 2000, [1, -1]));
  test("squared hinge: (1 − 0 + 1)² / 2 = 2", () => close(measure(hinge({ squared: true }), { shape: [1], data: [0] }, row(0, 1)), 2, [-2, 2]));
  test("focal loss of γ < 1 has a gradient of 0 where p is 1", () => close(measure(focal({ gamma: 0.5 }), { shape: [1], data: [0] }, row(200, 0)), 0, [0, 0]));
  test("sigmoid focal without α or γ is binary crossentropy", () => {
    const [y, x] = [row(1, 0, 1), row(0.3, -2, 5)];
    const { value, gradient } = measure(binaryCrossentropy(), y, x);
    close(measure(sigmoidFocal({ gamma: 0, alpha: null }), y, x), value, [...gradient]);
  });
  test("labels may be bytes made int32, and pixels: ignored ones do not count", () => {
    const x = { shape: [1, 1, 3, 2], data: [2, 1, 0, 0, 1, 3] };
    const all = measure(sparseCategoricalCrossentropy(), { shape: [1, 1, 2], data: [0, 1] }, { shape: [1, 1, 2, 2], data: [2, 1, 1, 3] });
    const some = measure(sparseCategoricalCrossentropy({ ignoreClass: 255 }), { shape: [1, 1, 3], data: [0, 255, 1] }, x);
    close(some, all.value, [...all.gradient.slice(0, 2), 0, 0, ...all.gradient.slice(2)]);
  });
  test("binary label smoothing 0.2 turns 1 into 0.9", () => {
    const smooth = measure(binaryCrossentropy({ labelSmoothing: 0.2 }), row(1), row(0.7));
    const soft = measure(binaryCrossentropy(), row(0.9), row(0.7));
    close(smooth, soft.value, [...soft.gradient]);
  });
  test("soft targets weigh classes as labels do, but divide by the number of samples", () => {
    const classWeights = [1, 2, 4];
    const x = { shape: [2, 3], data: [1, 2, 0, 0, -1, 1] };
    const soft = measure(categoricalCrossentropy({ classWeights, labelSmoothing: 0.1 }), { shape: [2, 3], data: [1, 0, 0, 0, 0, 1] }, x);
    const sparse = measure(sparseCategoricalCrossentropy({ classWeights, labelSmoothing: 0.1 }), { shape: [2], data: [0, 2] }, x);
    close(soft, (sparse.value * 5) / 2, [...sparse.gradient].map((g) => (g * 5) / 2));
  });
  test("Dice of two half-overlapping masks without smoothing is ½", () => close(measure(dice({ activation: "none", smooth: 0 }), { shape: [1, 3, 1], data: [1, 1, 0] }, { shape: [1, 3, 1], data: [0, 1, 1] }), 0.5, [-0.375, -0.375, 0.125]));
});

describe("properties", () => {
  beforeAll(() => openBackend("cpu"));

  /** Plain loops over `[N, places, classes]`. */
  function naiveDice({ activation, smooth, squared }: Dice, y: readonly number[], x: readonly number[], [n, places, classes]: readonly [number, number, number]): number {
    const exp = (i: number): number => Math.exp(x[i] ?? 0);
    let sum = 0;
    for (let sample = 0; sample < n; sample++)
      for (let c = 0; c < classes; c++) {
        let [overlap, sizes] = [0, 0];
        for (let place = 0; place < places; place++) {
          const at = (sample * places + place) * classes;
          const [i, truth] = [at + c, y[at + c] ?? 0];
          const whole = Array.from({ length: classes }, (_, k) => exp(at + k)).reduce((a, b) => a + b, 0);
          const p = { sigmoid: exp(i) / (1 + exp(i)), softmax: exp(i) / whole, none: x[i] ?? 0 }[activation];
          overlap += p * truth;
          sizes += squared ? p * p + truth * truth : p + truth;
        }
        sum += 1 - (2 * overlap + smooth) / (sizes + smooth);
      }
    return sum / (n * classes);
  }

  test("Dice and its gradient equal plain loops and finite differences", () => {
    const numbers = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 12, maxLength: 12 });
    const bits = fc.array(fc.constantFrom(0, 1), { minLength: 12, maxLength: 12 });
    fc.assert(fc.property(numbers, bits, fc.constantFrom<Dice["activation"]>("sigmoid", "softmax"), fc.boolean(), (x, y, activation, squared) => {
      const loss = dice({ activation, squared });
      const shape = [2, 3, 2] as const;
      const { value, gradient } = measure(loss, { shape, data: y }, { shape, data: x });
      expectClose([value], [naiveDice(loss, y, x, shape)], { absolute: 1e-6 });
      const moved = (i: number, by: number): number => naiveDice(loss, y, x.map((v, j) => (i === j ? v + by : v)), shape);
      expectClose(gradient, x.map((_, i) => (moved(i, 1e-4) - moved(i, -1e-4)) / 2e-4), { absolute: 1e-5 });
    }), { numRuns: 30 });
  });

  const options: { readonly [K in LossKind]?: readonly object[] } = {
    sparseCategoricalCrossentropy: [{}, { labelSmoothing: 0.1, classWeights: [1, 2, 3] }, { reduction: "sum" }],
    categoricalCrossentropy: [{}, { labelSmoothing: 0.1, classWeights: [1, 2, 3] }],
    focal: [{}, { gamma: 0.5, alpha: [0.2, 0.3, 1] }, { gamma: 3, reduction: "sum" }],
    hinge: [{}, { squared: true, margin: 0.5 }],
  };

  test.each(Object.keys(losses) as LossKind[])("the gradient of %s equals finite differences", (kind) => {
    const numbers = fc.array(fc.integer({ min: -30, max: 30 }).map((n) => n / 10), { minLength: 6, maxLength: 6 });
    for (const given of options[kind] ?? [{}])
      fc.assert(fc.property(numbers, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 2, maxLength: 2 }), fc.array(fc.constantFrom(0, 1), { minLength: 6, maxLength: 6 }), (x, labels, bits) => {
        const loss = (losses[kind] as (options: object) => Loss)(given);
        const target: Numbers = targetKind(loss) === "labels" ? { shape: [2], data: labels } : { shape: [2, 3], data: bits };
        // Off the kinks of absolute values and margins, which lie on multiples of 0.1.
        const output = x.map((v, i) => v + 0.031 + 0.007 * i);
        const { gradient } = measure(loss, target, { shape: [2, 3], data: output });
        const moved = (i: number, by: number): number => measure(loss, target, { shape: [2, 3], data: output.map((v, j) => (i === j ? v + by : v)) }).value;
        expectClose(gradient, output.map((_, i) => (moved(i, 5e-3) - moved(i, -5e-3)) / 1e-2), { absolute: 2e-3, relative: 2e-3 }, kind);
      }), { numRuns: 8 });
  });
});
