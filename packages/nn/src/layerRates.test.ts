import { dense, graph, relu } from "@convscope/core";
import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { trainableKeys } from "./frozen.ts";
import { layerRates } from "./layerRates.ts";

test("by hand: half for each stage nearer to the input; layers without weights are no stage", () => {
  const net = graph("net", [4], { stem: dense(3), act: relu(), trunk: { a: dense(3, { useBias: false }), b: dense(3, { useBias: false }) }, head: dense(2) });
  expect(layerRates(net, { decay: 0.5 })).toEqual({ "stem.weight": 0.25, "stem.bias": 0.25, "trunk.a.weight": 0.5, "trunk.b.weight": 0.5, "head.weight": 1, "head.bias": 1 });
});

test("ResNet-18: the head 1, then each of four stages, and a factor for every weight that can train", () => {
  const net = model("resnet18", { classes: 3 });
  const rates = layerRates(net, { decay: 0.5 });
  expect(Object.keys(rates).sort()).toEqual([...trainableKeys(net)].sort());
  expect(["fc.weight", "layer4.1.conv2.weight", "layer4.0.conv1.weight", "layer1.0.bn1.bias", "bn1.weight", "conv1.weight"].map((key) => rates[key])).toEqual([1, 0.5, 0.5, 0.0625, 0.03125, 0.015625]);
  expect(new Set(Object.values(layerRates(net, { decay: 1 })))).toEqual(new Set([1]));
});

test("refused", () => {
  const net = graph("net", [4], { fc: dense(2) });
  expect(() => layerRates(net, { decay: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: layerRates: decay must be a number above 0 and at most 1, such as 0.5. Received 0.]`);
});
