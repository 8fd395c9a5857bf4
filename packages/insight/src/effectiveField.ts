import { inferShapes, inputsSeen, type SeenRange } from "@convscope/core";
import { breather, checkNames, known, randomOf, whole, type NdArray, type Network } from "@convscope/nn";
import { mapNodes, pictureInput } from "./target.ts";

export interface EffectiveFieldOptions {
  /** The unit's row and column; the middle of the node's maps unless given. */
  readonly unit?: readonly [row: number, column: number];
  /** Samples over which the mean is taken, `[N, H, W, C]`; noise from N(0, 1) unless given. */
  readonly samples?: NdArray;
  /** How many samples of noise; 20 unless given. */
  readonly count?: number;
  /** Draws the noise. */
  readonly seed?: number;
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/** What a unit really looks at. */
export interface EffectiveField {
  readonly unit: readonly [row: number, column: number];
  /** The mean over the samples of Σ |∂unit / ∂x| over the channels, `[H, W]`; the unit is the sum over the node's channels at its place. */
  readonly map: NdArray;
  /** The theoretical field: rows and columns, both ends included, or "nothing". */
  readonly seen: readonly SeenRange[] | "nothing";
  /** The share of the map that lies outside the theoretical field; anything but 0 is an error. */
  readonly outside: number;
  /** The side of the square around the field's middle of the same area as the places with more than 4.55 % of the greatest value, the paper's two deviations. */
  readonly size: number;
}

/**
 * The effective receptive field of a unit: how much each place of the input changes it, which falls off like a Gaussian from the middle of the
 * theoretical field. arXiv:1701.04128, section 2.
 *
 * @throws GraphError for an unknown node, one that makes no maps, or a unit that it does not have.
 */
export async function effectiveField(network: Network, node: string, options: EffectiveFieldOptions = {}): Promise<EffectiveField> {
  known("effectiveField", options, "unit", "samples", "count", "seed", "batchSize", "signal");
  const { count = 20, seed = 0, batchSize = 8, signal } = options;
  whole("effectiveField", "count", count, 1);
  whole("effectiveField", "batchSize", batchSize, 1);
  const { graph } = network;
  const input = pictureInput(graph);
  checkNames(graph, "node with maps", [node], mapNodes(graph));
  const shapes = inferShapes(graph);
  const [height = 1, width = 1, channels = 1] = shapes.get(node) ?? [];
  const unit = options.unit ?? [Math.floor((height - 1) / 2), Math.floor((width - 1) / 2)];
  const seen = inputsSeen(graph, node, unit);
  const [H = 1, W = 1, C = 1] = shapes.get(input) ?? [];
  const samples = options.samples ?? { shape: [count, H, W, C], data: randomOf(seed, "effectiveField").normals(count * H * W * C) };
  const total = samples.shape[0] ?? 0;
  const sums = new Float64Array(H * W);
  const breathe = breather();
  for (let from = 0; from < total; from += batchSize) {
    await breathe();
    signal?.throwIfAborted();
    const some = Math.min(batchSize, total - from);
    const upstream = new Float32Array(some * height * width * channels);
    for (let i = 0; i < some; i++) upstream.fill(1, ((i * height + unit[0]) * width + unit[1]) * channels, ((i * height + unit[0]) * width + unit[1] + 1) * channels);
    const { inputs } = await network.gradients({
      inputs: { [input]: { shape: [some, H, W, C], data: Float32Array.from(samples.data.subarray(from * H * W * C, (from + some) * H * W * C)) } },
      of: { upstream: { [node]: { shape: [some, height, width, channels], data: upstream } } }, withRespectTo: { inputs: [input] },
    });
    const found = inputs[input]?.data ?? [];
    for (let at = 0; at < found.length; at++) sums[Math.floor((at % (H * W * C)) / C)]! += Math.abs(found[at] ?? 0) / total;
  }
  const inside = (place: number): boolean => seen !== "nothing" && [Math.floor(place / W), place % W].every((at, axis) => at >= (seen[axis]?.from ?? 0) && at <= (seen[axis]?.to ?? -1));
  const all = sums.reduce((a, b) => a + b, 0);
  const out = sums.reduce((sum, value, place) => (inside(place) ? sum : sum + value), 0);
  const most = sums.reduce((a, b) => Math.max(a, b), 0);
  return {
    unit, seen, map: { shape: [H, W], data: Float32Array.from(sums) },
    outside: all === 0 ? 0 : out / all,
    size: Math.sqrt(sums.reduce((n, value) => n + Number(value > 0.0455 * most), 0)),
  };
}
