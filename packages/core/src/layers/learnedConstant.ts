import { quantity, times } from "../expression.ts";
import { checked, either, known, listOf, oneOf, real, whole } from "../field.ts";
import type { Rules } from "../layer.ts";
import type { Shape } from "../shape.ts";
import { step } from "../step.ts";

/**
 * A learned array, the same for every sample: a class token, positions to add, the factors of a layer scale. ONNX initializer,
 * PyTorch `Parameter`, Keras `add_weight`. Its input only tells the size of the batch. In a PyTorch state dict, where such an array
 * has no layer of its own, the name of the node is the whole name, and the shape begins with a batch of one.
 *
 * input `[…]` · weight `shape` · output `shape`
 */
export interface LearnedConstant {
  readonly kind: "learnedConstant";
  readonly shape: Shape;
  /** What every value is at the start, or `"normal"`: drawn by the initialiser for constants, N(0, 0.02²) unless another is named. */
  readonly initial: number | "normal";
}

export interface LearnedConstantOptions {
  /** What every value is at the start, or `"normal"`; 0 if left out. */
  readonly initial?: number | "normal";
}

/** A learned array: `learnedConstant([1, 768])` is a class token, `learnedConstant([197, 768], { initial: "normal" })` positions. */
export function learnedConstant(shape: Shape, options: LearnedConstantOptions = {}): LearnedConstant {
  known("learnedConstant", options, "initial");
  return checked(learnedConstantRules.fields, { kind: "learnedConstant", shape, initial: options.initial ?? 0 });
}

export const learnedConstantRules: Rules<LearnedConstant> = {
  doc: { summary: "A learned array, the same for every sample.", onnx: "Initializer", pytorch: "Parameter", keras: "add_weight", source: "arXiv:2010.11929, equation 1" },
  arity: 1,
  work: "other",
  fields: { shape: listOf(whole(1), 1), initial: either(real(), oneOf("normal")) },
  outputShape: ({ shape }) => shape,
  weights: ({ shape, initial }) => ({ weight: { shape, trainable: true, role: "constant", torchName: "", torchShape: [1, ...shape], ...(initial !== "normal" && { initial }) } }),
  macs: () => 0,
  windows: () => ["none"],
  derive: ({ shape }) => [step("parameters", times(...shape.map((n, i) => quantity(`n_${i + 1}`, n))), "one number per element")],
};
