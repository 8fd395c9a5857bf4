import { batchNormalization, conv2d, maxPooling2d, relu, type Block } from "@convscope/core";
import type { ImagesShape } from "@convscope/datasets";
import type { Column } from "@convscope/nn";

/** A convolution that keeps the size, its normalisation, which stands in for a bias, and the activation. */
export const convBnRelu = (filters: number): Block => ({ conv: conv2d(filters, 3, { padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() });

/** The same, and half the size. */
export const convBnReluPool = (filters: number): Block => ({ unit: convBnRelu(filters), pool: maxPooling2d(2) });

/** Pictures as a network takes them, 0 … 1. */
export const pixels = ({ shape, images }: { readonly shape: ImagesShape; readonly images: Uint8Array }): Column => ({ shape, data: images, scale: 1 / 255 });

/** `0.873` as 87 %, which no line break parts. */
export const percent = (share: number): string => `${Math.round(100 * share)}\u00a0%`;

/** The mean; not a number of nothing. */
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
