import type { Fields } from "./field.ts";
import type { LayerDoc, LayerRecord, Rules } from "./layer.ts";
import { pointwise, shapeOf } from "./window.ts";

/** The rules of a layer without weights that gives a value for each value: any shape in, the same shape out. */
export const pointwiseRules = <L extends LayerRecord>(doc: LayerDoc, fields: Fields<L>): Rules<L> => ({
  doc,
  arity: 1,
  work: "other",
  fields,
  outputShape: (_, inputs) => shapeOf(inputs),
  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive: () => [],
});
