import { adaptiveBins, type AdaptiveAveragePooling2d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { mix, type Rows } from "../axis.ts";
import { only, type Executor } from "../executor.ts";
import { averagePool } from "../pool.ts";
import { even } from "../poolAxes.ts";

export const adaptiveAveragePooling2d: Executor<AdaptiveAveragePooling2d> = ({ outputSize: [oh, ow] }, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const [, h, w] = x.shape;
  return h % oh === 0 && w % ow === 0 ? averagePool(x, [even(h, oh), even(w, ow)], false) : mix(x, [binRows(h, oh), binRows(w, ow)]);
};

const binRows = (length: number, count: number): Rows =>
  adaptiveBins(length, count).map(([from, to]) => Array.from({ length }, (_, i) => (i >= from && i < to ? 1 / (to - from) : 0)));
