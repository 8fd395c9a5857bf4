import { AugmentError } from "../error.ts";
import { number, whole } from "../field.ts";
import { whiteOf } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { recolour } from "./recolour.ts";

/** One channel all of one level. */
export interface ChannelDropped extends Labelled {
  readonly kind: "channelDrop";
  /** From 0. */
  readonly channel: number;
  /** A level of 0 … 255. */
  readonly fill: number;
}

/** A random channel all of one level. */
export interface ChannelDrop extends Chance {
  readonly kind: "channelDrop";
  readonly fill: number;
}

const fill = number({ min: 0, max: 255, fallback: 0 });

export const channelDropOperation: OperationRow<ChannelDropped> = recolour({ channel: whole({ min: 0, max: 1_023 }), fill }, ({ shape: [, , channels], data }, { channel, fill }) => {
  if (channel >= channels) throw new AugmentError(`channelDrop: channel must be one of the image's, from 0 to ${channels - 1}. Received ${channel}.`);
  const result = data.slice();
  const level = (fill / 255) * whiteOf(data);
  for (let i = channel; i < result.length; i += channels) result[i] = level;
  return result;
});

export const channelDropStep: StepRow<ChannelDrop> = {
  fields: { fill },
  chance: 0.5,
  draw({ fill }, random, [, , channels]) {
    // Of a grey image nothing would be left.
    if (channels === 1) return [];
    const channel = random.integer(channels);
    return [{ kind: "channelDrop", channel, fill, label: `drop channel ${channel}` }];
  },
};

/** A step that gives one channel a level, 0 unless given, with probability `p`, ½ unless given. A grey image stays as it is. */
export const channelDrop = (options: { readonly fill?: number; readonly p?: number } = {}): ChannelDrop => make("channelDrop", channelDropStep, options);
