import { check } from "../errors.ts";
import { plus, quantity, times } from "../expression.ts";
import { allowed, flag, known, whole } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { product } from "../shape.ts";
import { step } from "../step.ts";
import { along, maps, padding2d, paddingField2d, pair, pairField, places, slideStep, slidingWindow, type Padding2d, type PaddingOption2d, type Pair } from "../window.ts";

/**
 * Slides `filters` kernels over the input. ONNX `Conv`, PyTorch `Conv2d`, Keras `Conv2D`.
 *
 * input `[H, W, C]` · weight `[kh, kw, C / groups, filters]` · bias `[filters]` · output `[H', W', filters]`
 */
export interface Conv2d {
  readonly kind: "conv2d";
  readonly filters: number;
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly dilationRate: Pair;
  readonly groups: number;
  readonly useBias: boolean;
}

export interface Conv2dOptions {
  readonly strides?: number | Pair;
  readonly padding?: PaddingOption2d;
  readonly dilationRate?: number | Pair;
  readonly groups?: number;
  readonly useBias?: boolean;
}

/**
 * A convolution of `filters` kernels: `conv2d(32, 3, { padding: "same" })`.
 *
 * @throws LayerError when an option is unknown or out of range, or `filters` do not divide into `groups`.
 */
export function conv2d(filters: number, kernelSize: number | Pair, options: Conv2dOptions = {}): Conv2d {
  known("conv2d", options, "strides", "padding", "dilationRate", "groups", "useBias");
  const { strides = 1, padding = "valid", dilationRate = 1, groups = 1, useBias = true } = options;
  return allowed(conv2dRules, {
    kind: "conv2d", filters, kernelSize: pair(kernelSize), strides: pair(strides), padding: padding2d(padding), dilationRate: pair(dilationRate), groups, useBias,
  });
}

/** The multiples of `of` around `n`, for a message. */
export function multiples(n: number, of: number): string {
  const below = Math.floor(n / of) * of;
  return below > 0 ? `${below}, ${below + of}` : `${of}`;
}

export const conv2dRules: Rules<Conv2d> = {
  doc: {
    summary: "Slides kernels over the picture; each output is one weighted sum of a small patch.",
    onnx: "Conv", pytorch: "Conv2d", keras: "Conv2D",
    source: "arXiv:1603.07285, section 2",
  },
  arity: 1,
  work: "convolution",
  fields: {
    filters: whole(1), kernelSize: pairField(1), strides: pairField(1), padding: paddingField2d, dilationRate: pairField(1), groups: whole(1), useBias: flag,
  },

  refuse({ filters, groups }) {
    check(filters % groups === 0, "conv2d", `filters must divide into groups. Received filters=${filters}, groups=${groups}. Nearest that divide: ${multiples(filters, groups)}.`);
  },

  outputShape(layer, inputs) {
    const [height, width, channels] = maps("conv2d", inputs);
    check(
      channels % layer.groups === 0,
      "conv2d",
      `input channels must divide into groups. Received ${height}×${width}×${channels}, groups=${layer.groups}. Nearest that divide: ${multiples(channels, layer.groups)}.`,
    );
    return [...places("conv2d", [along(layer, 0), along(layer, 1)], [height, width]), layer.filters];
  },

  weights({ filters, kernelSize: [kh, kw], groups, useBias }, inputs): WeightSpecs {
    const [, , channels] = maps("conv2d", inputs);
    const inward = channels / groups;
    return {
      weight: { shape: [kh, kw, inward, filters], trainable: true, role: "kernel", fans: [kh * kw * inward, kh * kw * filters], torchAxes: [3, 2, 0, 1] },
      ...(useBias && { bias: { shape: [filters], trainable: true, role: "bias", fans: [kh * kw * inward, kh * kw * filters] } }),
    };
  },

  /** The whole kernel is multiplied once per output position. */
  macs(layer, inputs) {
    const [height = 0, width = 0] = conv2dRules.outputShape(layer, inputs);
    return height * width * product(conv2dRules.weights(layer, inputs)["weight"]?.shape ?? []);
  },

  windows(layer, inputs) {
    const [height, width] = maps("conv2d", inputs);
    return [slidingWindow([along(layer, 0), along(layer, 1)], [height, width])];
  },

  derive(layer, inputs) {
    const [height, width, channels] = maps("conv2d", inputs);
    const [h = 0, w = 0] = conv2dRules.outputShape(layer, inputs);
    const kernel = [quantity("k_h", layer.kernelSize[0]), quantity("k_w", layer.kernelSize[1]), quantity(layer.groups === 1 ? "c" : "c/g", channels / layer.groups)];
    const filters = quantity("f", layer.filters);
    return [
      slideStep("height", along(layer, 0), height),
      slideStep("width", along(layer, 1), width),
      step("parameters", times(layer.useBias ? plus(times(...kernel), 1) : times(...kernel), filters), `one kernel of k_h·k_w·${layer.groups === 1 ? "c" : "c/g"} weights${layer.useBias ? " and one bias" : ""} per filter`),
      step("macs", times(quantity("h'", h), quantity("w'", w), ...kernel, filters), "the kernel is multiplied once per output"),
    ];
  },
};
