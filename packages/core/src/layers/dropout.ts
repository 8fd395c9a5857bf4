import { checked, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/**
 * In training, makes each value zero with probability `rate` and divides the others by 1 − rate, so that nothing needs to change
 * at inference, where it passes its input on. ONNX `Dropout`, PyTorch `Dropout`, Keras `Dropout`. Any shape in, the same shape out.
 */
export interface Dropout {
  readonly kind: "dropout";
  readonly rate: number;
}

/** Drops a value in two, or at `rate`: `dropout(0.2)`. */
export function dropout(rate: number = 0.5): Dropout {
  return checked(dropoutRules.fields, { kind: "dropout", rate });
}

export const dropoutRules: Rules<Dropout> = pointwiseRules(
  { summary: "Makes random values zero in training.", onnx: "Dropout", pytorch: "Dropout", keras: "Dropout", source: "arXiv:1207.0580; scaled in training as Srivastava et al. 2014, section 10" },
  { rate: real(0, 1) },
);
