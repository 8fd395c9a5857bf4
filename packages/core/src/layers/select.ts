import { check } from "../errors.ts";
import { checked, known, whole } from "../field.ts";
import type { Rules } from "../layer.ts";
import { formatShape } from "../shape.ts";
import { shapeOf } from "../window.ts";
import { axisOf } from "./concatenate.ts";

/**
 * Takes one position along an axis, which then is gone; e.g. the class token. ONNX `Gather`, PyTorch `select` (`x[:, 0]`), Keras `x[:, 0]`.
 *
 * input `[L, C]` · output `[C]`
 */
export interface Select {
  readonly kind: "select";
  /** Counted from 0; a negative one from the end. */
  readonly index: number;
  /** Counted from 0 without the batch; −1 is the last. */
  readonly axis: number;
}

export interface SelectOptions {
  readonly axis?: number;
}

/** One position along the first axis, `select(0)`, or along another, `select(-1, { axis: 1 })`. */
export function select(index: number, options: SelectOptions = {}): Select {
  known("select", options, "axis");
  return checked(selectRules.fields, { kind: "select", index, axis: options.axis ?? 0 });
}

export const selectRules: Rules<Select> = {
  doc: { summary: "Takes one position along an axis.", onnx: "Gather", pytorch: "torch.select", keras: "x[:, i]", source: "" },
  arity: 1,
  work: "other",
  fields: { index: { ...whole(Number.MIN_SAFE_INTEGER), expects: "a whole number" }, axis: whole(-1) },
  outputShape({ index, axis }, inputs) {
    const input = shapeOf(inputs);
    const place = axisOf("select", axis, input);
    const size = input[place] ?? 0;
    check(index >= -size && index < size, "select", `index must be within the axis. Received index=${index} for ${size} positions along axis ${place} of ${formatShape(input)}.`);
    check(input.length > 1, "select", `the input must have at least two axes. Received a vector of ${size}. channelSlice keeps a part of a vector.`);
    return input.filter((_, i) => i !== place);
  },
  weights: () => ({}),
  macs: () => 0,
  windows: () => ["global"],
  derive: () => [],
};
