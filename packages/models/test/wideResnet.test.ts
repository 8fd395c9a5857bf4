import { parameters } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test("8.9, 11.0 and 36.5 million parameters, as arXiv:1605.07146 lists them", () => {
  expect(["wrn40_4", "wrn16_8", "wrn28_10"].map((name) => (parameters(model(name)).trainable / 1e6).toFixed(1))).toEqual(["8.9", "11.0", "36.5"]);
});

test("dropout stands between the two convolutions of every unit, and nowhere unless asked for", () => {
  const kinds = (dropout?: number): readonly string[] => model("wrn28_10", dropout === undefined ? {} : { dropout }).nodes.map(({ layer }) => layer.kind);
  expect(kinds().filter((kind) => kind === "dropout")).toEqual([]);
  expect(kinds(0.3).filter((kind) => kind === "dropout").length).toBe(12);
  const { nodes } = model("wrn28_10", { dropout: 0.3 });
  const dropped = nodes.find(({ layer }) => layer.kind === "dropout");
  expect(dropped).toEqual({ name: "stages.0.blocks.0.dropout", layer: { kind: "dropout", rate: 0.3 }, inputs: ["stages.0.blocks.0.act2"] });
  expect(nodes.find(({ inputs }) => inputs.includes("stages.0.blocks.0.dropout"))?.name).toBe("stages.0.blocks.0.conv2");
});

test("the two inner convolutions of a Wide ResNet-50-2 are twice as wide as ResNet-50's", () => {
  const filters = (name: string): readonly unknown[] =>
    ["conv1", "conv2", "conv3"].map((convolution) => model(name).nodes.find((node) => node.name === `layer3.1.${convolution}`)?.layer);
  expect(filters("resnet50")).toMatchObject([{ filters: 256 }, { filters: 256 }, { filters: 1024 }]);
  expect(filters("wide_resnet50_2")).toMatchObject([{ filters: 512 }, { filters: 512 }, { filters: 1024 }]);
});
