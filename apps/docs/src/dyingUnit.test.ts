import { expect, test } from "vitest";
import { born, learn, look, rectifiers, type Unit } from "./dyingUnit.ts";

const after = (kind: "relu" | "leakyRelu", rate: number, steps: number): Unit => Array.from({ length: steps }).reduce<Unit>((unit) => learn(rectifiers[kind], unit, rate), born);

test("the first step by hand: slopes 14/3 and 2", () => {
  const { byW, byB } = look(rectifiers.relu, born);
  expect([byW, byB]).toEqual([14 / 3, 2]);
});

test("one step too large kills a ReLU for good; a leak brings it back", () => {
  expect(look(rectifiers.relu, after("relu", 0.4, 1)).sums.every((z) => z < 0)).toBe(true);
  expect(after("relu", 0.4, 5000)).toEqual(after("relu", 0.4, 1));
  expect(look(rectifiers.leakyRelu, after("leakyRelu", 0.4, 1)).byW).not.toBe(0);
  expect(look(rectifiers.leakyRelu, after("leakyRelu", 0.4, 300)).cost).toBeLessThan(0.5);
  expect(look(rectifiers.relu, after("relu", 0.1, 500)).cost).toBeLessThan(0.01);
});
