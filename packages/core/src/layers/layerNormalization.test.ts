import * as fc from "fast-check";
import { expect, test } from "vitest";
import { derive, layerNormalization, outputShape, product, weights, windows } from "../index.ts";

test("over the last axis there is a γ and a β for each channel; over all axes one for each value", () => {
  const [last, all] = [layerNormalization({ epsilon: 1e-6 }), layerNormalization({ axes: "all" })];
  expect(outputShape(last, [[7, 7, 96]])).toEqual([7, 7, 96]);
  expect(weights(last, [[7, 7, 96]])).toEqual({ weight: { shape: [96], trainable: true, role: "scale" }, bias: { shape: [96], trainable: true, role: "shift" } });
  expect(weights(all, [[2, 3, 4]])["weight"]).toEqual({ shape: [2, 3, 4], trainable: true, role: "scale", torchAxes: [2, 0, 1] });
  expect(weights(all, [[5, 4]])["bias"]).toEqual({ shape: [5, 4], trainable: true, role: "shift", torchAxes: [1, 0] });
  expect(JSON.parse(JSON.stringify(last))).toEqual({ kind: "layerNormalization", axes: "last", epsilon: 1e-6, scale: true, center: true });
});

test("a position looks at itself, a vector or a whole sample at everything", () => {
  expect(windows(layerNormalization(), [[7, 7, 96]])).toEqual(["pointwise"]);
  expect(windows(layerNormalization(), [[96]])).toEqual(["global"]);
  expect(windows(layerNormalization({ axes: "all" }), [[7, 7, 96]])).toEqual(["global"]);
});

test("derived parameters are those that are learned", () => {
  const shape = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(shape, fc.constantFrom("last", "all"), fc.boolean(), fc.boolean(), (sizes, axes, scale, center) => {
      const layer = layerNormalization({ axes, scale, center });
      const learned = Object.values(weights(layer, [sizes])).reduce((sum, spec) => sum + product(spec.shape), 0);
      expect(derive(layer, [sizes]).find(({ of }) => of === "parameters")?.value ?? 0).toBe(learned);
    }),
  );
});

test("what is refused, and how", () => {
  // @ts-expect-error axes are named, not numbered
  expect(() => layerNormalization({ axes: -1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: layerNormalization: axes must be "last" or "all". Received -1.]`);
});
