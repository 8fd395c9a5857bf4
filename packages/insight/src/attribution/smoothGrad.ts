import { known, randomOf, whole, type NdArray, type Network } from "@convscope/nn";
import { ask, type TargetOptions } from "../target.ts";
import { explained, meanGradient, type Attribution } from "./gradient.ts";

export interface SmoothGradOptions extends TargetOptions {
  /** How many noisy copies of each sample; 25 unless given. */
  readonly copies?: number;
  /** The noise's deviation, as a share of the sample's greatest less its least value; 0.15 unless given. */
  readonly noise?: number;
  /** Draws the noise. */
  readonly seed?: number;
  /** Copies computed at once; 16 unless given. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/** The mean of the gradients of noisy copies, `[N, H, W, C]`: what flickers from pixel to pixel averages out. arXiv:1706.03825. */
export async function smoothGrad(network: Network, x: NdArray, options: SmoothGradOptions = {}): Promise<Attribution> {
  known("smoothGrad", options, "target", "output", "copies", "noise", "seed", "batchSize", "signal");
  const { copies = 25, noise = 0.15, seed = 0, batchSize = 16, signal } = options;
  whole("smoothGrad", "copies", copies, 1);
  whole("smoothGrad", "batchSize", batchSize, 1);
  if (!(noise >= 0 && noise < Infinity)) throw new RangeError(`smoothGrad: noise must be a finite number ≥ 0. Received ${noise}.`);
  const question = await ask(network, x, options);
  const data = await meanGradient(network, question, x, {
    count: copies, batchSize, signal,
    put(into, k, sample, i) {
      const { least, most } = sample.reduce((range, value) => ({ least: Math.min(range.least, value), most: Math.max(range.most, value) }), { least: Infinity, most: -Infinity });
      const random = randomOf(seed, "smoothGrad", i, k);
      for (let at = 0; at < into.length; at++) into[at] = (sample[at] ?? 0) + noise * (most - least) * random.normal();
    },
  });
  return explained(question, x.shape, data);
}
