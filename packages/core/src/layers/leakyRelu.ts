import type { Activation } from "../activation.ts";
import { checked, known, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { leak } from "../leak.ts";
import { pointwiseRules } from "../pointwise.ts";

/** `x`, or `negativeSlope·x` below zero. ONNX `LeakyRelu`, PyTorch `LeakyReLU`, Keras `LeakyReLU`. Any shape in, the same shape out. */
export interface LeakyRelu {
  readonly kind: "leakyRelu";
  readonly negativeSlope: number;
}

export interface LeakyReluOptions {
  readonly negativeSlope?: number;
}

/** A rectifier that cannot die: `leakyRelu({ negativeSlope: 0.2 })`; 0.01 if left out. */
export function leakyRelu(options: LeakyReluOptions = {}): LeakyRelu {
  known("leakyRelu", options, "negativeSlope");
  return checked(leakyReluRules.fields, { kind: "leakyRelu", negativeSlope: options.negativeSlope ?? 0.01 });
}

export const leakyReluRules: Rules<LeakyRelu> = pointwiseRules(
  { summary: "A ReLU that lets a little of the negative through.", onnx: "LeakyRelu", pytorch: "LeakyReLU", keras: "LeakyReLU", source: "Maas, Hannun & Ng 2013, equation 2" },
  { negativeSlope: real() },
);

export const leakyReluActivation = ({ negativeSlope }: LeakyRelu): Activation => leak(negativeSlope, { text: "α", latex: "\\alpha" });
