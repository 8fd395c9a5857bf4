import { parameters } from "@convscope/core";
import { diagram } from "@convscope/viz";
import { expect, test } from "vitest";
import { mlpOf, mlps } from "./mlp.ts";

test("28×28 to 512, 512 and 10: 669,706", () => {
  const { rows, params } = mlpOf("28x28x1", "512 512 10", "relu");
  expect(rows.map((row) => row.params)).toEqual([401_920, 262_656, 5_130]);
  expect(params).toBe(669_706);
  expect(rows[0]?.working).toBe("(n + 1)·u = (784 + 1)·512 = 401,920");
});

test("each is counted as core counts it, and drawn", () => {
  for (const { name, input, units } of mlps) {
    const { graph, params } = mlpOf(input, units, "tanh");
    expect(parameters(graph).trainable, name).toBe(params);
    expect(diagram(graph), name).toContain("<svg");
  }
  expect(() => mlpOf("28", "512 many", "relu")).toThrowErrorMatchingInlineSnapshot(`[RangeError: Units must be one to twelve whole numbers from 1 to 1,000,000, apart by spaces. Received "512 many".]`);
});
