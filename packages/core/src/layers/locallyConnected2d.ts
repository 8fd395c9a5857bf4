import { plus, quantity, times } from "../expression.ts";
import { checked, flag, known, whole } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import type { Shape } from "../shape.ts";
import { step } from "../step.ts";
import { along, maps, padding2d, paddingField2d, pair, pairField, places, slideStep, slidingWindow, type Padding2d, type PaddingOption2d, type Pair, type Slide } from "../window.ts";

/**
 * A convolution whose kernel is another one at every place: local like a convolution, without shared weights. No ONNX or
 * PyTorch layer; Keras 2 `LocallyConnected2D`.
 *
 * input `[H, W, C]` · weight `[H', W', kh·kw·C, filters]`, each patch in memory order · bias `[H', W', filters]` · output `[H', W', filters]`
 */
export interface LocallyConnected2d {
  readonly kind: "locallyConnected2d";
  readonly filters: number;
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly useBias: boolean;
}

export interface LocallyConnected2dOptions {
  readonly strides?: number | Pair;
  readonly padding?: PaddingOption2d;
  readonly useBias?: boolean;
}

/**
 * A locally connected layer: `locallyConnected2d(8, 3)`.
 *
 * @throws LayerError when an option is unknown or out of range.
 */
export function locallyConnected2d(filters: number, kernelSize: number | Pair, options: LocallyConnected2dOptions = {}): LocallyConnected2d {
  known("locallyConnected2d", options, "strides", "padding", "useBias");
  const { strides = 1, padding = "valid", useBias = true } = options;
  return checked(locallyConnected2dRules.fields, { kind: "locallyConnected2d", filters, kernelSize: pair(kernelSize), strides: pair(strides), padding: padding2d(padding), useBias });
}

const slides = (layer: LocallyConnected2d): [Slide, Slide] => [along({ ...layer, dilationRate: [1, 1] }, 0), along({ ...layer, dilationRate: [1, 1] }, 1)];

/** Rows, columns, values of one patch. */
function sizes(layer: LocallyConnected2d, inputs: readonly Shape[]): [number, number, number] {
  const [height, width, channels] = maps("locallyConnected2d", inputs);
  const [h = 0, w = 0] = places("locallyConnected2d", slides(layer), [height, width]);
  return [h, w, layer.kernelSize[0] * layer.kernelSize[1] * channels];
}

export const locallyConnected2dRules: Rules<LocallyConnected2d> = {
  doc: {
    summary: "Looks at small patches like a convolution, with its own kernel at every place.",
    onnx: "none", pytorch: "none", keras: "LocallyConnected2D (Keras 2)",
    source: "LeCun 1989, Generalization and network design strategies",
  },
  arity: 1,
  work: "other",
  fields: { filters: whole(1), kernelSize: pairField(1), strides: pairField(1), padding: paddingField2d, useBias: flag },

  outputShape(layer, inputs) {
    const [h, w] = sizes(layer, inputs);
    return [h, w, layer.filters];
  },

  weights(layer, inputs): WeightSpecs {
    const [h, w, patch] = sizes(layer, inputs);
    const fans = [patch, layer.kernelSize[0] * layer.kernelSize[1] * layer.filters] as const;
    return {
      weight: { shape: [h, w, patch, layer.filters], trainable: true, role: "kernel", fans },
      ...(layer.useBias && { bias: { shape: [h, w, layer.filters], trainable: true, role: "bias", fans } }),
    };
  },

  macs(layer, inputs) {
    const [h, w, patch] = sizes(layer, inputs);
    return h * w * patch * layer.filters;
  },

  windows: (layer, inputs) => [slidingWindow(slides(layer), maps("locallyConnected2d", inputs))],

  derive(layer, inputs) {
    const [height, width, channels] = maps("locallyConnected2d", inputs);
    const [h, w] = sizes(layer, inputs);
    const [down, across] = slides(layer);
    const positions = [quantity("h'", h), quantity("w'", w)];
    const kernel = times(quantity("k_h", layer.kernelSize[0]), quantity("k_w", layer.kernelSize[1]), quantity("c", channels));
    const filters = quantity("f", layer.filters);
    return [
      slideStep("height", down, height),
      slideStep("width", across, width),
      step("parameters", times(...positions, layer.useBias ? plus(kernel, 1) : kernel, filters), `a kernel${layer.useBias ? " and a bias" : ""} per filter, at every place anew`),
      step("macs", times(...positions, kernel, filters), "every kernel is used once"),
    ];
  },
};
