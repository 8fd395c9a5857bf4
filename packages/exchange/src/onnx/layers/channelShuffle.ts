import { product, type ChannelShuffle } from "@convscope/core";
import type { Value } from "../builder.ts";
import type { Emission, Emit } from "../emission.ts";

export const channelShuffle: Emit<ChannelShuffle> = ({ groups }, [x], to) => {
  const channels = x.shape.at(-1) ?? 1;
  const places = product(x.shape) / channels;
  if (x.shape.length === 1) return to.withLast(shuffled(to, to.last(x), [groups, channels / groups], [channels]));
  return to.withFirst(shuffled(to, to.first(x), [groups, channels / groups, places], [channels, ...x.shape.slice(0, -1)]));
};

function shuffled(to: Emission, x: Value, grouped: readonly number[], back: readonly number[]): Value {
  return to.reshape(to.transpose(to.reshape(x, grouped), [0, 2, 1, ...grouped.slice(2).map(() => 3)]), back);
}
