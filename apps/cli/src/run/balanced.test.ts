import { dense, graph } from "@convscope/core";
import { expect, test } from "vitest";
import { configOf } from "../settings.ts";
import { balanced, unbalanced } from "./balanced.ts";
import { lossFor } from "./graph.ts";

const net = graph("net", [4], { fc: dense(2) });
const planOf = (settings: object) => {
  const config = configOf({ model: "net", ...settings });
  return { config, graph: net, loss: lossFor(config, net) };
};

test("by hand: three of one class and one of another count 2/3 and 2, in the loss and in what a run remembers", () => {
  const { config, loss } = balanced(planOf({ classWeights: "balanced", labelSmoothing: 0.1 }), [0, 0, 0, 1], 2);
  expect(loss).toMatchObject({ kind: "sparseCategoricalCrossentropy", classWeights: [2 / 3, 2], labelSmoothing: 0.1 });
  expect(config).toMatchObject({ classWeights: "balanced", loss: { classWeights: [2 / 3, 2] } });
  // Whoever reads it back finds the same loss, and once more balanced it stays so.
  expect(lossFor(config, net)).toEqual(loss);
  expect(balanced({ config, graph: net, loss }, [0, 0, 0, 1], 2).config).toEqual(config);
  expect(unbalanced(config)).toEqual({ kind: "sparseCategoricalCrossentropy" });
});

test("weights that are given, or none, stay", () => {
  expect(balanced(planOf({ classWeights: [1, 5] }), [0, 0, 0, 1], 2).loss).toMatchObject({ classWeights: [1, 5] });
  expect(balanced(planOf({}), [0, 0, 0, 1], 2).loss).not.toHaveProperty("classWeights");
});

test("a loss that knows no class weights says so", () => {
  expect(() => balanced(planOf({ classWeights: "balanced", loss: "meanSquaredError" }), [0, 1], 2)).toThrowErrorMatchingInlineSnapshot(`[RangeError: meanSquaredError: unknown option classWeights. Options: reduction.]`);
});
