import type { Activation } from "../activation.ts";
import { quantity } from "../expression.ts";
import { checked, flag, known, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { leak } from "../leak.ts";
import { pointwiseRules } from "../pointwise.ts";
import { step } from "../step.ts";
import { channelsOf } from "../window.ts";

/**
 * A leaky ReLU that learns its slope. ONNX `PRelu`, PyTorch `PReLU`, Keras `PReLU` (which has a slope for every value unless
 * axes are shared). Any shape in, the same shape out.
 *
 * input `[…, C]` · weight `[1]`, or `[C]` if `perChannel`
 */
export interface Prelu {
  readonly kind: "prelu";
  readonly perChannel: boolean;
  readonly initialValue: number;
}

export interface PreluOptions {
  /** A slope for each channel instead of one for all. */
  readonly perChannel?: boolean;
  /** The slope before training. */
  readonly initialValue?: number;
}

/** A learned slope, one for all channels unless `perChannel`, starting at 0.25. */
export function prelu(options: PreluOptions = {}): Prelu {
  known("prelu", options, "perChannel", "initialValue");
  return checked(preluRules.fields, { kind: "prelu", perChannel: options.perChannel ?? false, initialValue: options.initialValue ?? 0.25 });
}

export const preluRules: Rules<Prelu> = {
  ...pointwiseRules<Prelu>(
    { summary: "A leaky ReLU that learns its slope.", onnx: "PRelu", pytorch: "PReLU", keras: "PReLU", source: "arXiv:1502.01852, equation 1" },
    { perChannel: flag, initialValue: real() },
  ),
  weights: ({ perChannel, initialValue }, inputs) => ({
    weight: { shape: [perChannel ? channelsOf(inputs) : 1], trainable: true, role: "scale", initial: initialValue },
  }),
  derive: ({ perChannel }, inputs) => [
    perChannel
      ? step("parameters", quantity("c", channelsOf(inputs)), "one slope per channel")
      : step("parameters", quantity("slopes", 1), "one slope for all channels"),
  ],
};

/** As before training. */
export const preluActivation = ({ initialValue }: Prelu): Activation => leak(initialValue, { text: "a", latex: "a" });
