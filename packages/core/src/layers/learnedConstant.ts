import { quantity, times } from "../expression.ts";
import { checked, known, listOf, real, whole } from "../field.ts";
import type { Rules } from "../layer.ts";
import type { Shape } from "../shape.ts";
import { step } from "../step.ts";

/**
 * A learned array, the same for every sample: a class token, positions to add, the factors of a layer scale. ONNX initializer,
 * PyTorch `Parameter`, Keras `add_weight`. Its input only tells the size of the batch. In a PyTorch state dict, where such an array
 * has no layer of its own, the name of the node is the whole name.
 *
 * input `[…]` · weight `shape` · output `shape`
 */
export interface LearnedConstant {
  readonly kind: "learnedConstant";
  readonly shape: Shape;
  /** The values at the start are normal with this mean and standard deviation. */
  readonly mean: number;
  readonly stddev: number;
}

export interface LearnedConstantOptions {
  /** Mean of the values at the start; 0 if left out. */
  readonly mean?: number;
  /** Standard deviation of the values at the start; 0, all the same, if left out. */
  readonly stddev?: number;
}

/** A learned array: `learnedConstant([1, 768])` is a class token, `learnedConstant([197, 768], { stddev: 0.02 })` positions. */
export function learnedConstant(shape: Shape, options: LearnedConstantOptions = {}): LearnedConstant {
  known("learnedConstant", options, "mean", "stddev");
  return checked(learnedConstantRules.fields, { kind: "learnedConstant", shape, mean: options.mean ?? 0, stddev: options.stddev ?? 0 });
}

export const learnedConstantRules: Rules<LearnedConstant> = {
  doc: { summary: "A learned array, the same for every sample.", onnx: "Initializer", pytorch: "Parameter", keras: "add_weight", source: "arXiv:2010.11929, equation 1" },
  arity: 1,
  work: "other",
  fields: { shape: listOf(whole(1), 1), mean: real(), stddev: real(0) },
  outputShape: ({ shape }) => shape,
  weights: ({ shape }) => ({ weight: { shape, trainable: true, role: "constant" } }),
  macs: () => 0,
  windows: () => ["none"],
  derive: ({ shape }) => [step("parameters", times(...shape.map((n, i) => quantity(`n_${i + 1}`, n))), "one number per element")],
};
