import { inferShapes, parameters, parametersByNode, receptiveField, totalMacs, type Shape } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

const sizes = (name: string, nodes: readonly string[]): (Shape | undefined)[] => {
  const shapes = inferShapes(model(name));
  return nodes.map((node) => shapes.get(node));
};

test("AlexNet of 2012: maps of 227 → 55 → 27 → 13 → 13 → 13 → 6, and 96, 256, 384, 384, 256 of them", () => {
  expect(sizes("alexnet_2012", ["conv1", "conv2", "conv3", "conv4", "conv5", "pool5", "fc6", "fc7", "fc8"])).toEqual([
    [55, 55, 96], [27, 27, 256], [13, 13, 384], [13, 13, 384], [13, 13, 256], [6, 6, 256], [4096], [4096], [1000],
  ]);
});

test("two groups halve the convolutions 2, 4 and 5: 60,965,224 parameters against 62,378,344", () => {
  const [two, one] = [model("alexnet_2012"), model("alexnet_2012", { variant: "ungrouped" })].map((graph) => parametersByNode(graph));
  expect(["conv2", "conv4", "conv5"].map((node) => [two?.get(node)?.trainable, one?.get(node)?.trainable])).toEqual([
    [307_456, 614_656], [663_936, 1_327_488], [442_624, 884_992],
  ]);
  expect(["conv1", "conv3", "fc6"].filter((node) => two?.get(node)?.trainable !== one?.get(node)?.trainable)).toEqual([]);
});

test("receptive fields of AlexNet, published with the library that computes them (Araujo, Norris & Sim 2019, alexnet_v2): size, stride, padding", () => {
  const of = (name: string, nodes: readonly string[]): unknown[] =>
    nodes.map((node) => {
      const { field } = receptiveField(model(name), node);
      return typeof field === "object" ? field.map(({ size, stride, start }) => [size, stride, 0 - start])[0] : field;
    });
  // Their first convolution has no padding, as ours of 2012; torchvision's is padded by 2.
  expect(of("alexnet_2012", ["conv1", "pool1", "conv2", "conv3", "conv4", "conv5", "pool5"]))
    .toEqual([[11, 4, 0], [19, 8, 0], [51, 8, 16], [99, 16, 32], [131, 16, 48], [163, 16, 64], [195, 32, 64]]);
  expect(of("alexnet", ["features.0", "features.2", "features.3", "features.6", "features.8", "features.10", "features.12"]))
    .toEqual([[11, 4, 2], [19, 8, 2], [51, 8, 18], [99, 16, 34], [131, 16, 50], [163, 16, 66], [195, 32, 66]]);
});

test("ZFNet: the sizes of figure 3 of arXiv:1311.2901", () => {
  const layers = ["conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"];
  expect(sizes("zfnet", layers)).toEqual([[110, 110, 96], [55, 55, 96], [26, 26, 256], [13, 13, 256], [13, 13, 384], [13, 13, 384], [13, 13, 256], [6, 6, 256]]);
});

test("ZFNet's two widths: a smaller and denser first layer than AlexNet's, for 1.6 times the work", () => {
  expect([model("zfnet"), model("zfnet", { variant: "wide" })].map((graph) => parameters(graph).trainable)).toEqual([62_357_608, 107_627_624]);
  expect((totalMacs(model("zfnet")) / totalMacs(model("alexnet_2012"))).toFixed(1)).toBe("1.6");
});
