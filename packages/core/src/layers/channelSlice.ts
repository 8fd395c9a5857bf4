import { check } from "../errors.ts";
import { minus, over, quantity, times } from "../expression.ts";
import { allowed, either, known, whole, type Field } from "../field.ts";
import type { Rules } from "../layer.ts";
import { step } from "../step.ts";
import { channelsOf, pointwise, shapeOf } from "../window.ts";
import { multiples } from "./conv2d.ts";

/**
 * Keeps the channels from `start` up to, without, `end`. ONNX `Slice` (or `Split`), PyTorch `x[:, start:end]` (or `chunk`), Keras `x[..., start:end]`.
 *
 * input `[…, C]` · output `[…, end − start]`, or `[…, (end − start)·C / parts]`
 */
export interface ChannelSlice {
  readonly kind: "channelSlice";
  readonly start: number;
  readonly end: number;
  /** Where it is a number, the channels are cut into so many equal parts, and `start` and `end` count parts. */
  readonly parts: number | null;
}

export interface ChannelSliceOptions {
  readonly parts?: number;
}

/** A range of channels: `channelSlice(0, 58)`, or the first half: `channelSlice(0, 1, { parts: 2 })`. */
export function channelSlice(start: number, end: number, options: ChannelSliceOptions = {}): ChannelSlice {
  known("channelSlice", options, "parts");
  return allowed(channelSliceRules, { kind: "channelSlice", start, end, parts: options.parts ?? null });
}

const nothing: Field<null> = { expects: "null", accepts: (value): value is null => value === null };

export const channelSliceRules: Rules<ChannelSlice> = {
  doc: { summary: "Keeps a range of channels.", onnx: "Slice", pytorch: "torch.chunk", keras: "tf.split", source: "arXiv:1807.11164, section 4" },
  arity: 1,
  work: "other",
  fields: { start: whole(0), end: whole(1), parts: either(whole(1), nothing) },
  refuse({ start, end, parts }) {
    check(start < end && end <= (parts ?? Infinity), "channelSlice", `start must come before end${parts === null ? "" : `, and end be at most parts=${parts}`}. Received start=${start}, end=${end}.`);
  },
  outputShape({ start, end, parts }, inputs) {
    const channels = channelsOf(inputs);
    check(channels % (parts ?? 1) === 0, "channelSlice", `channels must divide into parts. Received ${channels} channels, parts=${parts}. Nearest that divide: ${multiples(channels, parts ?? 1)}.`);
    check(end <= (parts ?? channels), "channelSlice", `the range must lie within the channels. Received start=${start}, end=${end} for ${channels} channels.`);
    return [...shapeOf(inputs).slice(0, -1), ((end - start) * channels) / (parts ?? channels)];
  },
  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive({ start, end, parts }, inputs) {
    const range = minus(quantity("end", end), quantity("start", start));
    return [step("channels", parts === null ? range : over(times(range, quantity("c", channelsOf(inputs))), quantity("parts", parts)), "the range that is kept")];
  },
};
