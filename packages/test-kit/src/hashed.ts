import { weightSpecs, type Graph, type Shape } from "@convscope/core";
import type { Floats } from "./layout.ts";

/** Numbers of [0, 1) that an integer hash gives for a name, a seed and a place, so that a whole network's weights need no file. */
export function hashed(name: string, seed: number): (i: number) => number {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) h = Math.imul(h ^ byte, 0x01000193);
  const base = (h ^ seed) >>> 0;
  return (i) => {
    let x = (base + Math.imul(i, 0x9e3779b9)) >>> 0;
    x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
    x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
  };
}

const product = (sizes: Shape): number => sizes.reduce((a, b) => a * b, 1);

/** A PyTorch state dict of a graph with weights by hash: the recipe is told in `golden/hashmodels.json`. */
export function hashedState(graph: Graph, { seed, gain }: { readonly seed: number; readonly gain: number }): Record<string, Floats> {
  const specs = weightSpecs(graph);
  const state: Record<string, Floats> = {};
  for (const [ourKey, { shape: ours, torchAxes, torchShape, torchName }] of specs) {
    const key = torchName === undefined ? ourKey : ourKey.slice(0, ourKey.lastIndexOf("."));
    const shape = torchShape ?? torchAxes?.map((axis) => ours[axis] ?? 0) ?? ours;
    const u = hashed(key, seed);
    const of = valueOf(key, shape, specs.has(`${key.slice(0, key.lastIndexOf("."))}.running_mean`), gain);
    state[key] = { shape: [...shape], data: Float32Array.from({ length: product(shape) }, (_, i) => of(u(i))) };
  }
  return state;
}

/** What a number of [0, 1) becomes, by the weight's name and rank. */
function valueOf(key: string, shape: Shape, normalised: boolean, gain: number): (u: number) => number {
  const name = key.slice(key.lastIndexOf(".") + 1);
  if (name === "layer_scale") return (u) => 0.25 + 0.5 * u;
  if (name === "running_var" || (name === "weight" && shape.length === 1)) return (u) => 0.5 + u;
  if (shape.length >= 2) {
    const bound = Math.sqrt((3 * gain) / product(shape.slice(1)));
    return (u) => (2 * u - 1) * bound;
  }
  const width = normalised ? 0.2 : 0.1;
  return (u) => (2 * u - 1) * width;
}

/** A picture `[1, C, H, W]` by hash: blocks of 8×8 with a finer grain over them. */
export function hashedPicture([, channels = 1, height = 1, width = 1]: Shape, seed: number): Floats {
  const [grain, block] = [hashed("input", seed), hashed("input.blocks", seed)];
  const [rows, columns] = [Math.ceil(height / 8), Math.ceil(width / 8)];
  const data = new Float32Array(channels * height * width);
  let i = 0;
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++) data[i] = 2 * (2 * block((c * rows + Math.floor(y / 8)) * columns + Math.floor(x / 8)) - 1) + 0.5 * (2 * grain(i) - 1);
  return { shape: [1, channels, height, width], data };
}
