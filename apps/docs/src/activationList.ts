import { activationOf, formatInterval, isActivation, layerFromWords, type ActivationKind, type LayerOf, type PointwiseActivation } from "@convscope/core";
import { oneOf } from "./shapes.ts";

/** The activations that act on each value alone, those of lectures first. */
export const pointwiseKinds = [
  "linear", "step", "sigmoid", "tanh", "relu", "leakyRelu", "randomizedLeakyRelu", "elu", "gelu", "silu", "hardSwish", "hardSigmoid", "relu6",
  "selu", "mish", "softplus", "softsign", "scaledTanh",
] as const satisfies readonly ActivationKind[];

/** An activation and what there is to know of it at one place. */
export interface Told {
  readonly layer: LayerOf<ActivationKind>;
  readonly facts: PointwiseActivation;
  readonly range: string;
  readonly monotonic: string;
  readonly kinks: string;
}

const monotony = { strictly: "rises everywhere", weakly: "never falls", no: "no: it falls and rises" } as const;

/** `relu leakyRelu` as activations; the leaky ones with a slope of their own below zero. @throws RangeError naming the nearest where a word is unknown. */
export function told(words: string, negativeSlope: number): readonly Told[] {
  return words.split(/\s+/).filter((word) => word !== "").map((word) => {
    const kind = oneOf("activation", word, pointwiseKinds);
    const layer = layerFromWords(kind === "leakyRelu" ? `leakyRelu negativeSlope=${negativeSlope}` : kind);
    const facts = isActivation(layer) ? activationOf(layer) : undefined;
    if (!isActivation(layer) || facts?.acts !== "pointwise") throw new RangeError(`${kind} does not act on each value alone.`);
    return { layer, facts, range: formatInterval(facts.range), monotonic: monotony[facts.monotonic], kinks: facts.kinks.length === 0 ? "none" : `at ${facts.kinks.map((kink) => String(kink).replace("-", "−")).join(", ")}` };
  });
}
