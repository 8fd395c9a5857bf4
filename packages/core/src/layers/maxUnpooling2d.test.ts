import { expect, test } from "vitest";
import { branches, derive, from, graph, inferShapes, maxPooling2d, maxUnpooling2d, outputShape, relu, windows } from "../index.ts";

test("it gives back the size before the pooling, also where that was rounded away", () => {
  expect(outputShape(maxUnpooling2d(2), [[3, 3, 8], [7, 7, 8]])).toEqual([7, 7, 8]);
  expect(derive(maxUnpooling2d(2), [[3, 3, 8], [7, 7, 8]]).map(({ of, value }) => [of, value])).toEqual([["height", 7], ["width", 7]]);
});

test("in a graph it takes the values and the maps before the pooling", () => {
  const net = graph("autoencoder", [8, 8, 4], { relu: relu(), pool: maxPooling2d(2), unpool: branches([[], from("relu")], maxUnpooling2d(2)) });
  expect(net.nodes.at(-1)?.inputs).toEqual(["pool", "relu"]);
  expect(inferShapes(net).get("unpool.maxUnpooling2d")).toEqual([8, 8, 4]);
});

test("a place looks at the pooled value of its window, and at the maps around it", () => {
  expect(windows(maxUnpooling2d(2), [[4, 4, 1], [8, 8, 1]])).toEqual([
    [0, 1].map(() => ({ size: 1, stride: 0.5, start: 0, middle: -0.25, first: -0.5 })),
    [{ size: 3, stride: 1, start: -1 }, { size: 3, stride: 1, start: -1 }],
  ]);
});

test("values of another pooling are refused", () => {
  expect(() => outputShape(maxUnpooling2d(2), [[4, 4, 8], [7, 7, 8]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: maxUnpooling2d: the first input must be as large as the pooled second one. Received 4×4×8, but 7×7×8 pools to 3×3×8. Unpool with the options of the pooling, from the maps before it.]`);
  expect(() => maxUnpooling2d(2, { padding: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: maxUnpooling2d: padding must be at most half of the kernel, or a window could see nothing else. Received padding [[2,2],[2,2]], kernelSize=2×2. Use at most 1×1, or zeroPadding2d before it.]`);
});
