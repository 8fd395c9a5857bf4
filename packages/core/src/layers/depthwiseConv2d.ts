import { plus, quantity, times } from "../expression.ts";
import { checked, flag, known, whole } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { step } from "../step.ts";
import { along, maps, padding2d, paddingField2d, pair, pairField, places, slideStep, slidingWindow, type Padding2d, type PaddingOption2d, type Pair } from "../window.ts";

/**
 * Filters each channel on its own, `depthMultiplier` times. ONNX `Conv` with group = channels, PyTorch `Conv2d` with groups = channels,
 * Keras `DepthwiseConv2D`.
 *
 * input `[H, W, C]` · weight `[kh, kw, C, multiplier]` · bias `[C·multiplier]` · output `[H', W', C·multiplier]`, a channel's
 * `multiplier` outputs side by side
 */
export interface DepthwiseConv2d {
  readonly kind: "depthwiseConv2d";
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly dilationRate: Pair;
  readonly depthMultiplier: number;
  readonly useBias: boolean;
}

export interface DepthwiseConv2dOptions {
  readonly strides?: number | Pair;
  readonly padding?: PaddingOption2d;
  readonly dilationRate?: number | Pair;
  readonly depthMultiplier?: number;
  readonly useBias?: boolean;
}

/**
 * A convolution of each channel on its own: `depthwiseConv2d(3, { padding: "same" })`.
 *
 * @throws LayerError when an option is unknown or out of range.
 */
export function depthwiseConv2d(kernelSize: number | Pair, options: DepthwiseConv2dOptions = {}): DepthwiseConv2d {
  known("depthwiseConv2d", options, "strides", "padding", "dilationRate", "depthMultiplier", "useBias");
  const { strides = 1, padding = "valid", dilationRate = 1, depthMultiplier = 1, useBias = true } = options;
  return checked(depthwiseConv2dRules.fields, {
    kind: "depthwiseConv2d", kernelSize: pair(kernelSize), strides: pair(strides), padding: padding2d(padding), dilationRate: pair(dilationRate), depthMultiplier, useBias,
  });
}

export const depthwiseConv2dRules: Rules<DepthwiseConv2d> = {
  doc: {
    summary: "Filters every channel on its own; channels are not mixed.",
    onnx: "Conv (group = channels)", pytorch: "Conv2d (groups = channels)", keras: "DepthwiseConv2D",
    source: "arXiv:1704.04861, equation 3",
  },
  arity: 1,
  work: "convolution",
  fields: { kernelSize: pairField(1), strides: pairField(1), padding: paddingField2d, dilationRate: pairField(1), depthMultiplier: whole(1), useBias: flag },

  outputShape(layer, inputs) {
    const [height, width, channels] = maps("depthwiseConv2d", inputs);
    return [...places("depthwiseConv2d", [along(layer, 0), along(layer, 1)], [height, width]), channels * layer.depthMultiplier];
  },

  weights(layer, inputs): WeightSpecs {
    const { kernelSize: [kh, kw], depthMultiplier, useBias } = layer;
    const [, , channels] = maps("depthwiseConv2d", inputs);
    const fans = [kh * kw, kh * kw * depthMultiplier] as const;
    return {
      // PyTorch runs channel and multiplier together in one axis of filters; in memory that is the same order.
      weight: { shape: [kh, kw, channels, depthMultiplier], trainable: true, role: "kernel", fans, torchAxes: [2, 3, 0, 1], torchShape: [channels * depthMultiplier, 1, kh, kw] },
      ...(useBias && { bias: { shape: [channels * depthMultiplier], trainable: true, role: "bias", fans } }),
    };
  },

  macs(layer, inputs) {
    const [height = 0, width = 0, filters = 0] = depthwiseConv2dRules.outputShape(layer, inputs);
    return height * width * filters * layer.kernelSize[0] * layer.kernelSize[1];
  },

  windows: (layer, inputs) => [slidingWindow([along(layer, 0), along(layer, 1)], maps("depthwiseConv2d", inputs))],

  derive(layer, inputs) {
    const [height, width, channels] = maps("depthwiseConv2d", inputs);
    const [h = 0, w = 0] = depthwiseConv2dRules.outputShape(layer, inputs);
    const kernel = times(quantity("k_h", layer.kernelSize[0]), quantity("k_w", layer.kernelSize[1]));
    const filters = [quantity("c", channels), quantity("m", layer.depthMultiplier)];
    return [
      slideStep("height", along(layer, 0), height),
      slideStep("width", along(layer, 1), width),
      step("parameters", times(layer.useBias ? plus(kernel, 1) : kernel, ...filters), `m kernels of k_h·k_w weights${layer.useBias ? " and m biases" : ""} per channel`),
      step("macs", times(quantity("h'", h), quantity("w'", w), kernel, ...filters), "each kernel sees one channel"),
    ];
  },
};
