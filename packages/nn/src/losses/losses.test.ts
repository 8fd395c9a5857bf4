import { expect, test } from "vitest";
import { checkTarget, huber, losses, lossRules, parseLoss, sigmoidFocal, sparseCategoricalCrossentropy, categoricalCrossentropy, type Loss, type LossKind } from "./index.ts";

test("a loss is plain data with its defaults", () => {
  expect(sparseCategoricalCrossentropy({ labelSmoothing: 0.1 })).toEqual({ kind: "sparseCategoricalCrossentropy", from: "logits", labelSmoothing: 0.1, reduction: "mean" });
  expect(parseLoss("huber")).toEqual(huber());
  expect(parseLoss({ kind: "sigmoidFocal", alpha: null })).toEqual(sigmoidFocal({ alpha: null }));
});

test.each(Object.keys(losses) as LossKind[])("%s survives JSON, and accepts its own defaults", (kind) => {
  const loss: Loss = losses[kind]();
  expect(parseLoss(JSON.parse(JSON.stringify(loss)))).toEqual(loss);
  expect(lossRules[kind].doc.summary).toMatch(/^[A-Z].*\.$/);
});

test("mistakes are named, with the way out", () => {
  expect(() => parseLoss("hubre")).toThrowErrorMatchingInlineSnapshot(`[RangeError: loss: unknown kind "hubre". Did you mean "huber"? Kinds: binaryCrossentropy, categoricalCrossentropy, dice, focal, halfSquaredError, hinge, huber, klDivergence, meanAbsoluteError, meanSquaredError, negativeLogLikelihood, sigmoidFocal, sparseCategoricalCrossentropy.]`);
  expect(() => parseLoss(3)).toThrowErrorMatchingInlineSnapshot(`[RangeError: loss: must be a kind or a record with a kind. Received 3.]`);
  expect(() => parseLoss({ kind: "huber", dleta: 2 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: huber: unknown option dleta. Did you mean "delta"? Options: delta, reduction.]`);
  expect(() => huber({ delta: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: huber: delta must be a number > 0. Received 0.]`);
  expect(() => sparseCategoricalCrossentropy({ labelSmoothing: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: sparseCategoricalCrossentropy: labelSmoothing must be a number from 0 to below 1. Received 1.]`);
  expect(() => parseLoss({ kind: "focal", alpha: 0.25 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: focal: alpha must be a list of numbers ≥ 0, one for each class. Received 0.25.]`);
});

test("a target that does not fit is refused before it becomes a silent zero", () => {
  const array = (shape: number[], data: number[]) => ({ shape, data: Float32Array.from(data) });
  expect(() => checkTarget(sparseCategoricalCrossentropy(), [2, 3], array([2], [0, 3]), "head")).toThrowErrorMatchingInlineSnapshot(`[RangeError: head (sparseCategoricalCrossentropy): labels must be whole numbers from 0 to 2. Received 3 at place 1.]`);
  expect(() => checkTarget(sparseCategoricalCrossentropy(), [2, 3], array([2, 3], [0, 0, 1, 1, 0, 0]), "head")).toThrowErrorMatchingInlineSnapshot(`[RangeError: head (sparseCategoricalCrossentropy): the target must be one label for each place, [2]. Received [2, 3]. For one-hot targets use categoricalCrossentropy.]`);
  expect(() => checkTarget(categoricalCrossentropy(), [2, 3], array([2], [0, 1]), "head")).toThrowErrorMatchingInlineSnapshot(`[RangeError: head (categoricalCrossentropy): the target must have the output's shape [2, 3]. Received [2]. For whole-number labels use sparseCategoricalCrossentropy.]`);
  checkTarget(sparseCategoricalCrossentropy({ ignoreClass: 255 }), [2, 3], array([2, 1], [0, 255]));
  expect(() => checkTarget(sparseCategoricalCrossentropy({ classWeights: [1, 2] }), [2, 3], array([2], [0, 1]), "head")).toThrowErrorMatchingInlineSnapshot(`[RangeError: head (sparseCategoricalCrossentropy): there must be one weight for each of 3 classes. Received 2.]`);
  checkTarget(huber(), [2, 1], array([2], [0.5, 7]));
});
