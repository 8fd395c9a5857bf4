import { expect, test } from "vitest";
import { graph } from "../lower.ts";
import { substitution } from "../expression.ts";
import { conv2d, custom, derive, macs, outputShape, weights, windows } from "./index.ts";

const gate = custom({
  name: "gate",
  outputShape: ([x = []]) => x,
  weights: ([[, , channels = 0] = []]) => ({
    weight: { shape: [channels, channels], trainable: true, role: "kernel" },
    bias: { shape: [channels], trainable: true, role: "bias" },
    steps: { shape: [1], trainable: false, role: "constant" },
  }),
  macs: ([[height = 0, width = 0, channels = 0] = []]) => height * width * channels * channels,
  window: () => ["pointwise"],
  run: ([x]: readonly string[]) => x ?? "",
});

test("is asked as any other layer", () => {
  const inputs = [[4, 4, 3]];
  expect(outputShape(gate, inputs)).toEqual([4, 4, 3]);
  expect(Object.keys(weights(gate, inputs))).toEqual(["weight", "bias", "steps"]);
  expect(macs(gate, inputs)).toBe(144);
  expect(windows(gate, inputs)).toEqual(["pointwise"]);
  expect(derive(gate, inputs).map(({ of, value, expression, source }) => [of, value, substitution(expression), source])).toEqual([
    ["parameters", 12, "3·3 + 3", "gate: weight, bias"],
    ["macs", 144, "144", "gate"],
  ]);
});

test("stands in a graph", () => {
  expect(graph("own", [6, 6, 1], { conv: conv2d(3, 3), gate }).nodes.at(-1)).toEqual({ name: "gate", layer: gate, inputs: ["conv"] });
});

test("what is left out: no weights, no products, and a look at everything", () => {
  const plain = custom({ name: "plain", outputShape: ([x = []]) => x, run: ([x]: readonly number[]) => x ?? 0 });
  expect([weights(plain, [[2]]), macs(plain, [[2]]), windows(plain, [[2], [2]]), derive(plain, [[2]])]).toEqual([{}, 0, ["global", "global"], []]);
});

test("refuses what is missing, misspelt or empty", () => {
  // @ts-expect-error -- run is missing
  expect(() => custom({ name: "gate", outputShape: () => [1] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: custom: run must be a function, which a file cannot hold. Received undefined.]`);
  // @ts-expect-error -- the field is misspelt
  expect(() => custom({ name: "gate", outputShape: () => [1], run: () => 1, mac: () => 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: custom: unknown option mac. Did you mean "macs"? Options: name, outputShape, weights, macs, window, run.]`);
  const empty = custom({ name: "empty", outputShape: () => [0], run: () => 1 });
  expect(() => graph("own", [6, 6, 1], { empty })).toThrowErrorMatchingInlineSnapshot(`[LayerError: empty (custom): the output must have at least one value along every axis. Received 0.]`);
});
