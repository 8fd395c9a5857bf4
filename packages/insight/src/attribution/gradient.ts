import { product } from "@convscope/core";
import { breather, known, type GradientRule, type NdArray, type Network } from "@convscope/nn";
import { ask, upstreamOf, type Explained, type Question, type TargetOptions } from "../target.ts";

/** What each value of the input counts for in the score: `[N, H, W, C]`, as the input; of maps `[N, H, W]`. */
export interface Attribution extends NdArray, Explained {
  readonly data: Float32Array;
}

const given = ["target", "output"] as const;

/**
 * The derivative of the score with respect to each input value, `[N, H, W, C]`, with its sign. A rule other than `true` changes how it passes
 * rectifiers: `guided` is guided backpropagation (arXiv:1412.6806), `deconvnet` the deconvolutional network (arXiv:1311.2901).
 */
export async function gradient(network: Network, x: NdArray, options: TargetOptions & { readonly rule?: GradientRule } = {}): Promise<Attribution> {
  known("gradient", options, ...given, "rule");
  const question = await ask(network, x, options);
  return explained(question, x.shape, await derivative(network, question, x, options.rule));
}

/** The greatest absolute derivative over the channels, `[N, H, W]`: arXiv:1312.6034, section 3.1. */
export async function saliency(network: Network, x: NdArray, options: TargetOptions = {}): Promise<Attribution> {
  known("saliency", options, ...given);
  return overChannels(await gradient(network, x, options), (most, value) => Math.max(most, Math.abs(value)));
}

/** Guided backpropagation, `[N, H, W, C]`: rectifiers let only positive gradients through, where they were active. arXiv:1412.6806. */
export async function guidedBackprop(network: Network, x: NdArray, options: TargetOptions = {}): Promise<Attribution> {
  known("guidedBackprop", options, ...given);
  return gradient(network, x, { ...options, rule: "guided" });
}

/** Each value times its derivative, `[N, H, W, C]`: in a linear network without biases exactly what it adds to the score. arXiv:1605.01713. */
export async function inputTimesGradient(network: Network, x: NdArray, options: TargetOptions = {}): Promise<Attribution> {
  known("inputTimesGradient", options, ...given);
  const found = await gradient(network, x, options);
  return { ...found, data: found.data.map((value, i) => value * (x.data[i] ?? 0)) };
}

/** What a mean of gradients at several points takes. */
interface Points {
  /** Points for each sample. */
  readonly count: number;
  readonly batchSize: number;
  readonly signal: AbortSignal | undefined;
  /** Writes point `k` of sample `i`, whose values `sample` holds. */
  put(into: Float32Array, k: number, sample: Float32Array, i: number): void;
}

/** The mean of the derivatives at several points around each sample, of the class that the sample itself is explained for. */
export async function meanGradient(network: Network, question: Question, x: NdArray, { count, batchSize, signal, put }: Points): Promise<Float32Array> {
  const [samples = 0, ...sample] = x.shape;
  const size = product(sample);
  const values = Float32Array.from(x.data);
  const sums = new Float64Array(samples * size);
  const breathe = breather();
  for (let from = 0; from < samples * count; from += batchSize) {
    await breathe();
    signal?.throwIfAborted();
    const rows = Array.from({ length: Math.min(batchSize, samples * count - from) }, (_, i) => Math.floor((from + i) / count));
    const data = new Float32Array(rows.length * size);
    for (const [i, row] of rows.entries()) put(data.subarray(i * size, (i + 1) * size), (from + i) % count, values.subarray(row * size, (row + 1) * size), row);
    const found = await derivative(network, question, { shape: [rows.length, ...sample], data }, "true", rows);
    for (const [i, row] of rows.entries()) for (let at = 0; at < size; at++) sums[row * size + at]! += (found[i * size + at] ?? 0) / count;
  }
  return Float32Array.from(sums);
}

/** The derivative of each row's score with respect to its input. */
async function derivative(network: Network, question: Question, x: NdArray, rule: GradientRule = "true", rows?: readonly number[]): Promise<Float32Array> {
  const { inputs } = await network.gradients({
    inputs: { [question.input]: x }, of: { upstream: { [question.node]: upstreamOf(question, rows) } }, withRespectTo: { inputs: [question.input] }, rule,
  });
  return Float32Array.from(inputs[question.input]?.data ?? []);
}

/** Folds the last axis: `[N, H, W, C]` to `[N, H, W]`. */
export function overChannels<Of extends Attribution>(found: Of, fold: (before: number, value: number) => number): Of {
  const channels = found.shape.at(-1) ?? 1;
  const data = new Float32Array(found.data.length / channels);
  for (let i = 0; i < data.length; i++) {
    let value = 0;
    for (let c = 0; c < channels; c++) value = fold(value, found.data[i * channels + c] ?? 0);
    data[i] = value;
  }
  return { ...found, shape: found.shape.slice(0, -1), data };
}

export const explained = ({ targets, scores }: Explained, shape: readonly number[], data: Float32Array): Attribution => ({ shape, data, targets, scores });
