import { add, branches, dense, graph, learnedConstant } from "@convscope/core";
import { expect, test } from "vitest";
import { toPyTorch } from "./toPyTorch.ts";

test("a learned array is a parameter at its own path, beside modules", () => {
  const source = toPyTorch(graph("shifted", [3], { "": branches({ value: [], shift: learnedConstant([3], { initial: 0.5 }) }, add()), fc: dense(1) }));
  expect(source).toContain(`"shift": constant((3,), 0.5),`);
  expect(source).toContain("channels_first(self.shift.expand(len(input), -1))");
});

test("refused: a node in the path of a learned array", () => {
  const net = graph("nested", [3], { shift: learnedConstant([3]), "shift.fc": dense(1) });
  expect(() => toPyTorch(net)).toThrowErrorMatchingInlineSnapshot(`[GraphError: shift (learnedConstant): no node may lie in its path in PyTorch, where it is a parameter. Received "fc" below one. Rename these, or the array.]`);
});
