import { expect, test } from "vitest";
import { conv2d, dense, flatten, graph, locallyConnected2d, outputShape, parameters, weights } from "../index.ts";

test("dense, local and shared weights for one layer of 28×28×1 to 26×26×8", () => {
  const learned = (block: Parameters<typeof graph>[2]): number => parameters(graph("one", [28, 28, 1], block)).trainable;
  const [full, local, shared] = [learned({ flatten: flatten(), fc: dense(26 * 26 * 8) }), learned({ x: locallyConnected2d(8, 3) }), learned({ x: conv2d(8, 3) })];
  expect([full, local, shared]).toEqual([(784 + 1) * 5_408, 26 * 26 * (9 + 1) * 8, (9 + 1) * 8]);
  expect([full, local, shared]).toEqual([4_245_280, 54_080, 80]);
});

test("a kernel for every place", () => {
  expect(weights(locallyConnected2d(4, [2, 3], { strides: 2 }), [[6, 7, 2]])["weight"]?.shape).toEqual([3, 3, 12, 4]);
  expect(weights(locallyConnected2d(4, [2, 3], { strides: 2 }), [[6, 7, 2]])["bias"]?.shape).toEqual([3, 3, 4]);
});

test("refused: dilation, which it has not; a kernel that does not fit", () => {
  // @ts-expect-error: what a JavaScript user may write
  expect(() => locallyConnected2d(4, 3, { dilationRate: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: locallyConnected2d: unknown option dilationRate. Options: strides, padding, useBias.]`);
  expect(() => outputShape(locallyConnected2d(4, 3), [[2, 5, 1]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: locallyConnected2d: the kernel must fit the padded input. Received 2 + 0 padding along height, kernelSize=3. Use kernelSize ≤ 2, or padding: "same".]`);
});
