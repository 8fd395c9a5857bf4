import { expect, test } from "vitest";
import { gradientNorms, kinds, type Kind } from "./deepNet.ts";

const kind = (title: string): Kind => kinds.find((one) => one.title === title) ?? kinds[0]!;
const ratio = (title: string, start: "Glorot" | "He" = "Glorot"): number => gradientNorms(kind(title), { depth: 20, width: 32, seed: 1, start })[0] ?? NaN;

test("through twenty sigmoids nothing comes back; with shortcuts as much as went in", () => {
  expect(ratio("sigmoid")).toBeLessThan(0.25 ** 19 * 32);
  expect(ratio("sigmoid")).toBeGreaterThan(0);
  expect(ratio("sigmoid with a shortcut")).toBeGreaterThan(0.3);
  expect(ratio("sigmoid with a shortcut")).toBeLessThan(10);
  expect(ratio("ReLU", "He")).toBeGreaterThan(20 * ratio("ReLU"));
});

test("the same seed, the same numbers; one for each layer, the last 1", () => {
  const norms = gradientNorms(kind("tanh"), { depth: 7, width: 8, seed: 3, start: "Glorot" });
  expect(norms).toHaveLength(7);
  expect(norms.at(-1)).toBe(1);
  expect(gradientNorms(kind("tanh"), { depth: 7, width: 8, seed: 3, start: "Glorot" })).toEqual(norms);
});
