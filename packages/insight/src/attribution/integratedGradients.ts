import { formatShape, product } from "@convscope/core";
import { known, whole, type NdArray, type Network } from "@convscope/nn";
import { ask, scoresOf, type TargetOptions } from "../target.ts";
import { explained, meanGradient, type Attribution } from "./gradient.ts";

export interface IntegratedGradientsOptions extends TargetOptions {
  /** Where the path begins: a value for every pixel and channel, or one sample `[H, W, C]`; 0 unless given. What it shows should mean "nothing". */
  readonly baseline?: number | NdArray;
  /** Points on the path; 50 unless given. */
  readonly steps?: number;
  /** Points computed at once; 16 unless given. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

export interface IntegratedGradients extends Attribution {
  /** The score of the baseline, for each sample's class. */
  readonly baselineScores: readonly number[];
  /** The attributions' sum less (score − baseline's score), for each sample: 0 but for the error of so few steps. */
  readonly completenessErrors: readonly number[];
}

/**
 * Integrated gradients, `[N, H, W, C]`: the mean gradient on the straight way from a baseline to the sample, times the difference of the two.
 * All of them add up to the difference of the scores: arXiv:1703.01365. The integral is a sum over the middles of equal steps.
 */
export async function integratedGradients(network: Network, x: NdArray, options: IntegratedGradientsOptions = {}): Promise<IntegratedGradients> {
  known("integratedGradients", options, "target", "output", "baseline", "steps", "batchSize", "signal");
  const { steps = 50, batchSize = 16, signal } = options;
  whole("integratedGradients", "steps", steps, 1);
  whole("integratedGradients", "batchSize", batchSize, 1);
  const [samples = 0, ...shape] = x.shape;
  const baseline = baselineOf(options.baseline ?? 0, shape);
  const question = await ask(network, x, options);
  const mean = await meanGradient(network, question, x, {
    count: steps, batchSize, signal,
    put(into, k, sample) {
      for (let at = 0; at < into.length; at++) into[at] = (baseline[at] ?? 0) + ((k + 0.5) / steps) * ((sample[at] ?? 0) - (baseline[at] ?? 0));
    },
  });
  const data = mean.map((value, at) => value * ((x.data[at] ?? 0) - (baseline[at % baseline.length] ?? 0)));
  const ground = await network.run({ [question.input]: { shape: [1, ...shape], data: baseline } }, { nodes: [question.node] });
  const one = ground[question.node] as NdArray;
  const baselineScores = Array.from({ length: samples }, (_, i) => scoresOf(one, question, [i])[0] ?? NaN);
  const sumOf = (i: number): number => data.subarray(i * baseline.length, (i + 1) * baseline.length).reduce((sum, value) => sum + value, 0);
  return {
    ...explained(question, x.shape, data), baselineScores,
    completenessErrors: question.scores.map((score, i) => sumOf(i) - (score - (baselineScores[i] ?? NaN))),
  };
}

function baselineOf(baseline: number | NdArray, shape: readonly number[]): Float32Array {
  if (typeof baseline === "number") return new Float32Array(product(shape)).fill(baseline);
  if (formatShape(baseline.shape) !== formatShape(shape)) throw new RangeError(`integratedGradients: the baseline must be one sample, ${formatShape(shape)}. Received ${formatShape(baseline.shape)}.`);
  return Float32Array.from(baseline.data);
}
