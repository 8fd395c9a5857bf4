import { attentionLoop, type Numbers } from "@convscope/test-kit";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formula, substitution } from "../expression.ts";
import { product } from "../shape.ts";
import { derive, macs, multiHeadAttention, outputShape, weights } from "./index.ts";

test("the base transformer's attention: 512 channels, 8 heads", () => {
  const [layer, inputs] = [multiHeadAttention(8), [[10, 512]]];
  expect(outputShape(layer, inputs)).toEqual([10, 512]);
  const steps = derive(layer, inputs);
  expect(steps.map(({ of, value }) => [of, value])).toEqual([["length", 10], ["parameters", 4 * 512 * 512 + 4 * 512], ["macs", 4 * 10 * 512 * 512 + 2 * 10 * 10 * 512]]);
  expect(steps.slice(1).map(({ expression }) => [formula(expression), substitution(expression)])).toMatchInlineSnapshot(`
    [
      [
        "(d + d + d + d + 4)·d",
        "(512 + 512 + 512 + 512 + 4)·512",
      ],
      [
        "2·t·d·d + t·(d + d)·d + 2·t·t·d",
        "2·10·512·512 + 10·(512 + 512)·512 + 2·10·10·512",
      ],
    ]
  `);
});

test("weights are one matrix, or three where the channels differ", () => {
  const shapes = (layer: ReturnType<typeof multiHeadAttention>, ...inputs: number[][]): unknown => Object.fromEntries(Object.entries(weights(layer, inputs)).map(([name, { shape }]) => [name, shape]));
  expect(shapes(multiHeadAttention(2), [5, 4])).toEqual({ in_proj_weight: [4, 12], in_proj_bias: [12], "out_proj.weight": [4, 4], "out_proj.bias": [4] });
  expect(shapes(multiHeadAttention(2), [5, 4], [7, 4])).toEqual({ in_proj_weight: [4, 12], in_proj_bias: [12], "out_proj.weight": [4, 4], "out_proj.bias": [4] });
  expect(shapes(multiHeadAttention(2, { useBias: false }), [5, 4], [7, 3], [7, 4])).toEqual({ q_proj_weight: [4, 4], k_proj_weight: [3, 4], v_proj_weight: [4, 4], "out_proj.weight": [4, 4] });
});

const size = fc.integer({ min: 1, max: 4 });
const zeros = (...shape: number[]): Numbers => ({ shape, data: new Float32Array(product(shape)) });

test("counts as many products as plain loops make, and every number equals its working", () => {
  fc.assert(
    fc.property(size, size, size, size, size, size, fc.boolean(), (heads, part, length, other, c, cv, useBias) => {
      const d = heads * part;
      const [layer, inputs] = [multiHeadAttention(heads, { useBias }), [[length, d], [other, c], [other, cv]]];
      const loop = attentionLoop(heads, zeros(length, d), zeros(other, c), zeros(other, cv), { query: zeros(d, d), key: zeros(c, d), value: zeros(cv, d), output: zeros(d, d) });
      expect(macs(layer, inputs)).toBe(loop.macs);
      expect(outputShape(layer, inputs)).toEqual(loop.shape);
      const steps = new Map(derive(layer, inputs).map(({ of, value }) => [of, value]));
      expect(steps.get("macs")).toBe(loop.macs);
      expect(steps.get("parameters")).toBe(Object.values(weights(layer, inputs)).reduce((sum, { shape }) => sum + product(shape), 0));
    }),
  );
});

test("refuses inputs that do not go together", () => {
  const layer = multiHeadAttention(3);
  expect(() => outputShape(layer, [[10, 512]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: multiHeadAttention: the channels of the query must divide into heads. Received 10×512, heads=3. Nearest that divide: 510, 513.]`);
  expect(() => outputShape(layer, [[10, 6], [4, 6], [5, 6]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: multiHeadAttention: key and value must have the same length. Received 4×6 and 5×6.]`);
  expect(() => outputShape(layer, [[10, 6], [4, 6], [4, 6], [4, 6]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: multiHeadAttention: takes a query, a query and a memory, or a query, a key and a value. Received 4 inputs.]`);
  expect(() => outputShape(layer, [[7, 7, 6]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: multiHeadAttention: input must be [length, channels]. Received [7, 7, 6]. A reshape or embedding layer can make one.]`);
  // @ts-expect-error -- the option is misspelt
  expect(() => multiHeadAttention(3, { casual: true })).toThrowErrorMatchingInlineSnapshot(`[LayerError: multiHeadAttention: unknown option casual. Did you mean "causal"? Options: causal, useBias.]`);
});
