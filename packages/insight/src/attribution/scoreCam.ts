import { breather, known, whole, type NdArray, type Network } from "@convscope/nn";
import { resized } from "../resize.ts";
import { scoresOf } from "../target.ts";
import { mapsOf, type CamOptions, type ClassActivationMap } from "./cam.ts";
import { explained } from "./gradient.ts";

export interface ScoreCamOptions extends CamOptions {
  /** Masked pictures computed at once; 16 unless given. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/**
 * Score-CAM: each map of a layer, enlarged and scaled to 0 … 1, masks the picture; maps under which the class's score stays high weigh most
 * (a softmax over the channels). No gradient is used, and one forward pass for each channel. arXiv:1910.01279, algorithm 1, with a black
 * picture as the baseline.
 */
export async function scoreCam(network: Network, x: NdArray, options: ScoreCamOptions = {}): Promise<ClassActivationMap> {
  known("scoreCam", options, "target", "output", "layer", "batchSize", "signal");
  const { batchSize = 16, signal } = options;
  whole("scoreCam", "batchSize", batchSize, 1);
  const { question, layer, shape: [samples, height, width, channels], values } = await mapsOf(network, x, options);
  const [, H = 0, W = 0, C = 0] = x.shape;
  const data = new Float32Array(samples * height * width);
  const breathe = breather();
  for (let i = 0; i < samples; i++) {
    const maps = Array.from({ length: channels }, (_, c) => Float32Array.from({ length: height * width }, (__, place) => values[(i * height * width + place) * channels + c] ?? 0));
    const scores: number[] = [];
    for (let from = 0; from < channels; from += batchSize) {
      await breathe();
      signal?.throwIfAborted();
      const some = maps.slice(from, from + batchSize);
      const masked = new Float32Array(some.length * H * W * C);
      for (const [k, map] of some.entries()) {
        const mask = resized({ shape: [1, height, width], data: between0And1(map) }, H, W).data;
        for (let at = 0; at < H * W * C; at++) masked[k * H * W * C + at] = (x.data[i * H * W * C + at] ?? 0) * (mask[Math.floor(at / C)] ?? 0);
      }
      const found = await network.run({ [question.input]: { shape: [some.length, H, W, C], data: masked } }, { nodes: [question.node] });
      scores.push(...scoresOf(found[question.node] as NdArray, question, new Array<number>(some.length).fill(i)));
    }
    // The baseline's score would be taken from each alike, and a softmax does not see that.
    const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = scores.map((score) => Math.exp(score - most));
    const sum = powers.reduce((a, b) => a + b, 0);
    for (const [c, map] of maps.entries()) for (const [place, value] of map.entries()) data[i * height * width + place]! += ((powers[c] ?? 0) / sum) * value;
  }
  return { ...explained(question, [samples, height, width], data.map((value) => Math.max(0, value))), layer };
}

/** A map that is the same everywhere says nothing about places and masks nothing. */
function between0And1(map: Float32Array): Float32Array {
  const [least, most] = [map.reduce((a, b) => Math.min(a, b), Infinity), map.reduce((a, b) => Math.max(a, b), -Infinity)];
  return most > least ? map.map((value) => (value - least) / (most - least)) : new Float32Array(map.length);
}
