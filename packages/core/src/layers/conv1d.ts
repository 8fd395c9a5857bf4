import { check } from "../errors.ts";
import { plus, quantity, times } from "../expression.ts";
import { allowed, flag, known, whole } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { product } from "../shape.ts";
import { step } from "../step.ts";
import { padding1d, paddingField1d, places, slideStep, slidingWindow, steps, type Padding1d, type PaddingOption1d } from "../window.ts";
import { multiples } from "./conv2d.ts";

/**
 * Slides `filters` kernels along a sequence. ONNX `Conv`, PyTorch `Conv1d`, Keras `Conv1D`.
 *
 * input `[L, C]` · weight `[k, C / groups, filters]` · bias `[filters]` · output `[L', filters]`
 */
export interface Conv1d {
  readonly kind: "conv1d";
  readonly filters: number;
  readonly kernelSize: number;
  readonly strides: number;
  readonly padding: Padding1d;
  readonly dilationRate: number;
  readonly groups: number;
  readonly useBias: boolean;
}

export interface Conv1dOptions {
  readonly strides?: number;
  readonly padding?: PaddingOption1d;
  readonly dilationRate?: number;
  readonly groups?: number;
  readonly useBias?: boolean;
}

/**
 * A convolution along a sequence: `conv1d(100, 3)` looks at three words at a time.
 *
 * @throws LayerError when an option is unknown or out of range, or `filters` do not divide into `groups`.
 */
export function conv1d(filters: number, kernelSize: number, options: Conv1dOptions = {}): Conv1d {
  known("conv1d", options, "strides", "padding", "dilationRate", "groups", "useBias");
  const { strides = 1, padding = "valid", dilationRate = 1, groups = 1, useBias = true } = options;
  return allowed(conv1dRules, { kind: "conv1d", filters, kernelSize, strides, padding: padding1d(padding), dilationRate, groups, useBias });
}

export const conv1dRules: Rules<Conv1d> = {
  doc: {
    summary: "Slides kernels along a sequence; each output is one weighted sum of a few neighbours.",
    onnx: "Conv", pytorch: "Conv1d", keras: "Conv1D",
    source: "arXiv:1603.07285, section 2",
  },
  arity: 1,
  work: "convolution",
  fields: { filters: whole(1), kernelSize: whole(1), strides: whole(1), padding: paddingField1d, dilationRate: whole(1), groups: whole(1), useBias: flag },

  refuse({ filters, groups }) {
    check(filters % groups === 0, "conv1d", `filters must divide into groups. Received filters=${filters}, groups=${groups}. Nearest that divide: ${multiples(filters, groups)}.`);
  },

  outputShape(layer, inputs) {
    const [length, channels] = steps("conv1d", inputs);
    check(channels % layer.groups === 0, "conv1d", `input channels must divide into groups. Received ${length}×${channels}, groups=${layer.groups}. Nearest that divide: ${multiples(channels, layer.groups)}.`);
    return [...places("conv1d", [layer], [length]), layer.filters];
  },

  weights({ filters, kernelSize, groups, useBias }, inputs): WeightSpecs {
    const inward = steps("conv1d", inputs)[1] / groups;
    const fans = [kernelSize * inward, kernelSize * filters] as const;
    return {
      weight: { shape: [kernelSize, inward, filters], trainable: true, role: "kernel", fans, torchAxes: [2, 1, 0] },
      ...(useBias && { bias: { shape: [filters], trainable: true, role: "bias", fans } }),
    };
  },

  macs(layer, inputs) {
    const [length = 0] = conv1dRules.outputShape(layer, inputs);
    return length * product(conv1dRules.weights(layer, inputs)["weight"]?.shape ?? []);
  },

  windows: (layer, inputs) => [slidingWindow([layer], steps("conv1d", inputs))],

  derive(layer, inputs) {
    const [length, channels] = steps("conv1d", inputs);
    const [l = 0] = conv1dRules.outputShape(layer, inputs);
    const kernel = times(quantity("k", layer.kernelSize), quantity(layer.groups === 1 ? "c" : "c/g", channels / layer.groups));
    const filters = quantity("f", layer.filters);
    return [
      slideStep("length", layer, length),
      step("parameters", times(layer.useBias ? plus(kernel, 1) : kernel, filters), `one kernel of k·${layer.groups === 1 ? "c" : "c/g"} weights${layer.useBias ? " and one bias" : ""} per filter`),
      step("macs", times(quantity("l'", l), kernel, filters), "the kernel is multiplied once per output"),
    ];
  },
};
