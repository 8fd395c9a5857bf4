import { check } from "../errors.ts";
import { plus, quantity, times } from "../expression.ts";
import { allowed, flag, known, whole } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { product } from "../shape.ts";
import { step } from "../step.ts";
import { checkUnslide, spreads, unslideAlong, unslideStep, unslidingWindow } from "../unslide.ts";
import { maps, padding2d, paddingField2d, pair, pairField, type Padding2d, type PaddingOption2d, type Pair } from "../window.ts";
import { multiples } from "./conv2d.ts";

/**
 * Spreads every input over a patch of the output: the transpose of `conv2d`, used to enlarge. ONNX `ConvTranspose`,
 * PyTorch `ConvTranspose2d`, Keras `Conv2DTranspose`.
 *
 * input `[H, W, C]` · weight `[kh, kw, filters / groups, C]` · bias `[filters]` · output `[H', W', filters]`
 */
export interface Conv2dTranspose {
  readonly kind: "conv2dTranspose";
  readonly filters: number;
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly outputPadding: Pair;
  readonly dilationRate: Pair;
  readonly groups: number;
  readonly useBias: boolean;
}

export interface Conv2dTransposeOptions {
  readonly strides?: number | Pair;
  /** What is cut off the spread-out result: as many as the convolution that it transposes has as padding. `"same"` gives H·strides. */
  readonly padding?: PaddingOption2d;
  /** Rows and columns added at the end, where several input sizes of the convolution gave the same output size. */
  readonly outputPadding?: number | Pair;
  readonly dilationRate?: number | Pair;
  readonly groups?: number;
  readonly useBias?: boolean;
}

/**
 * A transposed convolution: `conv2dTranspose(32, 2, { strides: 2 })` doubles height and width. Keras's `"valid"` also fills up
 * to `H·strides` where the kernel is smaller than the stride: give `outputPadding: strides − kernelSize` for that.
 *
 * @throws LayerError when an option is unknown or out of range, or `filters` do not divide into `groups`.
 */
export function conv2dTranspose(filters: number, kernelSize: number | Pair, options: Conv2dTransposeOptions = {}): Conv2dTranspose {
  known("conv2dTranspose", options, "strides", "padding", "outputPadding", "dilationRate", "groups", "useBias");
  const { strides = 1, padding = "valid", outputPadding = 0, dilationRate = 1, groups = 1, useBias = true } = options;
  return allowed(conv2dTransposeRules, {
    kind: "conv2dTranspose", filters, kernelSize: pair(kernelSize), strides: pair(strides), padding: padding2d(padding), outputPadding: pair(outputPadding), dilationRate: pair(dilationRate), groups, useBias,
  });
}

export const conv2dTransposeRules: Rules<Conv2dTranspose> = {
  doc: {
    summary: "Spreads every input over a patch of a larger output.",
    onnx: "ConvTranspose", pytorch: "ConvTranspose2d", keras: "Conv2DTranspose",
    source: "arXiv:1603.07285, section 4",
  },
  arity: 1,
  work: "convolution",
  fields: {
    filters: whole(1), kernelSize: pairField(1), strides: pairField(1), padding: paddingField2d, outputPadding: pairField(0), dilationRate: pairField(1), groups: whole(1), useBias: flag,
  },

  refuse(layer) {
    const { filters, groups } = layer;
    check(filters % groups === 0, "conv2dTranspose", `filters must divide into groups. Received filters=${filters}, groups=${groups}. Nearest that divide: ${multiples(filters, groups)}.`);
    checkUnslide("conv2dTranspose", [unslideAlong(layer, 0), unslideAlong(layer, 1)]);
  },

  outputShape(layer, inputs) {
    const [height, width, channels] = maps("conv2dTranspose", inputs);
    check(
      channels % layer.groups === 0,
      "conv2dTranspose",
      `input channels must divide into groups. Received ${height}×${width}×${channels}, groups=${layer.groups}. Nearest that divide: ${multiples(channels, layer.groups)}.`,
    );
    return [...spreads("conv2dTranspose", [unslideAlong(layer, 0), unslideAlong(layer, 1)], [height, width]), layer.filters];
  },

  /** Fans as PyTorch and Keras count them: those of the convolution that this one transposes. */
  weights({ filters, kernelSize: [kh, kw], groups, useBias }, inputs): WeightSpecs {
    const [, , channels] = maps("conv2dTranspose", inputs);
    const outward = filters / groups;
    const fans = [kh * kw * outward, kh * kw * channels] as const;
    return {
      weight: { shape: [kh, kw, outward, channels], trainable: true, role: "kernel", fans, torchAxes: [3, 2, 0, 1] },
      ...(useBias && { bias: { shape: [filters], trainable: true, role: "bias", fans } }),
    };
  },

  /** Every input is multiplied by its whole kernel, also by what `padding` then cuts off. */
  macs(layer, inputs) {
    const [height, width] = maps("conv2dTranspose", inputs);
    return height * width * product(conv2dTransposeRules.weights(layer, inputs)["weight"]?.shape ?? []);
  },

  windows: (layer) => [unslidingWindow([unslideAlong(layer, 0), unslideAlong(layer, 1)])],

  derive(layer, inputs) {
    const [height, width, channels] = maps("conv2dTranspose", inputs);
    const c = quantity("c", channels);
    const kernel = [quantity("k_h", layer.kernelSize[0]), quantity("k_w", layer.kernelSize[1]), quantity(layer.groups === 1 ? "f" : "f/g", layer.filters / layer.groups)];
    const weights = times(...kernel, c);
    return [
      unslideStep("height", unslideAlong(layer, 0), height),
      unslideStep("width", unslideAlong(layer, 1), width),
      step("parameters", layer.useBias ? plus(weights, quantity("f", layer.filters)) : weights, `one kernel per input channel${layer.useBias ? ", one bias per filter" : ""}`),
      step("macs", times(quantity("h", height), quantity("w", width), c, ...kernel), "the kernel is multiplied once per input"),
    ];
  },
};
