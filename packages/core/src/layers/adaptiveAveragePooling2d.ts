import { adaptiveWindows } from "../adaptive.ts";
import { quantity } from "../expression.ts";
import { checked } from "../field.ts";
import type { Rules } from "../layer.ts";
import { step } from "../step.ts";
import { maps, pair, pairField, type Pair } from "../window.ts";

/**
 * The mean of each of `outputSize` bins that share out the picture, whatever its size. ONNX has none, PyTorch `AdaptiveAvgPool2d`,
 * Keras `AdaptiveAveragePooling2D`. Bin i of m along n positions goes from ⌊i·n / m⌋ to ⌈(i + 1)·n / m⌉, so bins may overlap by one.
 *
 * input `[H, W, C]` · output `[H', W', C]`
 */
export interface AdaptiveAveragePooling2d {
  readonly kind: "adaptiveAveragePooling2d";
  readonly outputSize: Pair;
}

/** Adaptive average pooling to a fixed size: `adaptiveAveragePooling2d(7)`; `adaptiveAveragePooling2d(1)` keeps `[1, 1, C]`. */
export function adaptiveAveragePooling2d(outputSize: number | Pair): AdaptiveAveragePooling2d {
  return checked(adaptiveAveragePooling2dRules.fields, { kind: "adaptiveAveragePooling2d", outputSize: pair(outputSize) });
}

export const adaptiveAveragePooling2dRules: Rules<AdaptiveAveragePooling2d> = {
  doc: { summary: "Takes the mean of each of a fixed number of bins.", onnx: "", pytorch: "AdaptiveAvgPool2d", keras: "AdaptiveAveragePooling2D", source: "arXiv:1406.4729, section 2.3" },
  arity: 1,
  work: "other",
  fields: { outputSize: pairField(1) },
  outputShape: ({ outputSize }, inputs) => [...outputSize, maps("adaptiveAveragePooling2d", inputs)[2]],
  weights: () => ({}),
  macs: () => 0,
  windows(layer, inputs) {
    const [height, width] = maps("adaptiveAveragePooling2d", inputs);
    return [adaptiveWindows([height, width], layer.outputSize)];
  },
  derive: ({ outputSize: [h, w] }) => [step("height", quantity("h'", h), "as asked"), step("width", quantity("w'", w), "as asked")],
};
