import { inferShapes, parameters, receptiveField, macsByNode, product, weightSpecs, type Graph, type Shape } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { model, type ModelOptions } from "../src/index.ts";

const total = (graph: Graph): number => {
  const { trainable, nonTrainable } = parameters(graph);
  return trainable + nonTrainable;
};

test("published receptive fields of Inception-v3 half way (Araujo, Norris & Sim 2019)", () => {
  const v3 = model("inception_v3");
  const ends = { Mixed_5d: 127, Mixed_6a: 159, Mixed_6e: 927, Mixed_7a: 1055, Mixed_7c: 1311 };
  const size = (node: string): unknown => {
    const { field } = receptiveField(v3, node);
    return typeof field === "object" ? field[0]?.size : field;
  };
  expect(Object.fromEntries(Object.keys(ends).map((name) => [name, size(`${name}.concatenate`)]))).toEqual(ends);
});

describe("TensorFlow's research models, whose own tests state variables without the classifier: β, mean and variance of each normalised channel, no γ", () => {
  const base = (name: string, options: ModelOptions = {}): number => {
    const specs = [...weightSpecs(model(name, options))];
    const of = (...suffixes: readonly string[]): number => specs.filter(([key]) => suffixes.some((suffix) => key.endsWith(suffix))).reduce((sum, [, { shape }]) => sum + product(shape), 0);
    const classifier = specs.filter(([key]) => /^(fc|Conv2d_1c_1x1)\./.test(key)).reduce((sum, [, { shape }]) => sum + product(shape), 0);
    return total(model(name, options)) - classifier - of("bn.weight");
  };

  test("Inception v1, which has 3×3 for 5×5 too, v2 and v3", () => {
    expect([base("googlenet"), base("inception_v2"), base("inception_v3")]).toEqual([5_607_184, 10_173_112, 21_802_784]);
  });

  test("maps at each end point of v2", () => {
    const ends: { readonly [name: string]: Shape } = {
      "Conv2d_1a_7x7.relu": [112, 112, 64], MaxPool_2a_3x3: [56, 56, 64], "Conv2d_2b_1x1.relu": [56, 56, 64], "Conv2d_2c_3x3.relu": [56, 56, 192], MaxPool_3a_3x3: [28, 28, 192],
      "Mixed_3b.concatenate": [28, 28, 256], "Mixed_3c.concatenate": [28, 28, 320],
      "Mixed_4a.concatenate": [14, 14, 576], "Mixed_4b.concatenate": [14, 14, 576], "Mixed_4c.concatenate": [14, 14, 576], "Mixed_4d.concatenate": [14, 14, 576], "Mixed_4e.concatenate": [14, 14, 576],
      "Mixed_5a.concatenate": [7, 7, 1024], "Mixed_5b.concatenate": [7, 7, 1024], "Mixed_5c.concatenate": [7, 7, 1024],
    };
    const shapes = inferShapes(model("inception_v2"));
    expect(Object.fromEntries(Object.keys(ends).map((name) => [name, shapes.get(name)]))).toEqual(ends);
  });
});

