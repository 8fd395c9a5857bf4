import { parameters, parametersByNode, receptiveField, receptiveFields, totalMacs, type Graph } from "@convscope/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { model, models } from "../src/index.ts";

/** Size and stride of what a node sees, alike along both axes. */
function field(graph: Graph, node?: string): readonly [size: number, stride: number] {
  const [height, width] = receptiveField(graph, node).field as readonly { readonly size: number; readonly stride: number }[];
  expect(width).toEqual(height);
  return [height?.size ?? NaN, height?.stride ?? NaN];
}

const layersWithWeights = (graph: Graph): number => graph.nodes.filter(({ name, layer }) => (layer.kind === "conv2d" || layer.kind === "dense") && !/downsample|\.se\./.test(name)).length;

test.each([
  ["plain18", 18], ["plain34", 34], ["resnet18", 18], ["resnet34", 34], ["resnet50", 50], ["resnet101", 101], ["resnet152", 152], ["resnet200", 200],
  ["resnet20", 20], ["resnet32", 32], ["resnet44", 44], ["resnet56", 56], ["resnet110", 110], ["preresnet20", 20], ["preresnet56", 56], ["preresnet110", 110], ["preresnet164", 164], ["preresnet1001", 1001], ["fashion-resnet", 8],
  ["resnetv2_152", 152], ["resnext101_64x4d", 101], ["wide_resnet50_2", 50], ["seresnet34", 34], ["seresnext50_32x4d", 50], ["senet154", 154],
] as const)("%s has %i layers with weights, shortcuts and gates apart", (name, layers) => expect(layersWithWeights(model(name))).toBe(layers));

test("ResNet-50 is 49 convolutions and a dense layer, 53 with the four projections", () => {
  const convolutions = model("resnet50").nodes.filter(({ layer }) => layer.kind === "conv2d");
  expect([convolutions.length, convolutions.filter(({ name }) => name.includes("downsample")).length]).toEqual([53, 4]);
});

describe("plain nets", () => {
  test.each(["18", "34"])("plain%s is the residual net without anything on its shortcuts", (depth) => {
    const [plain, residual] = [model(`plain${depth}`), model(`resnet${depth}`)];
    expect(plain.nodes.every(({ inputs }) => inputs.length === 1)).toBe(true);
    const body = residual.nodes.filter(({ name }) => !/downsample|add$/.test(name));
    expect(plain.nodes.map(({ name, layer }) => [name, layer])).toEqual(body.map(({ name, layer }) => [name, layer]));
    // 1×1 from 64 to 128, 128 to 256 and 256 to 512 channels, and two numbers for each of the latter.
    expect(parameters(residual).trainable - parameters(plain).trainable).toBe(64 * 128 + 128 * 256 + 256 * 512 + 2 * (128 + 256 + 512));
  });

  test("arXiv:1512.03385, figure 3: 3.6 billion multiply-adds with 34 layers", () => {
    expect((totalMacs(model("plain34")) / 1e9).toFixed(1)).toBe("3.6");
  });
});

describe("receptive fields (Araujo, Norris & Sim 2019)", () => {
  test.each([["resnet50", 483], ["resnet101", 1027], ["resnet152", 1507], ["resnet200", 1763]] as const)("%s as the paper strides: %i", (name, size) => {
    expect(field(model(name, { variant: "paper" }))).toEqual([size, 32]);
  });

  test("the ends of ResNet-50's stages: 35, 99, 291, 483", () => {
    const graph = model("resnet50", { variant: "paper" });
    expect(["layer1.2.relu", "layer2.3.relu", "layer3.5.relu", "layer4.2.relu"].map((node) => field(graph, node))).toEqual([[35, 4], [99, 8], [291, 16], [483, 32]]);
  });

  test.each([["resnet18", 435], ["resnet34", 899], ["plain34", 899], ["resnet50", 427], ["resnet101", 971], ["resnet152", 1451]] as const)("%s with strided 3×3 convolutions: %i", (name, size) => {
    expect(field(model(name))).toEqual([size, 32]);
  });

  test.each(["resnet50", "resnet20", "plain18"])("both paths of every block of %s look at the same place", (name) => {
    const versions = ["", ...Object.keys(models.find((row) => row.name === name)?.variants ?? {})];
    for (const variant of versions) expect(receptiveFields(model(name, variant === "" ? {} : { variant })).misaligned).toEqual([]);
  });
});

describe("versions", () => {
  test.each([["resnet50", 25_636_712], ["resnet101", 44_707_176], ["resnet152", 60_419_944]] as const)("%s in Keras: %i parameters, running statistics included", (name, total) => {
    const { trainable, nonTrainable } = parameters(model(name, { variant: "keras" }));
    expect(trainable + nonTrainable).toBe(total);
  });

  test("Keras's ResNet-50 learns 26,560 numbers more: a bias for each channel that is normalised", () => {
    const [torchvision, keras] = [model("resnet50"), model("resnet50", { variant: "keras" })];
    expect(parameters(keras)).toEqual({ trainable: 25_583_592, nonTrainable: 53_120 });
    expect(parameters(keras).trainable - parameters(torchvision).trainable).toBe(26_560);
    expect(parameters(keras).nonTrainable).toBe(2 * 26_560);
    const [before, after] = [torchvision, keras].map((graph) => parametersByNode(graph));
    for (const { name, layer, inputs: [convolution = ""] } of keras.nodes)
      if (layer.kind === "batchNormalization") {
        expect(layer).toMatchObject({ epsilon: 1.001e-5, momentum: 0.01 });
        expect((after?.get(convolution)?.trainable ?? 0) - (before?.get(convolution)?.trainable ?? 0)).toBe((after?.get(name)?.trainable ?? 0) / 2);
      }
  });

  test("torchvision's place of the strides costs 5.7 % more work and no parameter", () => {
    const [torchvision, paper] = [model("resnet50"), model("resnet50", { variant: "paper" })];
    expect(totalMacs(torchvision) - totalMacs(paper)).toBe(231_211_008);
    expect(parameters(torchvision)).toEqual(parameters(paper));
  });

  test("option B projects two shortcuts of ResNet-20: 2,752 parameters, a channel mix and two numbers for each new channel", () => {
    const [a, b] = [model("resnet20"), model("resnet20", { variant: "projection" })];
    expect(parameters(b).trainable - parameters(a).trainable).toBe(16 * 32 + 32 * 64 + 2 * (32 + 64));
    expect(b.nodes.filter(({ name }) => /downsample\.0$/.test(name)).map(({ name }) => name)).toEqual(["layer2.0.downsample.0", "layer3.0.downsample.0"]);
  });

  test("timm counts ResNet-200 to 64.67 million parameters and 15.07 billion MACs", () => {
    const graph = model("resnet200");
    expect([(parameters(graph).trainable / 1e6).toFixed(2), (totalMacs(graph, "timm") / 1e9).toFixed(2)]).toEqual(["64.67", "15.07"]);
  });
});

test("a picture of any size that halves five times gives a thirty-second of the maps", () => {
  fc.assert(
    fc.property(fc.constantFrom("plain18", "resnet18", "resnext50_32x4d", "wide_resnet50_2", "seresnet18"), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (name, height, width) => {
      const at = (h: number, w: number): number => totalMacs(model(name, { inputShape: [32 * h, 32 * w, 3], classes: 1, features: ["layer4.1.bn2"] }));
      // All before the means is convolution, or gates of a fixed cost each.
      const gates = 2 * at(1, 1) - at(1, 2);
      expect(at(height, width)).toBe(height * width * (at(1, 1) - gates) + gates);
    }),
    { numRuns: 15 },
  );
});
