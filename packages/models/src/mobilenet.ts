import { batchNormalization, dense, dropout, globalAveragePooling2d, relu6, residual, type Block } from "@convscope/core";
import { convUnit, type UnitStyle } from "./convUnit.ts";
import { divisible } from "./divisible.ts";
import { invertedBottleneck } from "./invertedBottleneck.ts";
import type { ModelRow } from "./row.ts";
import { blocksOf, type Place, type TableRow } from "./tableRows.ts";

interface Row extends TableRow {
  /** How many times as many channels are filtered as come in. */
  readonly expansion: number;
}

/** Sandler, Howard, Zhu, Zhmoginov & Chen, "MobileNetV2: inverted residuals and linear bottlenecks", arXiv:1801.04381, table 2. */
const rows: readonly Row[] = [
  { expansion: 1, filters: 16, depth: 1, strides: 1 },
  { expansion: 6, filters: 24, depth: 2, strides: 2 },
  { expansion: 6, filters: 32, depth: 3, strides: 2 },
  { expansion: 6, filters: 64, depth: 4, strides: 2 },
  { expansion: 6, filters: 96, depth: 3, strides: 1 },
  { expansion: 6, filters: 160, depth: 3, strides: 2 },
  { expansion: 6, filters: 320, depth: 1, strides: 1 },
];

const style: UnitStyle = { activation: relu6(), normalization: batchNormalization() };

export const mobilenet: readonly ModelRow[] = [
  {
    name: "mobilenet_v2", title: "MobileNetV2", family: "mobilenet", year: 2018,
    paper: "arXiv:1801.04381",
    inputs: { input: [224, 224, 3] }, classes: 1000, params: 3_504_872, macs: 300_774_272,
    note: `Padding is the same on all sides, as in torchvision; the authors' is Keras's "same".`,
    options: { width: 1, dropout: 0.2 },
    block: ({ classes, width, dropout: rate }) => {
      const stem = divisible(32 * width);
      const scaled = rows.map((row) => ({ ...row, filters: divisible(row.filters * width) }));
      return {
        // Section 6.1: the last convolution keeps its width in the narrower nets.
        features: [convUnit(style, stem, 3, { strides: 2 }), ...blocksOf(scaled, stem, bottleneck).flat(), convUnit(style, divisible(1280 * Math.max(1, width)), 1)],
        avgpool: globalAveragePooling2d(),
        classifier: [dropout(rate), dense(classes)],
      };
    },
  },
];

/** Figure 4 (d): a shortcut where nothing changes its shape. */
function bottleneck({ expansion, filters }: Row, { channels, strides }: Place): Block {
  const { wide, narrow } = invertedBottleneck(style, { channels, expanded: expansion * channels, filters, kernelSize: 3, strides });
  const body = { conv: [...wide, ...narrow] };
  return strides === 1 && channels === filters ? residual(body) : body;
}
