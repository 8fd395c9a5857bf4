import { check } from "../errors.ts";
import type { Rules } from "../layer.ts";
import { formatShape, product } from "../shape.ts";
import { channelsOf, shapeOf } from "../window.ts";

/**
 * Multiplies each channel of maps by one number of a vector, as squeeze-and-excitation does. ONNX `Mul`, PyTorch `x * s`, Keras `Multiply`.
 *
 * inputs: `[…, C]`, the vector `[C]` or `[1, 1, C]` · output `[…, C]`
 */
export interface Scale {
  readonly kind: "scale";
}

/** Channels weighed by a vector: `branches([[], gate], scale())`. */
export const scale = (): Scale => ({ kind: "scale" });

export const scaleRules: Rules<Scale> = {
  doc: { summary: "Multiplies each channel by one number.", onnx: "Mul", pytorch: "torch.mul", keras: "Multiply", source: "arXiv:1709.01507, equation 4" },
  arity: 2,
  work: "other",
  fields: {},
  outputShape(_, inputs) {
    const [maps, vector] = [shapeOf(inputs), shapeOf(inputs, 1)];
    check(channelsOf(inputs) === channelsOf(inputs, 1) && product(vector) === channelsOf(inputs), "scale", `the second input must hold one number per channel of the first. Received ${formatShape(maps)} and ${formatShape(vector)}. Expected ${channelsOf(inputs)}.`);
    return maps;
  },
  weights: () => ({}),
  macs: () => 0,
  /** Every place of the maps sees all of the vector that stands for its channel. */
  windows: () => ["pointwise", "global"],
  derive: () => [],
};