describe("GoogLeNet as its paper has it", () => {
  const graph = model("googlenet", { variant: "paper" });

  test("the multiplications of table 1, in millions", () => {
    const macs = macsByNode(graph);
    const of = (...parts: readonly string[]): number => {
      const nodes = graph.nodes.filter(({ name }) => parts.some((part) => name === part || name.startsWith(`${part}.`)));
      return Math.round(nodes.reduce((sum, { name }) => sum + (macs.get(name) ?? 0), 0) / 1e6);
    };
    expect(["3a", "3b", "4a", "4b", "4c", "4d", "4e", "5b"].map((name) => of(`inception${name}`))).toEqual([128, 304, 74, 88, 100, 119, 170, 71]);
    expect([of("conv2", "conv3"), of("fc")]).toEqual([360, 1]);
    // The paper has 73 for 4a's 73.6. Two rows do not come out. Its 54 of 5a is 51 with the filters of that row. Its 34 of the first convolution, and the 2.7 thousand
    // parameters beside it, are those of a separable convolution of depth multiplier 8, as in Inception-v2; a whole one has these:
    expect([of("inception5a"), of("conv1")]).toEqual([51, 118]);
    expect([Math.round((112 * 112 * (7 * 7 * 3 * 8 + 3 * 8 * 64)) / 1e6), 7 * 7 * 3 * 8 + 3 * 8 * 64]).toEqual([34, 2_712]);
  });

  test("6,998,552 parameters, and 13,378,280 with its auxiliary heads, which Caffe's copy has too", () => {
    const whole = model("googlenet", { variant: "paper", auxiliary: true });
    expect([parameters(graph).trainable, parameters(whole).trainable]).toEqual([6_998_552, 13_378_280]);
    expect(whole.outputs).toEqual(["fc", "aux1.fc2", "aux2.fc2"]);
    const shapes = inferShapes(whole);
    expect([shapes.get("aux1.pool"), shapes.get("aux2.pool"), shapes.get("aux1.conv.relu")]).toEqual([[4, 4, 512], [4, 4, 528], [4, 4, 128]]);
  });

  test("22 layers deep, 27 with pooling, in 9 modules", () => {
    const deepest = (kinds: RegExp): number => {
      const depths = new Map<string, number>();
      for (const { name, layer, inputs } of graph.nodes) depths.set(name, Math.max(...inputs.map((input) => depths.get(input) ?? 0)) + (kinds.test(layer.kind) ? 1 : 0));
      return depths.get(graph.outputs[0] ?? "") ?? 0;
    };
    expect([deepest(/^(conv2d|dense)$/), deepest(/^(conv2d|dense)$|Pooling2d$/)]).toEqual([22, 27]);
    expect(graph.nodes.filter(({ layer }) => layer.kind === "concatenate")).toHaveLength(9);
  });

  test("9.2 times fewer parameters than AlexNet and 20.9 times fewer than VGG-16, by torchvision's versions", () => {
    const [google = NaN, alex = NaN, vgg = NaN] = ["googlenet", "alexnet", "vgg16"].map((name) => parameters(model(name)).trainable);
    expect([(alex / google).toFixed(1), (vgg / google).toFixed(1)]).toEqual(["9.2", "20.9"]);
  });
});

test("an input normalised as ImageNet's comes out between −1 and 1, and no weight is added for it", () => {
  const graph = model("googlenet", { transformInput: true });
  const [first] = graph.nodes;
  expect(first?.layer.kind).toBe("rescaling");
  const { scale, offset } = first?.layer as { readonly scale: readonly number[]; readonly offset: readonly number[] };
  const [mean, std] = [[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]];
  for (const [pixel, expected] of [[0, -1], [1, 1]] as const)
    for (let c = 0; c < 3; c++) expect((scale[c] ?? NaN) * ((pixel - (mean[c] ?? NaN)) / (std[c] ?? NaN)) + (offset[c] ?? NaN)).toBeCloseTo(expected, 12);
  expect([...weightSpecs(graph).keys()]).toEqual([...weightSpecs(model("googlenet")).keys()]);
});

test("Inception-v3 with its auxiliary head: 27,161,264 parameters, a second output", () => {
  const graph = model("inception_v3", { auxiliary: true });
  expect([parameters(graph).trainable, graph.outputs]).toEqual([27_161_264, ["fc", "AuxLogits.fc"]]);
});

test("the multi-colour-space net is three EfficientNet-B0 without their classifiers, and one dense layer over 3 × 1280 values", () => {
  const graph = model("multicolor_efficientnet_b0");
  const one = parameters(model("efficientnet_b0")).trainable - 1281 * 1000;
  expect(parameters(graph).trainable).toBe(3 * one + (3 * 1280 + 1) * 3);
  expect(graph.nodes.filter(({ layer }) => layer.kind === "colorSpace").map(({ inputs, layer }) => [inputs, layer])).toEqual([
    [["input"], { kind: "colorSpace", to: "lch" }],
    [["input"], { kind: "colorSpace", to: "hsv" }],
  ]);
  expect(inferShapes(graph).get("nets.concatenate")).toEqual([3840]);
});
