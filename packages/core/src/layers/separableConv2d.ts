import { plus, quantity, times } from "../expression.ts";
import { checked, flag, known, whole } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { step } from "../step.ts";
import { along, maps, padding2d, paddingField2d, pair, pairField, places, slideStep, slidingWindow, type Padding2d, type PaddingOption2d, type Pair } from "../window.ts";

/**
 * A depthwise convolution followed by a 1×1 convolution. ONNX and PyTorch: two `Conv`/`Conv2d` one after the other,
 * Keras `SeparableConv2D`.
 *
 * input `[H, W, C]` · depthwise.weight `[kh, kw, C, multiplier]` · depthwise.bias `[C·multiplier]` ·
 * pointwise.weight `[1, 1, C·multiplier, filters]` · pointwise.bias `[filters]` · output `[H', W', filters]`
 */
export interface SeparableConv2d {
  readonly kind: "separableConv2d";
  readonly filters: number;
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly dilationRate: Pair;
  readonly depthMultiplier: number;
  readonly useBias: boolean;
  readonly useDepthwiseBias: boolean;
}

export interface SeparableConv2dOptions {
  readonly strides?: number | Pair;
  readonly padding?: PaddingOption2d;
  readonly dilationRate?: number | Pair;
  readonly depthMultiplier?: number;
  /** The bias of the 1×1 convolution. */
  readonly useBias?: boolean;
  /** A bias between the two as well: two PyTorch layers have it by default, Keras's one layer has none. */
  readonly useDepthwiseBias?: boolean;
}

/**
 * A convolution in two parts, space then channels: `separableConv2d(64, 3, { padding: "same" })`.
 *
 * @throws LayerError when an option is unknown or out of range.
 */
export function separableConv2d(filters: number, kernelSize: number | Pair, options: SeparableConv2dOptions = {}): SeparableConv2d {
  known("separableConv2d", options, "strides", "padding", "dilationRate", "depthMultiplier", "useBias", "useDepthwiseBias");
  const { strides = 1, padding = "valid", dilationRate = 1, depthMultiplier = 1, useBias = true, useDepthwiseBias = false } = options;
  return checked(separableConv2dRules.fields, {
    kind: "separableConv2d", filters, kernelSize: pair(kernelSize), strides: pair(strides), padding: padding2d(padding), dilationRate: pair(dilationRate), depthMultiplier, useBias, useDepthwiseBias,
  });
}

export const separableConv2dRules: Rules<SeparableConv2d> = {
  doc: {
    summary: "Filters every channel on its own, then mixes the channels at each place.",
    onnx: "Conv, Conv", pytorch: "Conv2d, Conv2d", keras: "SeparableConv2D",
    source: "arXiv:1610.02357, section 2; arXiv:1704.04861, equation 5",
  },
  arity: 1,
  work: "convolution",
  fields: {
    filters: whole(1), kernelSize: pairField(1), strides: pairField(1), padding: paddingField2d, dilationRate: pairField(1), depthMultiplier: whole(1), useBias: flag, useDepthwiseBias: flag,
  },

  outputShape(layer, inputs) {
    const [height, width] = maps("separableConv2d", inputs);
    return [...places("separableConv2d", [along(layer, 0), along(layer, 1)], [height, width]), layer.filters];
  },

  weights({ filters, kernelSize: [kh, kw], depthMultiplier, useBias, useDepthwiseBias }, inputs): WeightSpecs {
    const [, , channels] = maps("separableConv2d", inputs);
    const middle = channels * depthMultiplier;
    const depthwise = [kh * kw, kh * kw * depthMultiplier] as const;
    return {
      "depthwise.weight": { shape: [kh, kw, channels, depthMultiplier], trainable: true, role: "kernel", fans: depthwise, torchAxes: [2, 3, 0, 1], torchShape: [middle, 1, kh, kw] },
      ...(useDepthwiseBias && { "depthwise.bias": { shape: [middle], trainable: true, role: "bias", fans: depthwise } }),
      "pointwise.weight": { shape: [1, 1, middle, filters], trainable: true, role: "kernel", fans: [middle, filters], torchAxes: [3, 2, 0, 1] },
      ...(useBias && { "pointwise.bias": { shape: [filters], trainable: true, role: "bias", fans: [middle, filters] } }),
    };
  },

  macs(layer, inputs) {
    const [height = 0, width = 0, filters = 0] = separableConv2dRules.outputShape(layer, inputs);
    const middle = maps("separableConv2d", inputs)[2] * layer.depthMultiplier;
    return height * width * middle * (layer.kernelSize[0] * layer.kernelSize[1] + filters);
  },

  windows: (layer, inputs) => [slidingWindow([along(layer, 0), along(layer, 1)], maps("separableConv2d", inputs))],

  derive(layer, inputs) {
    const [height, width, channels] = maps("separableConv2d", inputs);
    const [h = 0, w = 0] = separableConv2dRules.outputShape(layer, inputs);
    const kernel = times(quantity("k_h", layer.kernelSize[0]), quantity("k_w", layer.kernelSize[1]));
    const middle = [quantity("c", channels), quantity("m", layer.depthMultiplier)];
    const filters = quantity("f", layer.filters);
    return [
      slideStep("height", along(layer, 0), height),
      slideStep("width", along(layer, 1), width),
      step(
        "parameters",
        plus(times(layer.useDepthwiseBias ? plus(kernel, 1) : kernel, ...middle), times(layer.useBias ? plus(times(...middle), 1) : times(...middle), filters)),
        `a k_h·k_w kernel${layer.useDepthwiseBias ? " and a bias" : ""} per channel and multiplier, then c·m weights${layer.useBias ? " and a bias" : ""} per filter`,
      ),
      step("macs", times(quantity("h'", h), quantity("w'", w), ...middle, plus(kernel, filters)), "arXiv:1704.04861, equation 5"),
    ];
  },
};
