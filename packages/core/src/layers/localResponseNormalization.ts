import { check } from "../errors.ts";
import { checked, known, oneOf, real, whole } from "../field.ts";
import type { Edges } from "../window.ts";
import type { Rules } from "../layer.ts";
import { formatShape } from "../shape.ts";
import { pointwise, shapeOf } from "../window.ts";

/**
 * Divides every value by how strong its neighbours are: y = x / (k + α/n · Σ x²)^β over a neighbourhood, zero outside.
 * ONNX `LRN`, PyTorch `LocalResponseNorm`, Keras none.
 *
 * - `"across"`: n = `size`, the channels c − ⌊size/2⌋ … c + ⌊(size − 1)/2⌋ at the same place. As in PyTorch and Caffe α is
 *   divided by n; Krizhevsky's α is not, so his 1e-4 with n = 5 is `alpha: 5e-4, k: 2`
 * - `"within"`: n = `size`², a window of as many rows and columns around the place in the same channel, as Caffe's `WITHIN_CHANNEL`
 *
 * input `[H, W, C]` (or any shape, across) · output the same
 */
export interface LocalResponseNormalization {
  readonly kind: "localResponseNormalization";
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
  readonly mode: "across" | "within";
}

export interface LocalResponseNormalizationOptions {
  readonly alpha?: number;
  readonly beta?: number;
  readonly k?: number;
  readonly mode?: "across" | "within";
}

/** Over `size` channels: `localResponseNormalization(5, { alpha: 5e-4, k: 2 })` is AlexNet's. Alpha 1e-4, beta 0.75 and k 1 unless said otherwise. */
export function localResponseNormalization(size: number, options: LocalResponseNormalizationOptions = {}): LocalResponseNormalization {
  known("localResponseNormalization", options, "alpha", "beta", "k", "mode");
  const { alpha = 1e-4, beta = 0.75, k = 1, mode = "across" } = options;
  return checked(localResponseNormalizationRules.fields, { kind: "localResponseNormalization", size, alpha, beta, k, mode });
}

/** How far a neighbourhood of `size` reaches before and after; an even one reaches one further before. */
export const reach = (size: number): Edges => [Math.floor(size / 2), Math.floor((size - 1) / 2)];

export const localResponseNormalizationRules: Rules<LocalResponseNormalization> = {
  doc: {
    summary: "Divides every value by how strong its neighbours are.",
    onnx: "LRN", pytorch: "LocalResponseNorm", keras: "",
    source: "Krizhevsky, Sutskever & Hinton 2012, section 3.3",
  },
  arity: 1,
  work: "other",
  fields: { size: whole(1), alpha: real(0), beta: real(0), k: real(0), mode: oneOf("across", "within") },

  outputShape({ mode }, inputs) {
    const shape = shapeOf(inputs);
    check(mode === "across" || shape.length === 3, "localResponseNormalization", `within a channel the input must be [height, width, channels]. Received ${formatShape(shape)}. Use mode: "across".`);
    return shape;
  },

  weights: () => ({}),
  macs: () => 0,
  windows(layer, inputs) {
    if (layer.mode === "across") return pointwise(layer, inputs);
    const axis = { size: layer.size, stride: 1, start: -reach(layer.size)[0] };
    return [[axis, axis]];
  },
  derive: () => [],
};
