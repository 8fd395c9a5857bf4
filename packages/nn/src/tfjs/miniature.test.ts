import { conv2d, custom, dense, depthwiseConv2d, kinds, outputShape, product, weights, type Shape } from "@convscope/core";
import { layersByKind } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { openBackend } from "./backends.ts";
import { differentiate } from "./differentiate.ts";
import { executorOf } from "./executors.ts";
import { miniature, type Placed } from "./miniature.ts";

describe("by hand", () => {
  test("the first layer of a residual network", () => {
    const layer = conv2d(64, 7, { strides: 2, padding: 3, useBias: false });
    expect(miniature({ layer, inputs: [[224, 224, 3]] })).toEqual({ layer: { ...layer, filters: 8 }, inputs: [[14, 14, 3]] });
  });

  test("a layer of a hundred million weights", () => {
    expect(miniature({ layer: dense(4096), inputs: [[25088]] })).toEqual({ layer: dense(3), inputs: [[4]] });
    expect(miniature({ layer: conv2d(512, 3, { padding: "same" }), inputs: [[28, 28, 512]] })).toEqual({ layer: conv2d(4, 3, { padding: "same" }), inputs: [[4, 4, 4]] });
  });

  test("depthwise stays depthwise, and what is 1 stays 1", () => {
    const layer = conv2d(32, 3, { groups: 32 });
    expect(miniature({ layer, inputs: [[7, 1000, 32]] }).inputs).toEqual([[5, 34, 32]]);
    expect(miniature({ layer: depthwiseConv2d(1), inputs: [[1, 80, 512]] }).inputs).toEqual([[1, 2, 2]]);
  });

  test("a layer of one's own stays as it is", () => {
    const placed = { layer: custom({ name: "mine", outputShape: ([x = []]) => x, run: ([x]: readonly tf.Tensor[]) => x as tf.Tensor }), inputs: [[224, 224, 3]] };
    expect(miniature(placed)).toBe(placed);
  });
});

/** The kernels that a layer asks for, forward and backward. */
async function kernelsOf({ layer, inputs }: Placed): Promise<readonly string[]> {
  const ones = (shape: Shape): tf.Tensor => tf.tensor(Float32Array.from({ length: 2 * product(shape) }, (_, i) => 0.1 + 0.9 * ((i * 0.618) % 1)), [2, ...shape]);
  const { kernelNames } = await tf.profile(() => {
    tf.tidy(() => {
      const xs = inputs.map((shape) => ("vocabulary" in layer ? tf.zeros([2, ...shape], "int32") : ones(shape)));
      const ws = Object.fromEntries(Object.entries(weights(layer, inputs)).map(([name, { shape }]) => [name, tf.fill([...shape], 0.5)]));
      const context = { training: true, rule: "true" as const, uniform: (shape: readonly number[]) => tf.fill([...shape], 0.5), remember: () => undefined };
      differentiate(() => tf.sum(tf.mul(executorOf(layer)(layer, xs, ws, context), ones(outputShape(layer, inputs)))), [...xs, ...Object.values(ws)].filter(({ dtype }) => dtype === "float32"));
    });
    return [];
  });
  return kernelNames.toSorted();
}

describe("asks for the same kernels as the layer that it stands for, and is no larger", () => {
  beforeAll(() => openBackend("cpu"));

  // What runs a layer of one's own, the arbitrary leaves to whoever draws it.
  test.each(kinds.filter((kind) => kind !== "custom"))("%s", async (kind) => {
    await fc.assert(
      fc.asyncProperty(layersByKind[kind], async (placed) => {
        const small = miniature(placed);
        const size = ({ layer, inputs }: Placed): number => [...inputs, ...Object.values(weights(layer, inputs)).map(({ shape }) => shape)].reduce((sum, shape) => sum + product(shape), 0);
        expect(size(small)).toBeLessThanOrEqual(size(placed));
        expect(await kernelsOf(small)).toEqual(await kernelsOf(placed));
      }),
      { numRuns: 12 },
    );
  });
});
