import { quantity, times } from "../expression.ts";
import { checked, known } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { step } from "../step.ts";
import { along, maps, pair, pairField, places, slideStep, slidingWindow, type Pair, type Slide } from "../window.ts";

/**
 * Pooling with two weights per channel: a coefficient times the sum of each patch, plus a bias, as in layers S2 and S4 of
 * LeNet-5. No ONNX, PyTorch or Keras layer; a depthwise convolution whose kernel is one number repeated computes the same.
 *
 * input `[H, W, C]` · weight `[C]` · bias `[C]` · output `[H', W', C]`
 */
export interface Subsampling2d {
  readonly kind: "subsampling2d";
  readonly poolSize: Pair;
  readonly strides: Pair;
}

export interface Subsampling2dOptions {
  /** As large as the pool unless given. */
  readonly strides?: number | Pair;
}

/**
 * Trainable subsampling: `subsampling2d()` halves height and width. Its activation is a layer of its own.
 *
 * @throws LayerError when an option is unknown or out of range.
 */
export function subsampling2d(poolSize: number | Pair = 2, options: Subsampling2dOptions = {}): Subsampling2d {
  known("subsampling2d", options, "strides");
  return checked(subsampling2dRules.fields, { kind: "subsampling2d", poolSize: pair(poolSize), strides: pair(options.strides ?? poolSize) });
}

function slides({ poolSize, strides }: Subsampling2d): [Slide, Slide] {
  const sliding = { kernelSize: poolSize, strides, padding: [[0, 0], [0, 0]], dilationRate: [1, 1] } as const;
  return [along(sliding, 0), along(sliding, 1)];
}

export const subsampling2dRules: Rules<Subsampling2d> = {
  doc: {
    summary: "Sums each patch of a channel, times a learned number, plus another.",
    onnx: "none", pytorch: "none", keras: "none",
    source: "LeCun, Bottou, Bengio & Haffner 1998, section II-B, doi:10.1109/5.726791",
  },
  arity: 1,
  work: "other",
  fields: { poolSize: pairField(1), strides: pairField(1) },

  outputShape(layer, inputs) {
    const [height, width, channels] = maps("subsampling2d", inputs);
    return [...places("subsampling2d", slides(layer), [height, width]), channels];
  },

  weights({ poolSize: [kh, kw] }, inputs): WeightSpecs {
    const [, , channels] = maps("subsampling2d", inputs);
    const fans = [kh * kw, kh * kw] as const;
    return {
      weight: { shape: [channels], trainable: true, role: "kernel", fans },
      bias: { shape: [channels], trainable: true, role: "bias", fans },
    };
  },

  /** One for each input of a patch: its connections, as the paper counts them, without the bias. */
  macs(layer, inputs) {
    const [height = 0, width = 0, channels = 0] = subsampling2dRules.outputShape(layer, inputs);
    return height * width * channels * layer.poolSize[0] * layer.poolSize[1];
  },

  windows: (layer, inputs) => [slidingWindow(slides(layer), maps("subsampling2d", inputs))],

  derive(layer, inputs) {
    const [height, width, channels] = maps("subsampling2d", inputs);
    const [h = 0, w = 0] = subsampling2dRules.outputShape(layer, inputs);
    const [down, across] = slides(layer);
    const c = quantity("c", channels);
    return [
      slideStep("height", down, height),
      slideStep("width", across, width),
      step("parameters", times(2, c), "a coefficient and a bias per channel"),
      step("macs", times(quantity("h'", h), quantity("w'", w), c, quantity("k_h", layer.poolSize[0]), quantity("k_w", layer.poolSize[1])), "one per input of each patch"),
    ];
  },
};
