import { check } from "../errors.ts";
import { minus, quantity } from "../expression.ts";
import { checked, pairOf, whole, type Field } from "../field.ts";
import type { Rules } from "../layer.ts";
import { step } from "../step.ts";
import { maps, padding2d, type Edges, type Pair } from "../window.ts";

/**
 * Cuts rows and columns off the edges. ONNX `Slice`, PyTorch `x[..., t:-b, l:-r]`, Keras `Cropping2D`.
 *
 * input `[H, W, C]` · output `[H − top − bottom, W − left − right, C]`
 */
export interface Cropping2d {
  readonly kind: "cropping2d";
  readonly cropping: readonly [height: Edges, width: Edges];
}

/** Cuts edges off: `cropping2d(2)` all four, `cropping2d([1, 2])` rows and columns, `cropping2d([[1, 0], [0, 0]])` the top. */
export const cropping2d = (cropping: number | Pair | readonly [height: Edges, width: Edges]): Cropping2d =>
  checked(cropping2dRules.fields, { kind: "cropping2d", cropping: sides(cropping) });

/** All four sides, as they may be written. */
export const sides = (x: number | Pair | readonly [Edges, Edges]): readonly [Edges, Edges] => {
  const all = padding2d(x);
  return all === "same" ? [[0, 0], [0, 0]] : all;
};

export const sidesField: Field<readonly [Edges, Edges]> = pairOf(pairOf(whole(0)) as Field<Edges>) as Field<readonly [Edges, Edges]>;

export const cropping2dRules: Rules<Cropping2d> = {
  doc: { summary: "Cuts rows and columns off the edges.", onnx: "Slice", pytorch: "slicing", keras: "Cropping2D", source: "" },
  arity: 1,
  work: "other",
  fields: { cropping: sidesField },
  outputShape({ cropping: [[top, bottom], [left, right]] }, inputs) {
    const [height, width, channels] = maps("cropping2d", inputs);
    check(top + bottom < height && left + right < width, "cropping2d", `something must be left. Received ${height}×${width}×${channels}, cropping=${JSON.stringify([[top, bottom], [left, right]])}. Cut off at most ${height - 1} rows and ${width - 1} columns.`);
    return [height - top - bottom, width - left - right, channels];
  },
  weights: () => ({}),
  macs: () => 0,
  windows: ({ cropping: [[top], [left]] }) => [[{ size: 1, stride: 1, start: top }, { size: 1, stride: 1, start: left }]],
  derive({ cropping: [[top, bottom], [left, right]] }, inputs) {
    const [height, width] = maps("cropping2d", inputs);
    return [
      step("height", minus(quantity("h", height), quantity("top", top), quantity("bottom", bottom)), "what is cut off"),
      step("width", minus(quantity("w", width), quantity("left", left), quantity("right", right)), "what is cut off"),
    ];
  },
};
