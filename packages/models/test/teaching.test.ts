import { inferShapes, parameters, receptiveField, totalMacs } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test("tiny-mnist has fewer than 10,000 parameters, and the places before its averaging see the whole digit", () => {
  const graph = model("tiny-mnist");
  expect(parameters(graph).trainable).toBeLessThan(10_000);
  const { field } = receptiveField(graph);
  expect(field).toEqual([0, 1].map(() => ({ size: 30, stride: 4, start: -13 })));
});

test("pool before 1×1 or after: the same shapes and parameters, but the 1×1 works at four times as many places", () => {
  const [pool, conv] = [model("block-transition-pool-first"), model("block-transition-conv-first")];
  const ends = ["block1.relu2", "block2.conv2", "avgpool", "fc"];
  for (const graph of [pool, conv]) expect(ends.map((end) => inferShapes(graph).get(end))).toEqual([[24, 24, 32], [8, 8, 32], [16], [10]]);
  expect(parameters(pool)).toEqual(parameters(conv));
  // 12×12 and 4×4 places after the pools, 512 products at each.
  expect(totalMacs(conv) - totalMacs(pool)).toBe(3 * (12 * 12 + 4 * 4) * 32 * 16);
});
