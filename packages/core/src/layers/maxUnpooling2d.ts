import { check } from "../errors.ts";
import { quantity } from "../expression.ts";
import { allowed, type Fields } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pool2d, poolAxes2d, refusePool } from "../pool.ts";
import { formatShape } from "../shape.ts";
import { step } from "../step.ts";
import { spreadWindow } from "../unslide.ts";
import { maps, pair, type Padding2d, type Pair } from "../window.ts";
import { maxPooling2dRules, type MaxPooling2dOptions } from "./maxPooling2d.ts";

/**
 * Undoes a max pooling: each value goes back to the place where the maximum was, everything else is zero. ONNX `MaxUnpool`,
 * PyTorch `MaxUnpool2d`, Keras has none. The places ("switches") are found again from the maps that were pooled, by the
 * pooling's own rule (the first of equal values), so that no further array travels through the graph. Where windows overlap
 * and share a maximum, their values add up; PyTorch keeps one of them.
 *
 * inputs: values `[H', W', C]`, the maps before the pooling `[H, W, C]` · output `[H, W, C]`
 */
export interface MaxUnpooling2d {
  readonly kind: "maxUnpooling2d";
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly dilationRate: Pair;
  readonly ceilMode: boolean;
}

export type MaxUnpooling2dOptions = MaxPooling2dOptions;

/** The inverse of `maxPooling2d` with the same options: `branches([[], from("encoder.relu2")], maxUnpooling2d(2))`. */
export function maxUnpooling2d(kernelSize: number | Pair, options: MaxUnpooling2dOptions = {}): MaxUnpooling2d {
  const { dilationRate = 1 } = options;
  return allowed(maxUnpooling2dRules, { kind: "maxUnpooling2d", ...pool2d("maxUnpooling2d", kernelSize, options, "dilationRate"), dilationRate: pair(dilationRate) });
}

const fields: Fields<MaxUnpooling2d> = maxPooling2dRules.fields;

export const maxUnpooling2dRules: Rules<MaxUnpooling2d> = {
  doc: {
    summary: "Puts each value back to where the maximum was before a max pooling, zeros elsewhere.",
    onnx: "MaxUnpool", pytorch: "MaxUnpool2d", keras: "",
    source: "arXiv:1311.2901, section 2.1; arXiv:1511.00561, section 3",
  },
  arity: 2,
  work: "other",
  fields,
  refuse: refusePool,
  outputShape(layer, inputs) {
    const [height, width, channels] = maps("maxUnpooling2d", inputs, 1);
    const pooled = maxPooling2dRules.outputShape({ ...layer, kind: "maxPooling2d" }, [[height, width, channels]]);
    const given = maps("maxUnpooling2d", inputs);
    check(given.every((n, i) => n === pooled[i]), "maxUnpooling2d", `the first input must be as large as the pooled second one. Received ${formatShape(given)}, but ${formatShape([height, width, channels])} pools to ${formatShape(pooled)}. Unpool with the options of the pooling, from the maps before it.`);
    return [height, width, channels];
  },
  weights: () => ({}),
  macs: () => 0,
  /** A place looks at the windows that cover it, and, to find the switches, at all that these windows cover. */
  windows(layer, inputs) {
    const [height, width] = maps("maxUnpooling2d", inputs, 1);
    const axes = poolAxes2d(layer, height, width);
    return [
      axes.map(({ size, stride, dilation, before }) => spreadWindow(dilation * (size - 1) + 1, stride, before)),
      axes.map(({ size, dilation }) => ({ size: 2 * dilation * (size - 1) + 1, stride: 1, start: 0 - dilation * (size - 1) })),
    ];
  },
  derive(_, inputs) {
    const [height, width] = maps("maxUnpooling2d", inputs, 1);
    return [step("height", quantity("h", height), "that of the maps before the pooling"), step("width", quantity("w", width), "that of the maps before the pooling")];
  },
};
