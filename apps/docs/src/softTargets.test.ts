import { conv2d, dense, flatten, graph } from "@convscope/core";
import { distillation } from "@convscope/nn";
import { expect, test } from "vitest";
import { softened } from "./softTargets.ts";

const rounded = (values: readonly number[]): number[] => values.map((value) => Number(value.toFixed(3)));

test("the lesson's teacher at temperatures 1 and 4", () => {
  expect(rounded(softened([6, 4, 0], [0, 0, 0], { temperature: 1, alpha: 0.9 }).teacher)).toEqual([0.879, 0.119, 0.002]);
  expect(rounded(softened([6, 4, 0], [0, 0, 0], { temperature: 4, alpha: 0.9 }).teacher)).toEqual([0.547, 0.331, 0.122]);
});

test("the weights of both losses are those of the package", () => {
  const { losses } = distillation(graph("student", [4, 4, 1], { conv: conv2d(2, 3), flat: flatten(), scores: dense(3) }), { temperature: 4, alpha: 0.9 });
  const { byLabel, byTeacher, loss } = softened([6, 4, 0], [1, 2, 0], { temperature: 4, alpha: 0.9 });
  const weights = Object.values(losses).map((one) => (one !== undefined && "weight" in one ? Number(one.weight) : 1));
  expect(loss).toBeCloseTo((weights[0] ?? NaN) * byLabel + (weights[1] ?? NaN) * byTeacher, 12);
});
