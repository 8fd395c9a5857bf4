import { plus, quantity, times } from "../expression.ts";
import { checked, flag, known, whole } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { product } from "../shape.ts";
import { step } from "../step.ts";
import { channelsOf, shapeOf } from "../window.ts";
import { grouped } from "../working.ts";

/**
 * Every output is a weighted sum of every input. ONNX `Gemm`, PyTorch `Linear`, Keras `Dense`.
 * On more than one axis it works along the last only, each position with the same weights.
 *
 * input `[…, n]` · weight `[n, units]` · bias `[units]` · output `[…, units]`
 */
export interface Dense {
  readonly kind: "dense";
  readonly units: number;
  readonly useBias: boolean;
}

export interface DenseOptions {
  readonly useBias?: boolean;
}

/** A fully connected layer of `units` outputs: `dense(10)`. It connects all values of maps only after a `flatten`. */
export function dense(units: number, options: DenseOptions = {}): Dense {
  known("dense", options, "useBias");
  return checked(denseRules.fields, { kind: "dense", units, useBias: options.useBias ?? true });
}

export const denseRules: Rules<Dense> = {
  doc: {
    summary: "Makes every output a weighted sum of all values along the last axis.",
    onnx: "Gemm", pytorch: "Linear", keras: "Dense",
    source: "Rumelhart, Hinton & Williams 1986",
  },
  arity: 1,
  work: "dense",
  fields: { units: whole(1), useBias: flag },
  outputShape: ({ units }, inputs) => [...shapeOf(inputs).slice(0, -1), units],

  weights({ units, useBias }, inputs): WeightSpecs {
    const inward = channelsOf(inputs);
    return {
      weight: { shape: [inward, units], trainable: true, role: "kernel", fans: [inward, units], torchAxes: [1, 0] },
      ...(useBias && { bias: { shape: [units], trainable: true, role: "bias", fans: [inward, units] } }),
    };
  },

  macs: ({ units }, inputs) => product(shapeOf(inputs)) * units,
  /** Along the last axis only: a dense layer on `[length, n]` does not mix positions. */
  windows: (_, inputs) => [shapeOf(inputs).length > 1 ? "pointwise" : "global"],

  derive({ units, useBias }, inputs) {
    const n = quantity("n", channelsOf(inputs));
    const shape = shapeOf(inputs);
    const positions = shape.slice(0, -1);
    const weighted = `one weight per input${useBias ? " and one bias" : ""}, for each unit`;
    const values = product(shape);
    const flat = `along the last axis only, the same weights at every place; flatten() first connects all ${grouped(values)} values: ${grouped((values + (useBias ? 1 : 0)) * units)} parameters`;
    return [
      step("parameters", times(useBias ? plus(n, 1) : n, quantity("u", units)), positions.length > 0 ? `${weighted}; ${flat}` : weighted),
      step("macs", times(...positions.map((size, i) => quantity(`x_${i + 1}`, size)), n, quantity("u", units)), positions.length > 0 ? "one product per weight, at every place" : "one product per weight"),
    ];
  },
};
