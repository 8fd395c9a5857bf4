import { adaptiveWindows } from "../adaptive.ts";
import { quantity } from "../expression.ts";
import { checked } from "../field.ts";
import type { Rules } from "../layer.ts";
import { step } from "../step.ts";
import { maps, pair, pairField, type Pair } from "../window.ts";

/**
 * The largest value of each of `outputSize` bins that share out the picture, whatever its size. ONNX has none, PyTorch `AdaptiveMaxPool2d`,
 * Keras `AdaptiveMaxPooling2D`. Bin i of m along n positions goes from ⌊i·n / m⌋ to ⌈(i + 1)·n / m⌉, so bins may overlap by one.
 *
 * input `[H, W, C]` · output `[H', W', C]`
 */
export interface AdaptiveMaxPooling2d {
  readonly kind: "adaptiveMaxPooling2d";
  readonly outputSize: Pair;
}

/** Adaptive max pooling to a fixed size: `adaptiveMaxPooling2d(7)`. Ties are resolved as in `maxPooling2d`. */
export function adaptiveMaxPooling2d(outputSize: number | Pair): AdaptiveMaxPooling2d {
  return checked(adaptiveMaxPooling2dRules.fields, { kind: "adaptiveMaxPooling2d", outputSize: pair(outputSize) });
}

export const adaptiveMaxPooling2dRules: Rules<AdaptiveMaxPooling2d> = {
  doc: { summary: "Keeps the largest value of each of a fixed number of bins.", onnx: "", pytorch: "AdaptiveMaxPool2d", keras: "AdaptiveMaxPooling2D", source: "arXiv:1406.4729, section 2.3" },
  arity: 1,
  work: "other",
  fields: { outputSize: pairField(1) },
  outputShape: ({ outputSize }, inputs) => [...outputSize, maps("adaptiveMaxPooling2d", inputs)[2]],
  weights: () => ({}),
  macs: () => 0,
  windows(layer, inputs) {
    const [height, width] = maps("adaptiveMaxPooling2d", inputs);
    return [adaptiveWindows([height, width], layer.outputSize)];
  },
  derive: ({ outputSize: [h, w] }) => [step("height", quantity("h'", h), "as asked"), step("width", quantity("w'", w), "as asked")],
};
