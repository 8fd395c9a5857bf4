import { inferShapes, parameters, receptiveField, receptiveFields, type Graph } from "@convscope/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

const nets = ["fcn32s", "fcn16s", "fcn8s"];
const crops = ({ nodes }: Graph): unknown => nodes.flatMap(({ layer }) => (layer.kind === "cropping2d" ? [layer.cropping[0]] : []));

test("arXiv:1411.4038, table 1: FCN-VGG16 has 16 convolution layers and 134 million parameters, sees 404 pixels and takes steps of 32", () => {
  const net = model("fcn32s");
  expect(net.nodes.filter(({ layer }) => layer.kind === "conv2d").length).toBe(16);
  expect(Math.round(parameters(net).trainable / 1e6)).toBe(134);
  expect(receptiveField(net, "score").field).toMatchObject([{ size: 404, stride: 32 }, { size: 404, stride: 32 }]);
});

test("a skip adds a 1×1 convolution of the pool and a 4×4 window for each pair of classes", () => {
  const [a = 0, b = 0, c = 0] = nets.map((name) => parameters(model(name)).trainable);
  expect([b - a, c - b]).toEqual([(512 + 1) * 21 + 16 * 21 * 21, (256 + 1) * 21 + 16 * 21 * 21]);
});

test("at 500×500, scores are 16, 34 and 70 wide, and cropped at 5 and 9 as in the authors' nets", () => {
  const shapes = inferShapes(model("fcn8s"));
  expect(["score", "fuse_pool4.add", "fuse_pool3.add", "crop"].map((node) => shapes.get(node))).toEqual([[16, 16, 21], [34, 34, 21], [70, 70, 21], [500, 500, 21]]);
  expect(crops(model("fcn8s"))).toEqual([[5, 5], [9, 9], [27, 33]]);
  // Their last crops are at 19, 27 and 31: half a stride less, as the window of a transposed convolution begins half a stride before the first score.
  expect([crops(model("fcn32s")), crops(model("fcn16s"))]).toEqual([[[19 - 32 / 2, 9]], [[5, 5], [27 - 16 / 2, 25]]]);
});

test.each(nets)("%s gives every pixel of any picture its scores, from places that lie over one another", (name) => {
  const side = fc.integer({ min: 1, max: 700 });
  fc.assert(
    fc.property(side, side, (height, width) => {
      const net = model(name, { inputShape: [height, width, 3], classes: 2 });
      expect(inferShapes(net).get("crop")).toEqual([height, width, 2]);
      expect(receptiveFields(net).misaligned).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
