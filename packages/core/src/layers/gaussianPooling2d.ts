import { quantity, times } from "../expression.ts";
import { allowed, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pool2d, pool2dFields, pool2dRules, type Pool2dOptions, type PoolAxis } from "../pool.ts";
import { product } from "../shape.ts";
import { step } from "../step.ts";
import type { Padding2d, Pair } from "../window.ts";

/**
 * A weighted mean of each window, the middle weighing most. ONNX and PyTorch: a depthwise convolution; Keras has none.
 * The weight of a cell (i, j) of the window is exp(−((i − (kh − 1)/2)² + (j − (kw − 1)/2)²) / 2σ²), divided by the sum of
 * these over the cells within the input: padding never counts.
 *
 * input `[H, W, C]` · output `[H', W', C]`
 */
export interface GaussianPooling2d {
  readonly kind: "gaussianPooling2d";
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly ceilMode: boolean;
  /** Standard deviation of the window, in cells. */
  readonly sigma: number;
}

export interface GaussianPooling2dOptions extends Pool2dOptions {
  /** Standard deviation of the window, in cells; 1 if left out. */
  readonly sigma?: number;
}

/** Weighted average pooling: `gaussianPooling2d(3, { strides: 2, padding: 1, sigma: 0.8 })` blurs before it thins out. */
export function gaussianPooling2d(kernelSize: number | Pair, options: GaussianPooling2dOptions = {}): GaussianPooling2d {
  return allowed(gaussianPooling2dRules, { kind: "gaussianPooling2d", ...pool2d("gaussianPooling2d", kernelSize, options, "sigma"), sigma: options.sigma ?? 1 });
}

/** What each window along one axis makes of the inputs there: row i has a weight for each. The window is a product of one along the height and one along the width. */
export function gaussianRows({ size, stride, length, count, before }: PoolAxis, sigma: number): number[][] {
  const middle = (size - 1) / 2;
  // Measured from the cell nearest to the middle, so that a narrow bell does not vanish in rounding.
  const nearest = size % 2 === 0 ? 0.5 : 0;
  return Array.from({ length: count }, (_, i) => {
    const weights = Array.from({ length }, (_, place) => {
      const cell = place - i * stride + before;
      return cell >= 0 && cell < size ? Math.exp((nearest ** 2 - (cell - middle) ** 2) / (2 * sigma ** 2)) : 0;
    });
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  });
}

const shared = pool2dRules<GaussianPooling2d>("gaussianPooling2d", {
  summary: "Takes a weighted mean of each window, the middle weighing most.",
  onnx: "Conv (group = C)", pytorch: "conv2d (groups = C)", keras: "DepthwiseConv2D",
  source: "Burt & Adelson 1983, the Laplacian pyramid",
});

export const gaussianPooling2dRules: Rules<GaussianPooling2d> = {
  ...shared,
  fields: { ...pool2dFields, sigma: real(1e-3) },
  /** Each output is a weighted sum of its window. */
  macs: (layer, inputs) => product(shared.outputShape(layer, inputs)) * product(layer.kernelSize),
  derive(layer, inputs) {
    const [h = 0, w = 0, c = 0] = shared.outputShape(layer, inputs);
    const [kh, kw] = layer.kernelSize;
    return [
      ...shared.derive(layer, inputs),
      step("macs", times(quantity("h'", h), quantity("w'", w), quantity("c", c), quantity("k_h", kh), quantity("k_w", kw)), "one product per cell of the window"),
    ];
  },
};
