import { batchNormalization, dense, dropout, globalAveragePooling2d } from "@convscope/core";
import { convUnit } from "./convUnit.ts";
import { mbconv, swishStyle, type MBConvRow } from "./mbconv.ts";
import type { ModelRow } from "./row.ts";
import { blocksOf } from "./tableRows.ts";

/** A line of the tables. */
const line = (fused: boolean, expansion: number, strides: number, filters: number, depth: number): MBConvRow => ({ fused, expansion, kernelSize: 3, strides, filters, depth });
const [fused, gated] = [true, false];

interface Row extends Pick<ModelRow, "name" | "title" | "params" | "macs"> {
  readonly size: number;
  readonly dropout: number;
  readonly stem: number;
  readonly rows: readonly MBConvRow[];
}

/** Tan & Le, "EfficientNetV2: smaller models and faster training", arXiv:2104.00298, table 4 (S); M and L as in the authors' code. */
const table: readonly Row[] = [
  {
    name: "efficientnet_v2_s", title: "EfficientNetV2-S", size: 384, dropout: 0.2, stem: 24, params: 21_458_488, macs: 8_365_617_152,
    rows: [line(fused, 1, 1, 24, 2), line(fused, 4, 2, 48, 4), line(fused, 4, 2, 64, 4), line(gated, 4, 2, 128, 6), line(gated, 6, 1, 160, 9), line(gated, 6, 2, 256, 15)],
  },
  {
    name: "efficientnet_v2_m", title: "EfficientNetV2-M", size: 480, dropout: 0.3, stem: 24, params: 54_139_356, macs: 24_582_460_384,
    rows: [line(fused, 1, 1, 24, 3), line(fused, 4, 2, 48, 5), line(fused, 4, 2, 80, 5), line(gated, 4, 2, 160, 7), line(gated, 6, 1, 176, 14), line(gated, 6, 2, 304, 18), line(gated, 6, 1, 512, 5)],
  },
  {
    name: "efficientnet_v2_l", title: "EfficientNetV2-L", size: 480, dropout: 0.4, stem: 32, params: 118_515_272, macs: 56_079_699_008,
    rows: [line(fused, 1, 1, 32, 4), line(fused, 4, 2, 64, 7), line(fused, 4, 2, 96, 7), line(gated, 4, 2, 192, 10), line(gated, 6, 1, 224, 19), line(gated, 6, 2, 384, 25), line(gated, 6, 1, 640, 7)],
  },
];

const style = swishStyle(batchNormalization({ epsilon: 0.001 }));

export const efficientnetV2: readonly ModelRow[] = table.map(({ rows, stem, size, dropout: share, ...figures }) => ({
  ...figures,
  family: "efficientnet", year: 2021, paper: "arXiv:2104.00298",
  inputs: { input: [size, size, 3] }, classes: 1000,
  note: "Padding is the same on all sides, as in torchvision.",
  options: { dropout: share },
  block: ({ classes, dropout: rate }) => ({
    features: [convUnit(style, stem, 3, { strides: 2 }), ...blocksOf(rows, stem, mbconv(style)), convUnit(style, 1280, 1)],
    avgpool: globalAveragePooling2d(),
    classifier: [dropout(rate), dense(classes)],
  }),
}));
