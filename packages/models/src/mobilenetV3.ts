import { batchNormalization, dense, dropout, globalAveragePooling2d, hardSigmoid, hardSwish, relu, residual, type Block, type Layer } from "@convscope/core";
import { convUnit, type UnitStyle } from "./convUnit.ts";
import { divisible } from "./divisible.ts";
import { invertedBottleneck } from "./invertedBottleneck.ts";
import type { ModelRow, Settings } from "./row.ts";
import { squeezeAndExcitation } from "./squeezeAndExcitation.ts";
import { blocksOf, type Place, type TableRow } from "./tableRows.ts";

interface Row extends TableRow {
  readonly kernelSize: number;
  readonly expanded: number;
  readonly gated: boolean;
  readonly activation: Layer;
}

/** A line of the tables: kernel, channels within, channels out, squeeze and excitation, activation, stride. */
const line = (kernelSize: number, expanded: number, filters: number, gated: boolean, activation: Layer, strides: number): Row => ({ kernelSize, expanded, filters, gated, activation, strides, depth: 1 });
const [re, hs] = [relu(), hardSwish()];

/** Howard et al., "Searching for MobileNetV3", arXiv:1905.02244, table 1. */
const large: readonly Row[] = [
  line(3, 16, 16, false, re, 1),
  line(3, 64, 24, false, re, 2),
  line(3, 72, 24, false, re, 1),
  line(5, 72, 40, true, re, 2),
  line(5, 120, 40, true, re, 1),
  line(5, 120, 40, true, re, 1),
  line(3, 240, 80, false, hs, 2),
  line(3, 200, 80, false, hs, 1),
  line(3, 184, 80, false, hs, 1),
  line(3, 184, 80, false, hs, 1),
  line(3, 480, 112, true, hs, 1),
  line(3, 672, 112, true, hs, 1),
  line(5, 672, 160, true, hs, 2),
  line(5, 960, 160, true, hs, 1),
  line(5, 960, 160, true, hs, 1),
];

/** Table 2. */
const small: readonly Row[] = [
  line(3, 16, 16, true, re, 2),
  line(3, 72, 24, false, re, 2),
  line(3, 88, 24, false, re, 1),
  line(5, 96, 40, true, hs, 2),
  line(5, 240, 40, true, hs, 1),
  line(5, 240, 40, true, hs, 1),
  line(5, 120, 48, true, hs, 1),
  line(5, 144, 48, true, hs, 1),
  line(5, 288, 96, true, hs, 2),
  line(5, 576, 96, true, hs, 1),
  line(5, 576, 96, true, hs, 1),
];

const common = {
  family: "mobilenet", year: 2019, paper: "arXiv:1905.02244", inputs: { input: [224, 224, 3] }, classes: 1000,
  note: `The two layers after the pooling are dense, with the weights of the paper's 1×1 convolutions. Padding is the same on all sides, as in torchvision; the authors' is Keras's "same".`,
  options: { width: 1, dropout: 0.2 },
} as const;

export const mobilenetV3: readonly ModelRow[] = [
  { name: "mobilenet_v3_large", title: "MobileNetV3-Large", ...common, params: 5_483_032, macs: 216_589_760, block: (settings) => network(large, 1280, settings) },
  { name: "mobilenet_v3_small", title: "MobileNetV3-Small", ...common, params: 2_542_856, macs: 56_510_400, block: (settings) => network(small, 1024, settings) },
];

const styleOf = (activation: Layer): UnitStyle => ({ activation, normalization: batchNormalization({ epsilon: 0.001, momentum: 0.01 }) });

function network(rows: readonly Row[], last: number, { classes, width, dropout: rate }: Settings): Block {
  const stem = divisible(16 * width);
  const scaled = rows.map((row) => ({ ...row, expanded: divisible(row.expanded * width), filters: divisible(row.filters * width) }));
  const end = scaled.at(-1)?.filters ?? 0;
  return {
    features: [convUnit(styleOf(hs), stem, 3, { strides: 2 }), ...blocksOf(scaled, stem, bottleneck).flat(), convUnit(styleOf(hs), 6 * end, 1)],
    avgpool: globalAveragePooling2d(),
    classifier: [dense(divisible(last * width)), hs, dropout(rate), dense(classes)],
  };
}

/** Figure 4: MobileNetV2's block with squeeze-and-excitation, through a quarter of the filtered channels. */
function bottleneck({ kernelSize, expanded, filters, gated, activation }: Row, { channels, strides }: Place): Block {
  const gate = squeezeAndExcitation(expanded, divisible(Math.floor(expanded / 4)), { gate: hardSigmoid() });
  const { wide, narrow } = invertedBottleneck(styleOf(activation), { channels, expanded, filters, kernelSize, strides, ...(gated && { gate }) });
  const body = { block: [...wide, narrow] };
  return strides === 1 && channels === filters ? residual(body) : body;
}
