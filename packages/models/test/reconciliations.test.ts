import { compare, parametersByNode, type Comparison } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { model } from "../src/index.ts";

const keras = (name: string): Comparison => compare(model(name), model(name, { variant: "keras" }), { names: ["torchvision", "Keras"] });
const causes = ({ parameters }: Comparison): unknown[] => parameters.map(({ cause, trainable, nonTrainable }) => [cause, trainable, nonTrainable]);
const channels = (name: string): number => {
  const graph = model(name);
  const own = parametersByNode(graph);
  return graph.nodes.filter(({ layer }) => layer.kind === "batchNormalization").reduce((sum, node) => sum + (own.get(node.name)?.nonTrainable ?? 0) / 2, 0);
};

describe("why Keras counts more or less than torchvision (totals of Keras 3.15.1)", () => {
  test("ResNet-50: each convolution keeps a bias, one for each map that is normalised behind it", () => {
    const comparison = keras("resnet50");
    expect(causes(comparison)).toEqual([["53 conv2d have bias only in Keras", 26_560, 0]]);
    expect(channels("resnet50")).toBe(26_560);
    expect(comparison.b).toMatchObject({ trainable: 25_583_592, nonTrainable: 53_120 });
    // The paper's stride placement: the 1×1 before the 3×3 already works on the smaller maps.
    expect(comparison.macs.map(({ cause, macs }) => [cause, macs])).toEqual([["3 conv2d: strides 2×2 instead of 1×1", 3_857_973_248 - 4_089_184_256]]);
  });

  test("Inception-v3: no gammas", () => {
    const comparison = keras("inception_v3");
    expect(causes(comparison)).toEqual([["94 batchNormalization have weight only in torchvision", -17_216, 0]]);
    expect(channels("inception_v3")).toBe(17_216);
    expect(comparison.b).toMatchObject({ trainable: 23_817_352, nonTrainable: 34_432 });
  });

  test("EfficientNet-B0: 42,016 running statistics, which torchvision does not count, and 7 of the normalisation of its input", () => {
    const comparison = keras("efficientnet_b0");
    expect(causes(comparison)).toEqual([["1 normalization only in Keras", 0, 7]]);
    expect(comparison.b).toMatchObject({ trainable: 5_288_548, nonTrainable: 42_023, nonTrainableByKind: { batchNormalization: 42_016, normalization: 7 } });
    expect(comparison.b.trainable + comparison.b.nonTrainable).toBe(5_330_571);
  });
});

test("GoogLeNet's 13.0 million against 6.6 are its auxiliary heads", () => {
  const { a, b, parameters } = compare(model("googlenet"), model("googlenet", { auxiliary: true }), { names: ["without", "with heads"] });
  expect([a.trainable, b.trainable]).toEqual([6_624_904, 13_004_888]);
  expect(parameters).toMatchObject([{ cause: "2 parts only in with heads", nodes: ["aux1", "aux2"], trainable: 6_379_984 }]);
});

test("VGG-11's batch normalisation is all that is added, although the numbers of its layers shift", () => {
  const { parameters, macs } = compare(model("vgg11"), model("vgg11_bn"));
  expect(parameters).toMatchObject([{ cause: "8 batchNormalization only in vgg11_bn", trainable: 5_504, nonTrainable: 5_504 }]);
  expect(macs).toEqual([]);
});
