import { outputShape, product, weights, type Layer, type Shape } from "@convscope/core";
import type { Numbers, Placed } from "@convscope/test-kit";
import { runOn, type Where } from "./goldens/check.ts";

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

/** The shape of the output that the layer's rules tell. */
export const madeUpShape = ({ layer, inputs }: Placed): Shape => [2, ...outputShape(layer, inputs)];

/** What a layer makes of made-up numbers: the output, then every gradient and everything remembered, by name. */
export async function madeUpRun({ layer, inputs }: Placed, training: boolean, seed: number, on: Where): Promise<{ readonly [name: string]: Numbers }> {
  const xs = inputs.map((shape, i) => inputFor(layer, shape, seed + i));
  const ws = Object.fromEntries(Object.entries(weights(layer, inputs)).map(([name, { shape }], i) => [name, spread(shape, seed + 100 + i)]));
  const { output, grads, remembered } = await runOn(on, layer, xs, ws, { training, upstream: spread(madeUpShape({ layer, inputs }), seed + 200) });
  const named = (what: string, arrays: Iterable<readonly [number | string, Numbers]>): [string, Numbers][] => [...arrays].map(([name, array]) => [`${what} ${name}`, array]);
  return Object.fromEntries([["output", output], ...named("gradient of input", grads.inputs.entries()), ...named("gradient of", Object.entries(grads.weights)), ...named("remembered", Object.entries(remembered))]);
}
