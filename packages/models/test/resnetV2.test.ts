import { parameters, parametersByNode, receptiveField, receptiveFields, totalMacs, type Graph, type Node } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { model } from "../src/index.ts";

const nodeOf = (graph: Graph, name: string): Node | undefined => graph.nodes.find((node) => node.name === name);
const total = (graph: Graph): number => parameters(graph).trainable + parameters(graph).nonTrainable;

describe.each([["resnetv2_50", 25_613_800, "25.55", "4.11"], ["resnetv2_101", 44_675_560, "44.54", "7.83"], ["resnetv2_152", 60_380_648, "60.19", "11.55"]] as const)("%s", (name, keras, millions, timm) => {
  test(`${millions} million parameters and ${timm} billion MACs, as timm counts`, () => {
    const graph = model(name);
    expect([(parameters(graph).trainable / 1e6).toFixed(2), (totalMacs(graph, "timm") / 1e9).toFixed(2)]).toEqual([millions, timm]);
  });

  test(`${keras} parameters in Keras, running statistics included`, () => {
    expect(total(model(name, { variant: "keras" }))).toBe(keras);
  });
});

test("Keras's ResNet-50 v2: 25,568,360 learned and 45,440 remembered; its biases are those of the first, the last and the projecting convolutions", () => {
  const [timm, keras] = [model("resnetv2_50"), model("resnetv2_50", { variant: "keras" })];
  expect(parameters(keras)).toEqual({ trainable: 25_568_360, nonTrainable: 45_440 });
  const [before, after] = [parametersByNode(timm), parametersByNode(keras)];
  const biases = keras.nodes.filter(({ name }) => (after.get(name)?.trainable ?? 0) > (before.get(name)?.trainable ?? 0));
  expect(biases.length).toBe(1 + 16 + 4);
  expect(biases.map(({ name }) => name).filter((name) => !/^stem\.conv$|conv3$|downsample\.conv$/.test(name))).toEqual([]);
  // 64 at first, then the widths of the sixteen units and of the four projections.
  expect(parameters(keras).trainable - parameters(timm).trainable).toBe(64 + 4 * 256 + 5 * 512 + 7 * 1024 + 4 * 2048);
});

test("strides at the ends of stages, as in TensorFlow-Slim, whose fields were published: 483, 1027, 1507", () => {
  const sizes = ["resnetv2_50", "resnetv2_101", "resnetv2_152"].map((name) => receptiveField(model(name, { variant: "keras" })).field);
  expect(sizes).toMatchObject([483, 1027, 1507].map((size) => [{ size, stride: 32 }, { size, stride: 32 }]));
});

test.each([["resnetv2_50", {}], ["resnetv2_50", { variant: "keras" }], ["preresnet56", {}], ["preresnet164", {}], ["wrn16_4", {}]] as const)("%s %o: nothing stands on the shortcuts, nothing follows a sum but the next unit", (name, options) => {
  const graph = model(name, options);
  expect(receptiveFields(graph).misaligned).toEqual([]);
  const sums = graph.nodes.filter(({ layer }) => layer.kind === "add");
  for (const [i, sum] of sums.entries()) {
    const shortcut = nodeOf(graph, sum.inputs[1] ?? "");
    const first = /blocks\.0\.add$/.test(sum.name);
    // A projection reads the activation, as does the body; the first shortcut of the net may be the activation itself.
    if (first) expect(shortcut?.layer.kind === "relu" || nodeOf(graph, shortcut?.inputs[0] ?? "")?.layer.kind === "relu").toBe(true);
    else expect([sums[i - 1]?.name, sum.name]).toContain(shortcut?.layer.kind === "maxPooling2d" ? shortcut.inputs[0] : shortcut?.name);
    const readers = graph.nodes.filter(({ inputs }) => inputs.includes(sum.name)).map(({ layer }) => layer.kind);
    expect(readers.filter((kind) => !["batchNormalization", "add", "maxPooling2d"].includes(kind))).toEqual([]);
  }
});

describe("for pictures of 32×32", () => {
  test("ResNet-110 and -164 have 1.7 million parameters each; ResNet-1001 has 10.2 million in its convolutions and its dense layer, as arXiv:1605.07146 lists them", () => {
    const millions = (n: number): string => (n / 1e6).toFixed(1);
    expect(["preresnet110", "preresnet164"].map((name) => millions(parameters(model(name)).trainable))).toEqual(["1.7", "1.7"]);
    const deepest = model("preresnet1001");
    const of = parametersByNode(deepest);
    const normalised = deepest.nodes.filter(({ layer }) => layer.kind === "batchNormalization").reduce((sum, { name }) => sum + (of.get(name)?.trainable ?? 0), 0);
    expect([millions(parameters(deepest).trainable - normalised), millions(parameters(deepest).trainable)]).toEqual(["10.2", "10.3"]);
  });

  test("a projected ResNet-20 has a normalisation fewer for each shortcut: 192 parameters", () => {
    expect(parameters(model("resnet20", { variant: "projection" })).trainable - parameters(model("preresnet20")).trainable).toBe(2 * (32 + 64));
  });

  test("ResNet-164 narrows, filters and widens: its first unit by hand", () => {
    const graph = model("preresnet164");
    const of = parametersByNode(graph);
    const unit = graph.nodes.filter(({ name }) => name.startsWith("stages.0.blocks.0.")).map(({ name }) => [name.slice("stages.0.blocks.0.".length), of.get(name)?.trainable]);
    expect(unit).toEqual([
      ["norm1", 2 * 16], ["act1", 0], ["conv1", 16 * 16], ["norm2", 2 * 16], ["act2", 0], ["conv2", 9 * 16 * 16], ["norm3", 2 * 16], ["act3", 0], ["conv3", 16 * 64], ["downsample.conv", 16 * 64], ["add", 0],
    ]);
  });
});
