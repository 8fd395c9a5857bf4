import { summarize } from "@convscope/core";
import { expect, test } from "vitest";
import { build, layerItem, residualItem } from "./builder.ts";
import { factsOf, sizeOf } from "./workbench.ts";

test("a residual has the sums of what stands in it, and the shape of its sum", () => {
  const inner = layerItem("conv2d", { filters: 4, kernelSize: 3, padding: "same" });
  const items = [layerItem("conv2d", { filters: 4, kernelSize: 3 }), residualItem([inner, layerItem("relu")])];
  const { graph, paths } = build("net", [8, 8, 1], items);
  const facts = factsOf({ paths, summary: summarize(graph) });
  expect(facts.get(items[1]?.id ?? 0)).toEqual({ shape: "6×6×4", params: 148, macs: 36 * 144, field: "5×5" });
  expect(facts.get(inner.id)).toMatchObject({ params: 148, field: "5×5" });
  expect(sizeOf(items)).toBe(4);
});
