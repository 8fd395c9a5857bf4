import { inferShapes, inputShapes, weights as weightsOfLayer, type Graph, type WeightSpec, type WeightSpecs } from "@convscope/core";
import type { Arrays, NdArray } from "../array.ts";
import { randomOf } from "../random.ts";
import { schemeOf, type InitScheme, type WeightInit } from "./scheme.ts";
import { generate } from "./table.ts";

export interface InitialWeightsOptions {
  readonly seed?: number;
  readonly init?: WeightInit;
}

/**
 * What a graph's weights are before training, keyed `node.weight-name`. Each array is drawn from a stream of its own, of the seed
 * and its name: the same on every backend, and not moved by a layer added elsewhere. An array whose layer says what it starts with
 * (`initial`) is that, whatever the scheme.
 *
 * As PyTorch does, the scheme `"torch"` draws all arrays of a recurrent layer from U(±1 / √units).
 */
export function initialWeights(graph: Graph, { seed = 0, init = "keras" }: InitialWeightsOptions = {}): Arrays {
  const scheme = schemeOf(init);
  const shapes = inferShapes(graph);
  const arrays: Record<string, NdArray> = {};
  for (const node of graph.nodes) {
    if (node.weightsOf !== undefined) continue;
    const specs = weightsOfLayer(node.layer, inputShapes(node, shapes));
    const recurrent = init === "torch" ? Object.values(specs).find(({ role }) => role === "recurrent") : undefined;
    for (const [name, spec] of Object.entries(specs)) {
      const key = `${node.name}.${name}`;
      arrays[key] = { shape: [...spec.shape], data: numbersOf(spec, fansOf(recurrent ?? spec, specs), scheme, seed, key) };
    }
  }
  return arrays;
}

function numbersOf({ shape, role, initial }: WeightSpec, fans: readonly [number, number], scheme: InitScheme, seed: number, key: string): Float32Array {
  if (initial === undefined) return generate(scheme[role], { shape, fans }, randomOf(seed, key));
  const size = shape.reduce((a, b) => a * b, 1);
  return typeof initial === "number" ? new Float32Array(size).fill(initial) : Float32Array.from(initial);
}

/** The fans that a weight states, else a matrix's own. A bias without any takes those of the layer's kernel. */
function fansOf(spec: WeightSpec, specs: WeightSpecs): readonly [number, number] {
  if (spec.fans) return spec.fans;
  const kernel = Object.values(specs).find(({ role, fans }) => role === "kernel" && fans);
  if (spec.role === "bias" && kernel?.fans) return kernel.fans;
  const units = spec.shape.at(-1) ?? 1;
  return [spec.shape.reduce((a, b) => a * b, 1) / units, units];
}
