import * as fc from "fast-check";
import { expect, test } from "vitest";
import { batchNormalization, derive, formula, outputShape, product, substitution, valuesPerChannel, weights, type Shape } from "../index.ts";

const total = (layer: ReturnType<typeof batchNormalization>, shape: Shape, trainable: boolean): number =>
  Object.values(weights(layer, [shape])).filter((spec) => spec.trainable === trainable).reduce((sum, spec) => sum + product(spec.shape), 0);

test("16 channels have 16 γ and 16 β to learn, and as many running means and variances to remember", () => {
  const layer = batchNormalization();
  expect(outputShape(layer, [[28, 28, 16]])).toEqual([28, 28, 16]);
  expect(total(layer, [28, 28, 16], true)).toBe(32);
  expect(total(layer, [28, 28, 16], false)).toBe(32);
  const [step] = derive(layer, [[28, 28, 16]]);
  expect(step && [formula(step.expression), substitution(step.expression), step.value]).toEqual(["2·c", "2·16", 32]);
  expect(JSON.parse(JSON.stringify(layer))).toEqual({ kind: "batchNormalization", epsilon: 1e-5, momentum: 0.1, scale: true, center: true, trackRunningStats: true });
});

test("derived parameters are those that are learned; what is only kept is told where nothing is learned", () => {
  const shape = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(shape, fc.boolean(), fc.boolean(), fc.boolean(), (sizes, scale, center, trackRunningStats) => {
      const layer = batchNormalization({ scale, center, trackRunningStats });
      const derived = (name: string): number => derive(layer, [sizes]).find(({ of }) => of === name)?.value ?? 0;
      expect(derived("parameters")).toBe(total(layer, sizes, true));
      expect(derived("kept numbers")).toBe(scale || center ? 0 : total(layer, sizes, false));
    }),
  );
});

test("what is refused, and how", () => {
  // @ts-expect-error Keras calls it epsilon
  expect(() => batchNormalization({ eps: 1e-3 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: batchNormalization: unknown option eps. Options: epsilon, momentum, scale, center, trackRunningStats.]`);
  expect(() => batchNormalization({ momentum: 1.1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: batchNormalization: momentum must be a number from 0 to 1. Received 1.1.]`);
  expect(() => valuesPerChannel(1, [1, 1, 8])).toThrowErrorMatchingInlineSnapshot(`[LayerError: batchNormalization: training needs more than one value per channel. Received a batch of 1 × 1×1×8, which has one. Use a larger batch, or layerNormalization.]`);
  expect(valuesPerChannel(2, [8])).toBe(2);
  expect(valuesPerChannel(1, [1, 2, 8])).toBe(2);
});
