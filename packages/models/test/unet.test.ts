import { inferShapes, parameters, parametersByNode, receptiveField, type Graph } from "@convscope/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

const shapeOf = (graph: Graph, node: string): readonly number[] | undefined => inferShapes(graph).get(node);

test("sizes are those of arXiv:1505.04597, figure 1", () => {
  const net = model("unet");
  const drawn = {
    "encoder1.relu2": [568, 568, 64], "encoder2.relu2": [280, 280, 128], "encoder3.relu2": [136, 136, 256], "encoder4.relu2": [64, 64, 512], "bottleneck.relu2": [28, 28, 1024],
    "up4.concatenate": [56, 56, 1024], "decoder4.relu2": [52, 52, 512], "decoder3.relu2": [100, 100, 256], "decoder2.relu2": [196, 196, 128], "decoder1.relu2": [388, 388, 64], conv: [388, 388, 2],
  };
  for (const [node, shape] of Object.entries(drawn)) expect([node, shapeOf(net, node)]).toEqual([node, shape]);
});

test("23 layers with weights, as section 2 counts; the deepest sees 140 pixels", () => {
  const net = model("unet");
  expect([...parametersByNode(net).values()].filter(({ trainable }) => trainable > 0).length).toBe(23);
  expect(receptiveField(net, "bottleneck.relu2").field).toEqual([0, 1].map(() => ({ size: 140, stride: 16, start: 0 })));
});

test("parameters by hand: down, up, out; on coloured pictures with one class the 31,031,745 of the Keras version on GitHub", () => {
  const twice = (from: number, to: number): number => (9 * from + 1) * to + (9 * to + 1) * to;
  const widths = [64, 128, 256, 512, 1024];
  const by = (channels: number, classes: number): number =>
    widths.reduce((sum, width, i) => sum + twice(widths[i - 1] ?? channels, width), 0) +
    widths.slice(1).reduce((sum, width) => sum + (4 * width + 1) * (width / 2) + twice(width, width / 2), 0) +
    (64 + 1) * classes;
  expect([by(1, 2), by(3, 1)]).toEqual([31_030_658, 31_031_745]);
  expect(parameters(model("unet")).trainable).toBe(by(1, 2));
  expect(parameters(model("unet", { variant: "same", inputShape: [32, 48, 3], classes: 1 })).trainable).toBe(by(3, 1));
});

test("of any picture it takes, 184 rows and columns get no output, or none with padding", () => {
  const sixteens = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(sixteens, sixteens, (h, w) => {
      const [height, width] = [16 * h, 16 * w];
      expect(shapeOf(model("unet", { inputShape: [172 + height, 172 + width, 3] }), "conv")).toEqual([height - 12, width - 12, 2]);
      expect(shapeOf(model("unet", { inputShape: [height, width, 3], variant: "same" }), "conv")).toEqual([height, width, 2]);
    }),
    { numRuns: 25 },
  );
});

test("the smallest picture leaves 4×4 pixels with the skip cropped to the middle; sizes that do not join again are refused", () => {
  expect(shapeOf(model("unet", { inputShape: [188, 204, 1] }), "conv")).toEqual([4, 4 + 16, 2]);
  expect(() => model("unet", { inputShape: [172, 512, 1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: unet: height and width must be 12 more than a multiple of 16, at least 188, or, with variant "same", multiples of 16. Received 172×512. Nearest: 188×508.]`);
  expect(() => model("unet", { inputShape: [250, 256, 1], variant: "same" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: unet: height and width must be multiples of 16. Received 250×256. Nearest: 256×256.]`);
});

test("an eighth of the width has an eighth of the filters everywhere", () => {
  const narrow = model("unet", { width: 1 / 8, variant: "same", inputShape: [32, 32, 3], classes: 4 });
  const filtersOf = (net: Graph): number[] => net.nodes.map(({ layer }) => layer).flatMap((layer) => ("filters" in layer ? [layer.filters] : []));
  expect(filtersOf(narrow).slice(0, -1)).toEqual(filtersOf(model("unet")).slice(0, -1).map((filters) => filters / 8));
  expect(shapeOf(narrow, "conv")).toEqual([32, 32, 4]);
});
