import { parameters, parametersByNode, receptiveField, totalMacs } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { model } from "../src/index.ts";

/** Parameters in millions and MACs in billions, as timm counts them. */
const timm = {
  seresnet18: ["11.78", "1.82"], seresnet34: ["21.96", "3.67"], seresnet50: ["28.09", "4.11"], seresnet101: ["49.33", "7.84"], seresnet152: ["66.82", "11.57"],
  seresnext50_32x4d: ["27.56", "4.26"], senet154: ["115.09", "20.77"],
};

test.each(Object.entries(timm))("%s comes to timm's figures", (name, figures) => {
  const graph = model(name);
  expect([(parameters(graph).trainable / 1e6).toFixed(2), (totalMacs(graph, "timm") / 1e9).toFixed(2)]).toEqual(figures);
});

describe("what the gates add", () => {
  test("28,088,024 parameters in SE-ResNet-50: 2 / r · Σ N·C² of arXiv:1709.01507, equation 5, and the biases of both layers", () => {
    const added = [[3, 256], [4, 512], [6, 1024], [3, 2048]].reduce((sum, [blocks = 0, channels = 0]) => sum + blocks * ((2 * channels ** 2) / 16 + channels / 16 + channels), 0);
    expect(added).toBe(2_530_992);
    expect(parameters(model("seresnet50")).trainable).toBe(25_557_032 + added);
    expect(parameters(model("seresnet50")).trainable).toBe(28_088_024);
  });

  test("one gate by hand: 64 means to 4 and back", () => {
    const graph = model("seresnet18");
    const of = parametersByNode(graph);
    const gate = graph.nodes.filter(({ name }) => name.startsWith("layer1.0.se."));
    expect(gate.map(({ name, layer, inputs }) => [name, layer.kind, inputs, of.get(name)?.trainable])).toEqual([
      ["layer1.0.se.avgpool", "adaptiveAveragePooling2d", ["layer1.0.bn2"], 0],
      ["layer1.0.se.fc1", "conv2d", ["layer1.0.se.avgpool"], 64 * 4 + 4],
      ["layer1.0.se.activation", "relu", ["layer1.0.se.fc1"], 0],
      ["layer1.0.se.fc2", "conv2d", ["layer1.0.se.activation"], 4 * 64 + 64],
      ["layer1.0.se.scale_activation", "sigmoid", ["layer1.0.se.fc2"], 0],
      ["layer1.0.se.scale", "scale", ["layer1.0.bn2", "layer1.0.se.scale_activation"], 0],
    ]);
    expect(graph.nodes.find(({ name }) => name === "layer1.0.add")?.inputs).toEqual(["layer1.0.se.scale", "maxpool"]);
  });

  test.each([["seresnet18", 435], ["seresnet34", 899], ["seresnet50", 427], ["seresnext50_32x4d", 427], ["seresnet101", 971], ["seresnet152", 1451]] as const)("%s sees %i pixels through its convolutions, and all through its gates", (name, size) => {
    const graph = model(name);
    expect(receptiveField(graph, "layer4.1.relu", { gates: "count" }).field).toBe("whole input");
    expect(receptiveField(graph, undefined, { gates: "ignore" }).field).toMatchObject([{ size, stride: 32 }, { size, stride: 32 }]);
  });
});

test("SENet-154: three 3×3 convolutions first, then units twice as wide as a ResNeXt's, and 3×3 projections where the picture is halved", () => {
  const graph = model("senet154");
  const convolution = (name: string): unknown => graph.nodes.find((node) => node.name === name)?.layer;
  expect(["conv1.0", "conv1.3", "conv1.6"].map(convolution)).toMatchObject([[64, 2], [64, 1], [128, 1]].map(([filters, strides]) => ({ filters, kernelSize: [3, 3], strides: [strides, strides] })));
  expect(["layer2.0.conv1", "layer2.0.conv2", "layer2.0.conv3"].map(convolution)).toMatchObject([{ filters: 256 }, { filters: 512, groups: 64, strides: [2, 2] }, { filters: 512 }]);
  expect(["layer1.0.downsample.0", "layer2.0.downsample.0"].map(convolution)).toMatchObject([{ kernelSize: [1, 1] }, { kernelSize: [3, 3] }]);
  expect(graph.nodes.slice(-2).map(({ layer }) => layer)).toMatchObject([{ kind: "dropout", rate: 0.2 }, { kind: "dense", units: 1000 }]);
});
