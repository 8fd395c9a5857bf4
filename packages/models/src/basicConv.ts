import { conv2d, relu, type Block, type BatchNormalization, type PaddingOption2d, type Pair } from "@convscope/core";

export interface BasicConvOptions {
  readonly strides?: number;
  /** As much as keeps the size at stride 1, if left out. */
  readonly padding?: PaddingOption2d;
}

/** Without padding; and so that the picture is halved. */
export const valid: BasicConvOptions = { padding: "valid" };
export const strided: BasicConvOptions = { strides: 2, padding: "valid" };

/** Makes a convolution and what follows it. */
export type ConvMaker = (filters: number, kernelSize: number | Pair, options?: BasicConvOptions) => Record<string, Block>;

/** Half of an odd kernel on both sides of each axis. */
const half = (kernelSize: number | Pair): Pair => {
  const [height, width] = typeof kernelSize === "number" ? [kernelSize, kernelSize] : kernelSize;
  return [(height - 1) / 2, (width - 1) / 2];
};

/**
 * The Inception nets' convolution with a normalisation and relu, or with a bias and relu where there is none; its parts are named as
 * those of torchvision's `BasicConv2d`.
 */
export const basicConv = (normalization?: BatchNormalization): ConvMaker => (filters, kernelSize, { strides = 1, padding = half(kernelSize) } = {}) => ({
  conv: conv2d(filters, kernelSize, { strides, padding, useBias: normalization === undefined }),
  ...(normalization && { bn: normalization }),
  relu: relu(),
});
