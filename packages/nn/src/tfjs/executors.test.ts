import { kinds, outputShape, product, weights, type Layer, type Shape } from "@convscope/core";
import { expectClose, layersByKind, type Numbers } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runLayer, type LayerResult } from "./testing.ts";

/** Numbers from 0.1 to 1, no two alike in practice, so that no maximum is shared and no variance is 0. */
function spread(shape: Shape, seed: number): Numbers {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 0.1 + 0.9 * (state / 2 ** 32);
  };
  return { shape, data: Float32Array.from({ length: product(shape) }, next) };
}

/** Inputs of a batch of two that the layer can mean something by: tokens where it has a vocabulary. */
const inputFor = (layer: Layer, shape: Shape, seed: number): Numbers => {
  const x = spread([2, ...shape], seed);
  return "vocabulary" in layer ? { shape: x.shape, data: Int32Array.from(x.data, (u) => Math.floor(u * 1e4) % layer.vocabulary) } : x;
};

describe.each(kinds)("%s", (kind) => {
  const placed: fc.Arbitrary<{ readonly layer: Layer; readonly inputs: readonly Shape[] }> = layersByKind[kind];

  test("has the shape that its rules say, numbers that are finite, and the same on both backends", async () => {
    await fc.assert(
      fc.asyncProperty(placed, fc.boolean(), fc.nat(1e6), async ({ layer, inputs }, training, seed) => {
        const xs = inputs.map((shape, i) => inputFor(layer, shape, seed + i));
        const ws = Object.fromEntries(Object.entries(weights(layer, inputs)).map(([name, { shape }], i) => [name, spread(shape, seed + 100 + i)]));
        const upstream = spread([2, ...outputShape(layer, inputs)], seed + 200);
        const on = (backend: "cpu" | "wasm"): Promise<LayerResult> => runLayer(layer, xs, ws, { training, upstream, backend });
        const [cpu, wasm] = [await on("cpu"), await on("wasm")];
        expect(cpu.output.shape).toEqual(upstream.shape);
        const all = ({ output, grads, remembered }: LayerResult): [string, ArrayLike<number>][] => [
          ["output", output.data],
          ...grads.inputs.map(({ data }, i): [string, ArrayLike<number>] => [`gradient of input ${i}`, data]),
          ...Object.entries({ ...grads.weights, ...remembered }).map(([name, { data }]): [string, ArrayLike<number>] => [name, data]),
        ];
        const there = all(wasm);
        for (const [i, [name, data]] of all(cpu).entries()) {
          expect(Array.from(data).every(Number.isFinite), name).toBe(true);
          expectClose(there[i]?.[1] ?? [], data, { relative: 1e-3, absolute: 1e-3 }, name);
        }
      }),
      { numRuns: 8 },
    );
  });
});
