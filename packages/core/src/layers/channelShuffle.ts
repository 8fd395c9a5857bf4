import { check } from "../errors.ts";
import { checked, whole } from "../field.ts";
import type { Rules } from "../layer.ts";
import { channelsOf, pointwise, shapeOf } from "../window.ts";
import { multiples } from "./conv2d.ts";

/**
 * Deals the channels of each group out to all groups, so that grouped convolutions can mix: channel j of group i becomes
 * channel j·groups + i. ONNX `Reshape` + `Transpose`, PyTorch `ChannelShuffle`; Keras has none.
 *
 * input `[…, C]` · output `[…, C]`
 */
export interface ChannelShuffle {
  readonly kind: "channelShuffle";
  readonly groups: number;
}

/** Shuffles channels between groups: `channelShuffle(2)`. */
export const channelShuffle = (groups: number): ChannelShuffle => checked(channelShuffleRules.fields, { kind: "channelShuffle", groups });

export const channelShuffleRules: Rules<ChannelShuffle> = {
  doc: {
    summary: "Deals the channels of each group out to all groups.",
    onnx: "Reshape + Transpose", pytorch: "ChannelShuffle", keras: "",
    source: "arXiv:1707.01083, section 3.1",
  },
  arity: 1,
  work: "other",
  fields: { groups: whole(1) },
  outputShape({ groups }, inputs) {
    const channels = channelsOf(inputs);
    check(channels % groups === 0, "channelShuffle", `channels must divide into groups. Received ${channels} channels, groups=${groups}. Nearest that divide: ${multiples(channels, groups)}.`);
    return shapeOf(inputs);
  },
  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive: () => [],
};
