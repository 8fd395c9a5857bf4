import { check } from "../errors.ts";
import { plus, quantity, times } from "../expression.ts";
import { allowed, known, listOf, real, received } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { formatShape } from "../shape.ts";
import { step } from "../step.ts";
import { channelsOf, pointwise, shapeOf } from "../window.ts";

/**
 * Standardises each channel with statistics measured beforehand: (x − mean) / √variance. ONNX `Sub` and `Div`, torchvision
 * `Normalize`, Keras `Normalization`.
 *
 * The statistics belong to the record, and are what the untrained weights start with. `count` is how many values they were
 * measured on: it computes nothing, but Keras keeps it, so that three channels are its 7 untrained numbers.
 *
 * input `[…, C]` · mean `[C]` · variance `[C]` · count `[]` · output `[…, C]`
 */
export interface Normalization {
  readonly kind: "normalization";
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}

/** What each channel is standardised with: its mean and either its variance or its standard deviation. */
export type NormalizationOptions = { readonly mean: readonly number[] } & ({ readonly variance: readonly number[] } | { readonly std: readonly number[] });

/**
 * Fixed statistics, one of each per channel: `normalization({ mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] })`.
 *
 * @throws LayerError when the lists differ in length, or a variance is not positive.
 */
export function normalization(options: NormalizationOptions): Normalization {
  known("normalization", options, "mean", "variance", "std");
  check(!("variance" in options && "std" in options), "normalization", "takes variance or std. Received both. Leave one out.");
  if (!("std" in options)) return allowed(normalizationRules, { kind: "normalization", mean: options.mean, variance: options.variance });
  const { mean, std } = options;
  check(statistics.accepts(std), "normalization", `std must be ${statistics.expects}. Received ${received(std)}.`);
  return allowed(normalizationRules, { kind: "normalization", mean, variance: std.map((s) => s * s) });
}

const statistics = listOf(real(0), 1);

export const normalizationRules: Rules<Normalization> = {
  doc: {
    summary: "Standardises each channel with statistics measured beforehand.",
    onnx: "Sub, Div", pytorch: "torchvision.transforms.Normalize", keras: "Normalization",
    source: "",
  },
  arity: 1,
  work: "other",
  fields: { mean: listOf(real(), 1), variance: statistics },

  refuse({ mean, variance }) {
    check(mean.length === variance.length, "normalization", `mean and variance must be as many. Received ${mean.length} and ${variance.length}. Give one of each per channel.`);
    const zero = variance.indexOf(0);
    check(zero < 0, "normalization", `variance must be above 0. Received 0 for channel ${zero}. A channel that never varies can have 1.`);
  },

  outputShape({ mean }, inputs) {
    const shape = shapeOf(inputs);
    check(channelsOf(inputs) === mean.length, "normalization", `mean and variance must be one per channel. Received ${formatShape(shape)}, which has ${channelsOf(inputs)}, and ${mean.length} of each.`);
    return shape;
  },

  weights: ({ mean, variance }): WeightSpecs => ({
    mean: { shape: [mean.length], trainable: false, role: "constant", initial: mean },
    variance: { shape: [variance.length], trainable: false, role: "constant", initial: variance },
    count: { shape: [], trainable: false, role: "constant", initial: 0 },
  }),
  macs: () => 0,
  windows: pointwise,
  derive: ({ mean }) => [step("kept numbers", plus(times(2, quantity("c", mean.length)), 1), "the mean and variance of each channel, and how many values were counted; nothing is learned")],
};
