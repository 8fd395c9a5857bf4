import { graph, linear } from "@convscope/core";
import {
  binaryCrossentropy, categoricalCrossentropy, dice, focal, halfSquaredError, hinge, huber, klDivergence, meanAbsoluteError, meanSquaredError, negativeLogLikelihood, network, sigmoidFocal, sparseCategoricalCrossentropy, targetKind, useBackend,
  type Engine, type Loss, type LossKind, type LossOf, type NdArray,
} from "@convscope/nn";
import { expectClose, type Numbers } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ortEngine } from "../engine.ts";
import { importOrt } from "../package.node.ts";

const [here, there] = [ortEngine(await importOrt(), 1), await useBackend("cpu")];

interface Measured {
  readonly value: number;
  readonly gradient: ArrayLike<number>;
}

/** A loss of an output, and its gradient with respect to it. */
async function measure(loss: Loss, target: Numbers, output: Numbers, engine: Engine = here): Promise<Measured> {
  const net = await network(graph("loss", output.shape.slice(1), { out: linear() }), { engine });
  const floats = ({ shape, data }: Numbers): NdArray => ({ shape: [...shape], data: Float32Array.from(data) });
  const [inputs, targets, objective] = [{ input: floats(output) }, { out: floats(target) }, { out: { loss, weight: 1 } }];
  try {
    const { value, inputs: gradients } = await net.gradients({ inputs, of: { objective, targets }, withRespectTo: { inputs: ["input"] } });
    expect((await net.measure({ inputs, targets }, objective)).loss).toBe(value);
    return { value, gradient: gradients["input"]?.data ?? [] };
  } finally {
    net.dispose();
  }
}

describe("by hand", () => {
  const row = (...data: number[]): Numbers => ({ shape: [1, data.length], data });
  const close = async (measured: Promise<Measured>, expected: number, slopes: readonly number[]): Promise<void> => {
    const { value, gradient } = await measured;
    expectClose([value], [expected], { relative: 1e-6, absolute: 1e-6 }, "loss");
    expectClose(gradient, slopes, { relative: 1e-5, absolute: 1e-6 }, "gradient");
  };

  test("half squared error: ½(3² + 1²) = 5, gradient ŷ − y", () => close(measure(halfSquaredError(), row(0, 1), row(3, 2)), 5, [3, 1]));
  test("absolute error has gradient 0 at 0", () => close(measure(meanAbsoluteError(), row(1, 1), row(1, 3)), 1, [0, 0.5]));
  test("crossentropy of probabilities: −log ¼", () => close(measure(sparseCategoricalCrossentropy({ from: "probabilities" }), { shape: [1], data: [1] }, row(0.75, 0.25)), Math.log(4), [0, -4]));
  test("a probability of 0 costs 100 at most, and its gradient ends at 10¹²", () => close(measure(categoricalCrossentropy({ from: "probabilities" }), row(0, 1), row(1, 0)), 100, [0, -1e12]));
  test("logits of ten thousand do not overflow", async () => {
    await close(measure(sparseCategoricalCrossentropy(), { shape: [1], data: [1] }, row(1e4, -1e4)), 20_000, [1, -1]);
    await close(measure(binaryCrossentropy({ reduction: "sum" }), row(0, 1, 1, 0), row(1e4, -1e4, 1e4, -1e4)), 20_000, [1, -1, 0, 0]);
    await close(measure(sigmoidFocal({ reduction: "sum", alpha: null, gamma: 1 }), row(0, 1, 1, 0), row(1e4, -1e4, 1e4, -1e4)), 20_000, [1, -1, 0, 0]);
    await close(measure(focal(), { shape: [1], data: [1] }, row(1e4, -1e4)), 20_000, [1, -1]);
  });
  test("tiny gradients of sure answers are not rounded to zero", async () => {
    expectClose((await measure(binaryCrossentropy(), row(0), row(-80))).gradient, [1.8048514e-35], { relative: 1e-4, absolute: 0 });
    // −σ(−z)² (2 σ(z) softplus(−z) + σ(−z)) at z = 10, in doubles.
    expectClose((await measure(sigmoidFocal({ alpha: null }), row(1), row(10))).gradient, [-2.8068620971e-13], { relative: 1e-4, absolute: 0 });
  });
  test("squared hinge: (1 − 0 + 1)² / 2 = 2", () => close(measure(hinge({ squared: true }), { shape: [1], data: [0] }, row(0, 1)), 2, [-2, 2]));
  test("focal loss of γ < 1 has a gradient of 0 where p is 1", () => close(measure(focal({ gamma: 0.5 }), { shape: [1], data: [0] }, row(200, 0)), 0, [0, 0]));
  test("Kullback and Leibler: ½ log(½ / ¼) + ½ log(½ / ¾), and what cannot happen costs nothing", () =>
    close(measure(klDivergence(), row(0.5, 0.5, 0), row(Math.log(0.25), Math.log(0.75), -3)), 0.5 * Math.log(4 / 3), [-0.5, -0.5, 0]));
  test("Dice of two half-overlapping masks without smoothing is ½", () =>
    close(measure(dice({ activation: "none", smooth: 0 }), { shape: [1, 3, 1], data: [1, 1, 0] }, { shape: [1, 3, 1], data: [0, 1, 1] }), 0.5, [-0.375, -0.375, 0.125]));
  test("labels of pixels: those that are ignored do not count", async () => {
    const x = { shape: [1, 1, 3, 2], data: [2, 1, 0, 0, 1, 3] };
    const all = await measure(sparseCategoricalCrossentropy(), { shape: [1, 1, 2], data: [0, 1] }, { shape: [1, 1, 2, 2], data: [2, 1, 1, 3] });
    const g = Array.from(all.gradient);
    await close(measure(sparseCategoricalCrossentropy({ ignoreClass: 255 }), { shape: [1, 1, 3], data: [0, 255, 1] }, x), all.value, [...g.slice(0, 2), 0, 0, ...g.slice(2)]);
    await close(measure(sparseCategoricalCrossentropy({ ignoreClass: -100, labelSmoothing: 0 }), { shape: [1, 1, 3], data: [0, -100, 1] }, x), all.value, [...g.slice(0, 2), 0, 0, ...g.slice(2)]);
  });
  test("targets that do not fit are refused", async () => {
    await expect(measure(sparseCategoricalCrossentropy(), { shape: [1], data: [2] }, row(0, 1))).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: out (sparseCategoricalCrossentropy): labels must be whole numbers from 0 to 1. Received 2 at place 0.]`);
    await expect(measure(meanSquaredError(), row(1, 2, 3), row(0, 1))).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: out (meanSquaredError): the target must have the output's shape [1, 2]. Received [1, 3].]`);
  });
});

