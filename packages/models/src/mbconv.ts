import { residual, silu, stochasticDepth, type BatchNormalization, type Block } from "@convscope/core";
import { convUnit, type UnitStyle } from "./convUnit.ts";
import { invertedBottleneck } from "./invertedBottleneck.ts";
import { squeezeAndExcitation } from "./squeezeAndExcitation.ts";
import type { Place, TableRow } from "./tableRows.ts";

/** A row of an EfficientNet's table. */
export interface MBConvRow extends TableRow {
  readonly expansion: number;
  readonly kernelSize: number;
  /** Whether one convolution stands for the widening and the filtering, without a gate: arXiv:2104.00298, figure 2. */
  readonly fused?: boolean;
}

/** How the units of an EfficientNet are made. */
export const swishStyle = (normalization: BatchNormalization, same = false): UnitStyle => ({ activation: silu(), normalization, same });

/** A block with its shortcut. The later of two is dropped more often in training, the last for nearly a fifth of the samples: arXiv:1603.09382, equation 4. */
export const mbconv = (style: UnitStyle) => (row: MBConvRow, place: Place): Block => {
  const block = row.fused ? fusedBottleneck(style, row, place) : gatedBottleneck(style, row, place);
  return place.strides === 1 && place.channels === row.filters ? residual({ block, stochastic_depth: stochasticDepth((0.2 * place.index) / place.total) }) : { block };
};

/** MobileNetV2's block with squeeze-and-excitation through a quarter of the channels that come in. */
function gatedBottleneck(style: UnitStyle, { expansion, kernelSize, filters }: MBConvRow, { channels, strides }: Place): Block[] {
  const expanded = expansion * channels;
  const gate = squeezeAndExcitation(expanded, Math.max(1, Math.floor(channels / 4)), { activation: silu() });
  const { wide, narrow } = invertedBottleneck(style, { channels, expanded, filters, kernelSize, strides, gate });
  return [...wide, narrow];
}

const fusedBottleneck = (style: UnitStyle, { expansion, kernelSize, filters }: MBConvRow, { channels, strides }: Place): Block[] =>
  expansion === 1
    ? [convUnit(style, filters, kernelSize, { strides })]
    : [convUnit(style, expansion * channels, kernelSize, { strides }), convUnit(style, filters, 1, { active: false })];
