import { check } from "../errors.ts";
import { quantity, times } from "../expression.ts";
import { allowed, either, known, oneOf, whole } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { formatShape } from "../shape.ts";
import { step } from "../step.ts";
import { pointwise, shapeOf } from "../window.ts";

/**
 * Looks each token up in a table of learned vectors. ONNX `Gather`, PyTorch `Embedding`, Keras `Embedding`.
 *
 * input `[length]`, whole numbers below `vocabulary` · weight `[vocabulary, units]` · output `[length, units]`
 */
export interface Embedding {
  readonly kind: "embedding";
  readonly vocabulary: number;
  readonly units: number;
  readonly paddingIndex: number | "none";
}

export interface EmbeddingOptions {
  /** The token that fills up short sequences: training leaves its vector as it is. */
  readonly paddingIndex?: number | "none";
}

/**
 * A table of `vocabulary` vectors of `units` numbers: `embedding(10_000, 64)` on the input `sequence(50, 10_000)`.
 *
 * @throws LayerError when an option is unknown or out of range, or the padding index is not in the vocabulary.
 */
export function embedding(vocabulary: number, units: number, options: EmbeddingOptions = {}): Embedding {
  known("embedding", options, "paddingIndex");
  return allowed(embeddingRules, { kind: "embedding", vocabulary, units, paddingIndex: options.paddingIndex ?? "none" });
}

export const embeddingRules: Rules<Embedding> = {
  doc: {
    summary: "Looks each token up in a table of learned vectors.",
    onnx: "Gather", pytorch: "Embedding", keras: "Embedding",
    source: "Bengio, Ducharme, Vincent & Jauvin 2003, section 2",
  },
  arity: 1,
  work: "other",
  fields: { vocabulary: whole(1), units: whole(1), paddingIndex: either(oneOf("none"), whole(0)) },

  refuse({ vocabulary, paddingIndex }) {
    check(paddingIndex === "none" || paddingIndex < vocabulary, "embedding", `paddingIndex must be a token of the vocabulary. Received paddingIndex=${paddingIndex}, vocabulary=${vocabulary}. The last token is ${vocabulary - 1}.`);
  },

  outputShape({ units }, inputs) {
    const shape = shapeOf(inputs);
    check(shape.length === 1, "embedding", `input must be [length], a sequence of tokens. Received ${formatShape(shape)}. Use sequence(length, vocabulary) as the graph's input.`);
    return [...shape, units];
  },

  weights: ({ vocabulary, units }): WeightSpecs => ({ weight: { shape: [vocabulary, units], trainable: true, role: "embedding", fans: [vocabulary, units] } }),
  /** Looking up multiplies nothing. */
  macs: () => 0,
  windows: pointwise,

  derive: ({ vocabulary, units }, inputs) => [
    step("length", quantity("t", shapeOf(inputs)[0] ?? 0), "one vector for every token"),
    step("parameters", times(quantity("v", vocabulary), quantity("u", units)), "one vector for every word of the vocabulary"),
  ],
};
