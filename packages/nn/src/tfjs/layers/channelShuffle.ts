import type { ChannelShuffle } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const channelShuffle: Executor<ChannelShuffle> = ({ groups }, inputs) => {
  const x = only(inputs);
  const channels = x.shape.at(-1) ?? 0;
  return tf.reshape(tf.transpose(tf.reshape(x, [-1, groups, channels / groups]), [0, 2, 1]), x.shape);
};
