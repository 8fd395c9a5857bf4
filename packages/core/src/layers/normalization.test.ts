import { expect, test } from "vitest";
import { derive, graph, normalization, product, substitution, weights } from "../index.ts";

const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

test("three channels are 7 untrained numbers, as Keras counts its EfficientNets", () => {
  const layer = normalization(imagenet);
  expect(layer.variance[0]).toBeCloseTo(0.052441, 10);
  const specs = weights(layer, [[224, 224, 3]]);
  expect(specs["mean"]).toEqual({ shape: [3], trainable: false, role: "constant", initial: imagenet.mean });
  expect(specs["variance"]?.initial).toEqual(layer.variance);
  expect(Object.values(specs).reduce((sum, { shape }) => sum + product(shape), 0)).toBe(7);
  const [step] = derive(layer, [[224, 224, 3]]);
  expect(step && [substitution(step.expression), step.value]).toEqual(["2·3 + 1", 7]);
  expect(JSON.parse(JSON.stringify(layer))).toEqual(layer);
  expect(normalization({ mean: [1], variance: [4] })).toEqual(normalization({ mean: [1], std: [2] }));
});

test("what is refused, and how", () => {
  expect(() => graph("net", [28, 28, 1], { scale: normalization(imagenet) })).toThrowErrorMatchingInlineSnapshot(`[LayerError: scale (normalization): mean and variance must be one per channel. Received 28×28×1, which has 1, and 3 of each.]`);
  expect(() => normalization({ mean: [0, 0], variance: [1] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: normalization: mean and variance must be as many. Received 2 and 1. Give one of each per channel.]`);
  expect(() => normalization({ mean: [0, 0], std: [1, 0] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: normalization: variance must be above 0. Received 0 for channel 1. A channel that never varies can have 1.]`);
  // @ts-expect-error neither variance nor std
  expect(() => normalization({ mean: [0] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: normalization: variance must be a list of at least 1, each a number from 0 to Infinity. Received undefined.]`);
  expect(() => normalization({ mean: [0], std: [-1] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: normalization: std must be a list of at least 1, each a number from 0 to Infinity. Received [-1].]`);
  expect(() => normalization({ mean: [0], variance: [1], std: [1] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: normalization: takes variance or std. Received both. Leave one out.]`);
});