describe("the cpu engine", () => {
  const [reduction, from, classWeights] = [fc.constantFrom("mean", "sum"), fc.constantFrom("logits", "probabilities"), fc.array(fc.constantFrom(0, 0.5, 1, 3), { minLength: 3, maxLength: 3 })] as const;
  const [epsilon, gamma] = [fc.constantFrom(0, 0.1, 0.5), fc.constantFrom(0, 0.5, 1, 2, 3.7)];
  /** Any record of a kind, of 3 classes. */
  const anyOf: { readonly [K in LossKind]: fc.Arbitrary<LossOf<K>> } = {
    binaryCrossentropy: fc.record({ from, reduction, posWeight: fc.constantFrom(0.3, 1, 5), labelSmoothing: epsilon }).map(binaryCrossentropy),
    categoricalCrossentropy: fc.record({ from, reduction, labelSmoothing: epsilon, classWeights }, { requiredKeys: ["from", "reduction"] }).map(categoricalCrossentropy),
    dice: fc.record({ activation: fc.constantFrom("sigmoid", "softmax", "none"), smooth: fc.constantFrom(0, 0.3, 1), squared: fc.boolean() }).map(dice),
    focal: fc.record({ gamma, reduction, alpha: classWeights }, { requiredKeys: ["gamma"] }).map(focal),
    halfSquaredError: fc.record({ reduction }).map(halfSquaredError),
    hinge: fc.record({ margin: fc.constantFrom(0.37, 1.13), squared: fc.boolean(), reduction }).map(hinge),
    huber: fc.record({ delta: fc.constantFrom(0.3, 1, 2.5), reduction }).map(huber),
    klDivergence: fc.record({ reduction: fc.constantFrom("batchMean", "mean", "sum") }).map(klDivergence),
    meanAbsoluteError: fc.record({ reduction }).map(meanAbsoluteError),
    meanSquaredError: fc.record({ reduction }).map(meanSquaredError),
    negativeLogLikelihood: fc.record({ reduction, classWeights, ignoreClass: fc.constantFrom(2, 255) }, { requiredKeys: ["reduction"] }).map(negativeLogLikelihood),
    sigmoidFocal: fc.record({ gamma, reduction, alpha: fc.constantFrom(null, 0, 0.25) }).map(sigmoidFocal),
    sparseCategoricalCrossentropy: fc.record({ from, reduction, labelSmoothing: epsilon, classWeights, ignoreClass: fc.constantFrom(0, -100) }, { requiredKeys: ["from", "reduction", "labelSmoothing"] }).map(sparseCategoricalCrossentropy),
  };
  const probability = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1));
  const logit = fc.oneof({ weight: 9, arbitrary: fc.double({ min: -9, max: 9, noNaN: true }) }, fc.constantFrom(1e4, -1e4, 60, -60));
  const isProbable = (loss: Loss): boolean => ("from" in loss && loss.from === "probabilities") || (loss.kind === "dice" && loss.activation === "none");

  test.each(Object.entries(anyOf))("%s", async (_, any: fc.Arbitrary<Loss>) => {
    const shape = [2, 2, 3];
    const given = any.chain((loss) => {
      const ignored = "ignoreClass" in loss && loss.ignoreClass !== undefined ? [loss.ignoreClass] : [];
      const labels = fc.array(fc.constantFrom(0, 1, 2, ...ignored), { minLength: 4, maxLength: 4 }).map((data) => ({ shape: [2, 2], data }));
      const twelve = (each: fc.Arbitrary<number>): fc.Arbitrary<Numbers> => fc.array(each, { minLength: 12, maxLength: 12 }).map((data) => ({ shape, data }));
      return fc.tuple(fc.constant(loss), targetKind(loss) === "labels" ? labels : twelve(probability), twelve(isProbable(loss) ? probability : logit));
    });
    await fc.assert(fc.asyncProperty(given, async ([loss, target, output]) => {
      const [found, expected] = [await measure(loss, target, output), await measure(loss, target, output, there)];
      expectClose([found.value], [expected.value], { relative: 1e-5, absolute: 1e-6 }, "loss");
      // Of empty masks without smoothing both are not-a-number.
      const largest = Array.from(expected.gradient).reduce((most, x) => Math.max(most, Math.abs(x) || 0), 0);
      expectClose(found.gradient, expected.gradient, { relative: 1e-5, absolute: 1e-6 * largest + 1e-9 }, "gradient");
    }), { numRuns: 25 });
  });
});
