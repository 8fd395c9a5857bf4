import type { GroupNormalization } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { affine } from "../affine.ts";
import { only, type Executor } from "../executor.ts";
import { ownKernel } from "../ownKernel.ts";
import { normalizedAtOnce, standardizeRows } from "../standardize.ts";

/** x `[N, …, C]` · weight and bias `[C]`. Without a kernel of its own, the channels of a group are brought together in one row, and put back. */
export const groupNormalization: Executor<GroupNormalization> = ({ groups, epsilon }, inputs, weights) => {
  const x = only(inputs);
  if (ownKernel("GroupNorm")) return normalizedAtOnce({ forward: "GroupNorm", backward: "GroupNormGrad" }, x, weights, { groups, epsilon });
  const [batch = 0, ...sample] = x.shape;
  const inGroup = (sample.at(-1) ?? 0) / groups;
  const positions = sample.slice(0, -1).reduce((a, b) => a * b, 1);
  const grouped = tf.transpose(tf.reshape(x, [batch, positions, groups, inGroup]), [0, 2, 1, 3]);
  const rows = standardizeRows(tf.reshape(grouped, [batch * groups, positions * inGroup]), epsilon);
  const back = tf.transpose(tf.reshape(rows, [batch, groups, positions, inGroup]), [0, 2, 1, 3]);
  return affine(tf.reshape(back, x.shape), weights);
};
