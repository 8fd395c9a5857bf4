import { check } from "../errors.ts";
import { checked, either, known, listOf, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";
import { formatShape } from "../shape.ts";
import { channelsOf, shapeOf } from "../window.ts";

/**
 * scale · x + offset with fixed numbers, one for all channels or one for each: bytes to [0, 1], a residual made small. Nothing is
 * learned or kept. ONNX `Mul` and `Add`, PyTorch `x * s + o`, Keras `Rescaling`.
 *
 * input `[…, C]` · output `[…, C]`
 */
export interface Rescaling {
  readonly kind: "rescaling";
  readonly scale: number | readonly number[];
  readonly offset: number | readonly number[];
}

export interface RescalingOptions {
  /** Multiplies every value, 1 if left out; a list has one for each channel. */
  readonly scale?: number | readonly number[];
  /** Is added afterwards, 0 if left out; a list has one for each channel. */
  readonly offset?: number | readonly number[];
}

/** Fixed numbers: `rescaling({ scale: 1 / 127.5, offset: -1 })` brings bytes to −1 … 1. */
export function rescaling(options: RescalingOptions = {}): Rescaling {
  known("rescaling", options, "scale", "offset");
  return checked(rescalingRules.fields, { kind: "rescaling", scale: options.scale ?? 1, offset: options.offset ?? 0 });
}

const numbers = either(real(), listOf(real(), 1));

export const rescalingRules: Rules<Rescaling> = {
  ...pointwiseRules<Rescaling>(
    { summary: "Multiplies by a fixed number and adds another.", onnx: "Mul, Add", pytorch: "x * s + o", keras: "Rescaling", source: "" },
    { scale: numbers, offset: numbers },
  ),
  outputShape(layer, inputs) {
    for (const name of ["scale", "offset"] as const) {
      const value = layer[name];
      check(typeof value === "number" || value.length === channelsOf(inputs), "rescaling", `${name} must be one number, or one per channel. Received ${typeof value === "number" ? value : value.length} for ${formatShape(shapeOf(inputs))}, which has ${channelsOf(inputs)}.`);
    }
    return shapeOf(inputs);
  },
};
