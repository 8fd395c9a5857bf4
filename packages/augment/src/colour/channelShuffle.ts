import { AugmentError } from "../error.ts";
import type { Field } from "../field.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { emptyLike, recolour, type Plain, type PlainPixels } from "./recolour.ts";
import { shuffle } from "./shuffle.ts";

/** Channels in another order. */
export interface ChannelsOrdered extends Labelled {
  readonly kind: "channelOrder";
  /** Which of the old channels each new one is: [2, 1, 0] exchanges red and blue. */
  readonly order: readonly number[];
}

/** Channels in random order. */
export interface ChannelShuffle extends Chance {
  readonly kind: "channelShuffle";
}

const order: Field<readonly number[]> = {
  rule: "the numbers of the channels, from 0, each once",
  parse: (value) => (Array.isArray(value) && value.length <= 1_024 && new Set(value).size === value.length && value.every((c) => Number.isInteger(c) && c >= 0 && c < value.length) ? (value as number[]).slice() : undefined),
};

export const channelOrderOperation: OperationRow<ChannelsOrdered> = recolour({ order }, ordering);

export const channelShuffleStep: StepRow<ChannelShuffle> = {
  fields: {},
  chance: 0.5,
  draw(_, random, [, , channels]) {
    const order = Array.from({ length: channels }, (_, c) => c);
    shuffle(order, random);
    return [{ kind: "channelOrder", order, label: `channels ${order.join(", ")}` }];
  },
};

/** A step that puts the channels in any order with probability `p`, ½ unless given. A grey image stays as it is. */
export const channelShuffle = (options: { readonly p?: number } = {}): ChannelShuffle => make("channelShuffle", channelShuffleStep, options);

function ordering({ shape: [, , channels], data }: Plain, { order }: ChannelsOrdered): PlainPixels {
  if (order.length !== channels) throw new AugmentError(`channelOrder: order must name each of the ${channels} channels. Received ${order.join(", ")}.`);
  const result = emptyLike(data);
  for (let c = 0; c < channels; c++) {
    const from = order[c] as number;
    for (let i = 0; i < data.length; i += channels) result[i + c] = data[i + from] as number;
  }
  return result;
}
