import { parameters, receptiveFields, totalMacs } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { model, type ModelOptions } from "../src/index.ts";

const millions = (n: number, places = 0): number => Number((n / 1e6).toFixed(places));

describe("MobileNet", () => {
  test.each([[1, 569, 4.2], [0.75, 325, 2.6], [0.5, 149, 1.3], [0.25, 41, 0.5]])("arXiv:1704.04861, table 6: width %f has %i million multiply-adds and %f million parameters", (width, macs, params) => {
    const graph = model("mobilenet_v1", { width });
    expect([millions(totalMacs(graph)), millions(parameters(graph).trainable, 1)]).toEqual([macs, params]);
  });

  test.each([[192, 418], [160, 290], [128, 186]])("arXiv:1704.04861, table 7: %i pixels take %i million multiply-adds", (size, macs) => {
    // The paper writes 290 for 290.7.
    expect(Math.abs(totalMacs(model("mobilenet_v1", { inputShape: [size, size, 3] })) / 1e6 - macs)).toBeLessThan(1);
  });
});

/** torchvision 0.14.1 with `width_mult`. */
test.each([
  ["mobilenet_v2", 0.35, 1_677_128], ["mobilenet_v2", 0.5, 1_968_680], ["mobilenet_v2", 0.75, 2_636_424], ["mobilenet_v2", 1.4, 6_108_776],
  ["mobilenet_v3_large", 0.75, 3_377_576], ["mobilenet_v3_large", 0.5, 1_734_576], ["mobilenet_v3_small", 0.75, 1_653_920], ["mobilenet_v3_small", 0.5, 917_264],
  ["mnasnet1_0", 0.35, 1_788_232],
] as const)("%s at width %f has torchvision's %i parameters", (name, width, params) => {
  expect(parameters(model(name, { width })).trainable).toBe(params);
});

test("MnasNet's names are its widths", () => {
  const wider = model("mnasnet1_0", { width: 1.3 });
  expect({ ...wider, name: "mnasnet1_3" }).toEqual(model("mnasnet1_3"));
});

test.each([["shufflenet_v2_x0_5", 1.4], ["shufflenet_v2_x1_0", 2.3], ["shufflenet_v2_x1_5", 3.5], ["shufflenet_v2_x2_0", 7.4]])("arXiv:1807.11164, table 8: %s has %f million parameters", (name, params) => {
  expect(millions(parameters(model(name)).trainable, 1)).toBe(params);
});

test("MobileNetV3's gates are fully on from an input of 3, and a quarter as wide as what they weigh", () => {
  const nodes = model("mobilenet_v3_small").nodes.filter(({ name }) => name.startsWith("features.4.block.2"));
  expect(nodes.map(({ name, layer }) => [name.slice("features.4.block.2".length), layer.kind])).toEqual([
    [".avgpool", "adaptiveAveragePooling2d"], [".fc1", "conv2d"], [".activation", "relu"], [".fc2", "conv2d"], [".scale_activation", "hardSigmoid"], [".scale", "scale"],
  ]);
  expect(nodes.filter(({ layer }) => layer.kind === "conv2d").map(({ layer }) => (layer as { readonly filters: number }).filters)).toEqual([24, 96]);
});

const versions: readonly (readonly [name: string, options: ModelOptions])[] = [["mobilenet_v2", {}], ["mobilenet_v3_large", {}], ["shufflenet_v2_x1_0", {}], ["mnasnet1_0", {}], ["regnet_x_400mf", {}], ["efficientnet_b0", {}], ["efficientnet_b0", { variant: "keras" }], ["efficientnet_v2_s", {}]];
test.each(versions)("both paths of every block of %s %o look at the same place", (name, options) => {
  expect(receptiveFields(model(name, options), { gates: "ignore" }).misaligned).toEqual([]);
});
