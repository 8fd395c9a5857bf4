import type { Block, Layer } from "@convscope/core";
import { convUnit, depthwiseUnit, type UnitStyle } from "./convUnit.ts";

export interface InvertedBottleneck {
  /** Channels that come in, that are filtered, and that go out. */
  readonly channels: number;
  readonly expanded: number;
  readonly filters: number;
  readonly kernelSize: number;
  readonly strides: number;
  /** What weighs the filtered channels. */
  readonly gate?: Block;
}

/**
 * Widens, filters each channel, weighs the channels, and narrows without an activation: arXiv:1801.04381, table 1, and
 * arXiv:1905.02244, figure 4. Nothing is widened where there are as many channels before. `narrow` stands apart, because
 * MobileNetV2 names its layers otherwise.
 */
export const invertedBottleneck = (style: UnitStyle, { channels, expanded, filters, kernelSize, strides, gate }: InvertedBottleneck): { readonly wide: readonly Block[]; readonly narrow: readonly Layer[] } => ({
  wide: [
    ...(expanded === channels ? [] : [convUnit(style, expanded, 1)]),
    depthwiseUnit(style, kernelSize, { strides }),
    ...(gate === undefined ? [] : [gate]),
  ],
  narrow: convUnit(style, filters, 1, { active: false }),
});
