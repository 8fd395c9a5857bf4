import { parameters, totalMacs } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test.each([["convnext_tiny", 29, 4.5], ["convnext_small", 50, 8.7], ["convnext_base", 89, 15.4], ["convnext_large", 198, 34.4]])("arXiv:2201.03545, table 1: %s has %i million parameters and %f billion MACs", (name, millions, gmacs) => {
  const graph = model(name);
  expect([Math.round(parameters(graph).trainable / 1e6), Number((totalMacs(graph) / 1e9).toFixed(1))]).toEqual([millions, gmacs]);
});
