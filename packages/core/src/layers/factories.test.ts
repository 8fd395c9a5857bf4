import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LayerError } from "../errors.ts";
import { factories, layerOf, type Values } from "./factories.ts";
import { conv2d, dropout, maxPooling2d, normalization, subsampling2d } from "./index.ts";
import { kinds, rules } from "./table.ts";

/** Values for the fields that a kind cannot do without. */
const least: { readonly [field: string]: unknown } = {
  filters: 4, kernelSize: 3, units: 5, groups: 2, outputSize: 2, start: 0, end: 1, to: "greyscale", table: [[0], [1]], cropping: 1, vocabulary: 10, shape: [2, 3], size: 2,
  heads: 2, axes: [1, 0], n: 2, targetShape: [4], index: 0, padding: 1, rate: 0.5,
};
const leastOf = (kind: keyof typeof factories): Values =>
  kind === "normalization" ? { mean: [0], variance: [1] } : Object.fromEntries(factories[kind].required.map((name) => [name, least[name]]));

describe("a layer by name", () => {
  test("is what its factory makes", () => {
    expect(layerOf("conv2d", { filters: 32, kernelSize: [3, 5], padding: "same", strides: 2 })).toEqual(conv2d(32, [3, 5], { padding: "same", strides: 2 }));
    expect(layerOf("maxPooling2d", { kernelSize: 2 })).toEqual(maxPooling2d(2));
    expect(layerOf("dropout")).toEqual(dropout());
    expect(layerOf("subsampling2d", { strides: 1 })).toEqual(subsampling2d(2, { strides: 1 }));
    expect(layerOf("normalization", { mean: [0.5], std: [2] })).toEqual(normalization({ mean: [0.5], std: [2] }));
  });

  test.each(kinds.filter((kind) => kind !== "custom"))("%s is made, and made again from its own record", (kind) => {
    const layer = layerOf(kind, leastOf(kind));
    expect(layer.kind).toBe(kind);
    const { kind: _, ...fields } = layer;
    expect(layerOf(kind, fields)).toEqual(layer);
  });

  test.each(kinds.filter((kind) => kind !== "custom"))("%s takes every field that it keeps", (kind) => {
    const { required, optional } = factories[kind];
    expect([...required, ...optional]).toEqual(expect.arrayContaining(Object.keys(rules[kind].fields)));
  });

  test("whatever the values, there is a layer or a message", () => {
    const value = fc.oneof(fc.integer({ min: -2, max: 9 }), fc.double(), fc.string({ maxLength: 5 }), fc.boolean(), fc.constant(null), fc.array(fc.integer({ min: -1, max: 5 }), { maxLength: 3 }), fc.object({ maxDepth: 1 }));
    fc.assert(fc.property(fc.constantFrom(...kinds), fc.infiniteStream(value), (kind, values) => {
      const { required, optional } = factories[kind];
      const fields = Object.fromEntries([...required, ...optional].map((name) => [name, values.next().value]));
      try {
        expect(layerOf(kind, fields).kind).toBe(kind);
      } catch (error) {
        expect(error).toBeInstanceOf(LayerError);
      }
    }), { numRuns: 600 });
  });

  test("says what is wrong", () => {
    expect(() => layerOf("convd2")).toThrow(new LayerError("convd2", `there is no such kind of layer. Did you mean "conv2d" or "conv1d"? There are ${kinds.length}, such as conv2d, maxPooling2d and dense.`));
    expect(() => layerOf("conv2d", { filters: 3, kernelsize: 3 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: unknown field kernelsize. Did you mean "kernelSize"? Fields: filters, kernelSize, strides, padding, dilationRate, groups, useBias.]`);
    expect(() => layerOf("conv2d", { padding: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: needs filters and kernelSize. Received padding.]`);
    expect(() => layerOf("relu", { alpha: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: relu: unknown field alpha. It has none.]`);
    expect(() => layerOf("dense", { units: "ten" })).toThrowErrorMatchingInlineSnapshot(`[LayerError: dense: units must be a whole number ≥ 1. Received "ten".]`);
    expect(() => layerOf("custom")).toThrowErrorMatchingInlineSnapshot(`[LayerError: custom: it holds functions, which no record of values can. Use custom() in code.]`);
  });
});
