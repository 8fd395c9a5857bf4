import type { Activation } from "../activation.ts";
import { check } from "../errors.ts";
import { allowed, known, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { leak } from "../leak.ts";
import { pointwiseRules } from "../pointwise.ts";

/**
 * A leaky ReLU whose slope is drawn anew for every value in training, evenly between `lower` and `upper`; at inference it is
 * their mean. ONNX `LeakyRelu` (at inference), PyTorch `RReLU`, Keras none. Any shape in, the same shape out.
 */
export interface RandomizedLeakyRelu {
  readonly kind: "randomizedLeakyRelu";
  readonly lower: number;
  readonly upper: number;
}

export interface RandomizedLeakyReluOptions {
  readonly lower?: number;
  readonly upper?: number;
}

/**
 * A randomised leaky ReLU with slopes from 1/8 to 1/3 unless said otherwise.
 *
 * @throws LayerError when an option is unknown, or `lower` is above `upper`.
 */
export function randomizedLeakyRelu(options: RandomizedLeakyReluOptions = {}): RandomizedLeakyRelu {
  known("randomizedLeakyRelu", options, "lower", "upper");
  return allowed(randomizedLeakyReluRules, { kind: "randomizedLeakyRelu", lower: options.lower ?? 1 / 8, upper: options.upper ?? 1 / 3 });
}

export const randomizedLeakyReluRules: Rules<RandomizedLeakyRelu> = {
  ...pointwiseRules<RandomizedLeakyRelu>(
    { summary: "A leaky ReLU with a random slope in training.", onnx: "LeakyRelu", pytorch: "RReLU", keras: "", source: "arXiv:1505.00853, section 2.4" },
    { lower: real(), upper: real() },
  ),
  refuse({ lower, upper }) {
    check(lower <= upper, "randomizedLeakyRelu", `lower must be at most upper. Received lower=${lower}, upper=${upper}. Exchange them.`);
  },
};

/** As at inference: with the mean slope. */
export const randomizedLeakyReluActivation = ({ lower, upper }: RandomizedLeakyRelu): Activation => leak((lower + upper) / 2, { text: "α", latex: "\\alpha" });
