import { check } from "../errors.ts";
import { plus, quantity, times } from "../expression.ts";
import { allowed, flag, known, whole } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { product } from "../shape.ts";
import { step } from "../step.ts";
import { checkUnslide, spreads, unslideStep, unslidingWindow } from "../unslide.ts";
import { padding1d, paddingField1d, steps, type Padding1d, type PaddingOption1d } from "../window.ts";
import { multiples } from "./conv2d.ts";

/**
 * Spreads every input of a sequence over several outputs: the transpose of `conv1d`. ONNX `ConvTranspose`, PyTorch
 * `ConvTranspose1d`, Keras `Conv1DTranspose`.
 *
 * input `[L, C]` · weight `[k, filters / groups, C]` · bias `[filters]` · output `[L', filters]`
 */
export interface Conv1dTranspose {
  readonly kind: "conv1dTranspose";
  readonly filters: number;
  readonly kernelSize: number;
  readonly strides: number;
  readonly padding: Padding1d;
  readonly outputPadding: number;
  readonly dilationRate: number;
  readonly groups: number;
  readonly useBias: boolean;
}

export interface Conv1dTransposeOptions {
  readonly strides?: number;
  /** What is cut off the spread-out result. `"same"` gives L·strides. */
  readonly padding?: PaddingOption1d;
  /** Outputs added at the end. */
  readonly outputPadding?: number;
  readonly dilationRate?: number;
  readonly groups?: number;
  readonly useBias?: boolean;
}

/**
 * A transposed convolution along a sequence: `conv1dTranspose(8, 4, { strides: 2, padding: 1 })` doubles its length.
 *
 * @throws LayerError when an option is unknown or out of range, or `filters` do not divide into `groups`.
 */
export function conv1dTranspose(filters: number, kernelSize: number, options: Conv1dTransposeOptions = {}): Conv1dTranspose {
  known("conv1dTranspose", options, "strides", "padding", "outputPadding", "dilationRate", "groups", "useBias");
  const { strides = 1, padding = "valid", outputPadding = 0, dilationRate = 1, groups = 1, useBias = true } = options;
  return allowed(conv1dTransposeRules, {
    kind: "conv1dTranspose", filters, kernelSize, strides, padding: padding1d(padding), outputPadding, dilationRate, groups, useBias,
  });
}

export const conv1dTransposeRules: Rules<Conv1dTranspose> = {
  doc: {
    summary: "Spreads every step of a sequence over several outputs.",
    onnx: "ConvTranspose", pytorch: "ConvTranspose1d", keras: "Conv1DTranspose",
    source: "arXiv:1603.07285, section 4",
  },
  arity: 1,
  work: "convolution",
  fields: {
    filters: whole(1), kernelSize: whole(1), strides: whole(1), padding: paddingField1d, outputPadding: whole(0), dilationRate: whole(1), groups: whole(1), useBias: flag,
  },

  refuse(layer) {
    const { filters, groups } = layer;
    check(filters % groups === 0, "conv1dTranspose", `filters must divide into groups. Received filters=${filters}, groups=${groups}. Nearest that divide: ${multiples(filters, groups)}.`);
    checkUnslide("conv1dTranspose", [layer]);
  },

  outputShape(layer, inputs) {
    const [length, channels] = steps("conv1dTranspose", inputs);
    check(channels % layer.groups === 0, "conv1dTranspose", `input channels must divide into groups. Received ${length}×${channels}, groups=${layer.groups}. Nearest that divide: ${multiples(channels, layer.groups)}.`);
    return [...spreads("conv1dTranspose", [layer], [length]), layer.filters];
  },

  weights({ filters, kernelSize, groups, useBias }, inputs): WeightSpecs {
    const [, channels] = steps("conv1dTranspose", inputs);
    const fans = [(kernelSize * filters) / groups, kernelSize * channels] as const;
    return {
      weight: { shape: [kernelSize, filters / groups, channels], trainable: true, role: "kernel", fans, torchAxes: [2, 1, 0] },
      ...(useBias && { bias: { shape: [filters], trainable: true, role: "bias", fans } }),
    };
  },

  macs: (layer, inputs) => steps("conv1dTranspose", inputs)[0] * product(conv1dTransposeRules.weights(layer, inputs)["weight"]?.shape ?? []),
  windows: (layer) => [unslidingWindow([layer])],

  derive(layer, inputs) {
    const [length, channels] = steps("conv1dTranspose", inputs);
    const c = quantity("c", channels);
    const kernel = [quantity("k", layer.kernelSize), quantity(layer.groups === 1 ? "f" : "f/g", layer.filters / layer.groups)];
    const weights = times(...kernel, c);
    return [
      unslideStep("length", layer, length),
      step("parameters", layer.useBias ? plus(weights, quantity("f", layer.filters)) : weights, `one kernel per input channel${layer.useBias ? ", one bias per filter" : ""}`),
      step("macs", times(quantity("l", length), c, ...kernel), "the kernel is multiplied once per input"),
    ];
  },
};
