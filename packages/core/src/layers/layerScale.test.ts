import { expect, test } from "vitest";
import { derive, layerScale, outputShape, weights } from "../index.ts";

test("a factor per channel, in torchvision's shape on maps", () => {
  const layer = layerScale();
  expect(layer).toEqual({ kind: "layerScale", initialValue: 1e-6 });
  expect(outputShape(layer, [[56, 56, 96]])).toEqual([56, 56, 96]);
  expect(weights(layer, [[56, 56, 96]])).toEqual({ layer_scale: { shape: [96], trainable: true, role: "scale", initial: 1e-6, torchShape: [96, 1, 1] } });
  expect(weights(layer, [[197, 96]])).toEqual({ layer_scale: { shape: [96], trainable: true, role: "scale", initial: 1e-6 } });
  expect(derive(layer, [[56, 56, 96]])[0]).toMatchObject({ of: "parameters", value: 96 });
});

test("a start that is not a number is refused", () => {
  expect(() => layerScale({ initialValue: Infinity })).toThrowErrorMatchingInlineSnapshot(`[LayerError: layerScale: initialValue must be a finite number. Received Infinity.]`);
});
