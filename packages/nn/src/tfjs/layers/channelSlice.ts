import type { ChannelSlice } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const channelSlice: Executor<ChannelSlice> = ({ start, end, parts }, inputs) => {
  const x = only(inputs);
  const channels = x.shape.at(-1) ?? 0;
  const unit = channels / (parts ?? channels);
  return tf.slice(x, [...x.shape.slice(1).map(() => 0), start * unit], [...x.shape.slice(0, -1), (end - start) * unit]);
};
