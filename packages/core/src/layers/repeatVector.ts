import { check } from "../errors.ts";
import { quantity } from "../expression.ts";
import { checked, whole } from "../field.ts";
import type { Rules } from "../layer.ts";
import { step } from "../step.ts";
import { shapeOf } from "../window.ts";

/**
 * Repeats a vector as the steps of a sequence, e.g. a picture's features for a captioner. ONNX `Expand`, PyTorch `expand`, Keras `RepeatVector`.
 *
 * input `[C]` · output `[n, C]`
 */
export interface RepeatVector {
  readonly kind: "repeatVector";
  readonly n: number;
}

/** A vector `n` times over: `repeatVector(20)`. */
export const repeatVector = (n: number): RepeatVector => checked(repeatVectorRules.fields, { kind: "repeatVector", n });

export const repeatVectorRules: Rules<RepeatVector> = {
  doc: { summary: "Repeats a vector as the steps of a sequence.", onnx: "Expand", pytorch: "Tensor.expand", keras: "RepeatVector", source: "" },
  arity: 1,
  work: "other",
  fields: { n: whole(1) },
  outputShape({ n }, inputs) {
    const input = shapeOf(inputs);
    check(input.length === 1, "repeatVector", `input must be a vector. Received [${input.join(", ")}]. A flatten or global pooling layer can make one.`);
    return [n, ...input];
  },
  weights: () => ({}),
  macs: () => 0,
  windows: () => ["global"],
  derive: ({ n }) => [step("length", quantity("n", n), "as asked")],
};
