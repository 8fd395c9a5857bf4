import { plus, quantity } from "../expression.ts";
import { checked } from "../field.ts";
import type { Rules } from "../layer.ts";
import { step } from "../step.ts";
import { maps, type Edges, type Pair } from "../window.ts";
import { sides, sidesField } from "./cropping2d.ts";

/**
 * Puts zeros around maps. ONNX `Pad`, PyTorch `ZeroPad2d` (which takes left, right, top, bottom), Keras `ZeroPadding2D`.
 *
 * input `[H, W, C]` · output `[top + H + bottom, left + W + right, C]`
 */
export interface ZeroPadding2d {
  readonly kind: "zeroPadding2d";
  readonly padding: readonly [height: Edges, width: Edges];
}

/** Zeros around maps: `zeroPadding2d(1)` on all four sides, `zeroPadding2d([[0, 1], [0, 1]])` below and to the right. */
export const zeroPadding2d = (padding: number | Pair | readonly [height: Edges, width: Edges]): ZeroPadding2d =>
  checked(zeroPadding2dRules.fields, { kind: "zeroPadding2d", padding: sides(padding) });

export const zeroPadding2dRules: Rules<ZeroPadding2d> = {
  doc: { summary: "Puts zeros around maps.", onnx: "Pad", pytorch: "ZeroPad2d", keras: "ZeroPadding2D", source: "" },
  arity: 1,
  work: "other",
  fields: { padding: sidesField },
  outputShape({ padding: [[top, bottom], [left, right]] }, inputs) {
    const [height, width, channels] = maps("zeroPadding2d", inputs);
    return [top + height + bottom, left + width + right, channels];
  },
  weights: () => ({}),
  macs: () => 0,
  windows: ({ padding: [[top], [left]] }) => [[{ size: 1, stride: 1, start: 0 - top }, { size: 1, stride: 1, start: 0 - left }]],
  derive({ padding: [[top, bottom], [left, right]] }, inputs) {
    const [height, width] = maps("zeroPadding2d", inputs);
    return [
      step("height", plus(quantity("top", top), quantity("h", height), quantity("bottom", bottom)), "zeros above and below"),
      step("width", plus(quantity("left", left), quantity("w", width), quantity("right", right)), "zeros on the left and right"),
    ];
  },
};
