import * as fc from "fast-check";
import { expect, test } from "vitest";
import { derive, graph, groupNormalization, outputShape, product, weights, windows } from "../index.ts";

test("32 groups of 64 channels", () => {
  const layer = groupNormalization(32);
  expect(outputShape(layer, [[8, 8, 64]])).toEqual([8, 8, 64]);
  expect(weights(layer, [[8, 8, 64]])).toEqual({ weight: { shape: [64], trainable: true, role: "scale" }, bias: { shape: [64], trainable: true, role: "shift" } });
  expect(windows(layer, [[8, 8, 64]])).toEqual(["global"]);
  expect(JSON.parse(JSON.stringify(layer))).toEqual({ kind: "groupNormalization", groups: 32, epsilon: 1e-5, scale: true, center: true });
});

test("derived parameters are those that are learned", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.boolean(), fc.boolean(), (groups, inGroup, scale, center) => {
      const layer = groupNormalization(groups, { scale, center });
      const learned = Object.values(weights(layer, [[3, groups * inGroup]])).reduce((sum, spec) => sum + product(spec.shape), 0);
      expect(derive(layer, [[3, groups * inGroup]])[0]?.value ?? 0).toBe(learned);
    }),
  );
});

test("channels that do not divide are refused", () => {
  expect(() => graph("net", [7, 7, 510], { norm1: groupNormalization(32) })).toThrowErrorMatchingInlineSnapshot(`[LayerError: norm1 (groupNormalization): input channels must divide into groups. Received 7×7×510, groups=32. Nearest that divide: 480, 512.]`);
  expect(() => groupNormalization(0)).toThrowErrorMatchingInlineSnapshot(`[LayerError: groupNormalization: groups must be a whole number ≥ 1. Received 0.]`);
});
