import { dense, graph } from "@convscope/core";
import { expect, test } from "vitest";
import { at, learningOf } from "./learning.ts";

const net = graph("net", [4], { stem: dense(3, { useBias: false }), trunk: dense(3, { useBias: false }), head: dense(2, { useBias: false }) });

test("rates fall towards the input, and layers that thaw have both factors", () => {
  expect(learningOf({}, net)).toEqual({});
  expect(at(learningOf({ layerDecay: 0.5 }, net).rates, 1)).toEqual({ "stem.weight": 0.25, "trunk.weight": 0.5, "head.weight": 1 });
  const { trainable, rates } = learningOf({ layerDecay: 0.5, freeze: "trunk", thaw: 3, thawRate: 0.2 }, net);
  expect(at(trainable, 2)).toEqual(["head.weight"]);
  expect(at(rates, 2)).toEqual({ "stem.weight": 0.25, "trunk.weight": 0.5, "head.weight": 1 });
  expect(Object.entries(at(rates, 3) ?? {}).map(([key, rate]) => [key, Number(rate.toFixed(12))])).toEqual([["stem.weight", 0.05], ["trunk.weight", 0.1], ["head.weight", 1]]);
});
