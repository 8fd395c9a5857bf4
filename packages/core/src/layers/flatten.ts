import { quantity, times } from "../expression.ts";
import type { Rules } from "../layer.ts";
import { product } from "../shape.ts";
import { step } from "../step.ts";
import { pointwise, shapeOf } from "../window.ts";

/**
 * Lays all values of a sample in one row, in memory order (height, width, channels). ONNX `Flatten`, PyTorch `Flatten`
 * (which goes channels first), Keras `Flatten`.
 *
 * input `[H, W, C]` · output `[H·W·C]`
 */
export interface Flatten {
  readonly kind: "flatten";
}

export const flatten = (): Flatten => ({ kind: "flatten" });

export const flattenRules: Rules<Flatten> = {
  doc: { summary: "Lays all values in one row.", onnx: "Flatten", pytorch: "Flatten", keras: "Flatten", source: "" },
  arity: 1,
  work: "other",
  fields: {},
  outputShape: (_, inputs) => [product(shapeOf(inputs))],
  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive: (_, inputs) => [step("units", times(...shapeOf(inputs).map((n, i) => quantity(`n_${i + 1}`, n))), "all values in one row")],
};
