import { batchNormalization, conv2d, dense, depthwiseConv2d, dropout, globalAveragePooling2d, relu6, type Block } from "@convscope/core";
import { divisible } from "./divisible.ts";
import type { ModelRow } from "./row.ts";
import { blocksOf } from "./tableRows.ts";

/** Howard et al., "MobileNets: efficient convolutional neural networks for mobile vision applications", arXiv:1704.04861, table 1. */
const rows = [
  { filters: 64, depth: 1, strides: 1 },
  { filters: 128, depth: 2, strides: 2 },
  { filters: 256, depth: 2, strides: 2 },
  { filters: 512, depth: 6, strides: 2 },
  { filters: 1024, depth: 2, strides: 2 },
] as const;

export const mobilenetV1: readonly ModelRow[] = [
  {
    name: "mobilenet_v1", title: "MobileNet", family: "mobilenet", year: 2017,
    paper: "arXiv:1704.04861",
    inputs: { input: [224, 224, 3] }, classes: 1000, params: 4_231_976, macs: 568_740_352,
    note: "The activation is cut off at 6 and padding is the same on all sides, as in timm. The last separable convolution keeps the size, though table 1 writes a stride of 2. Dropout is that of the authors' code.",
    options: { width: 1, dropout: 0.001 },
    block: ({ classes, width, dropout: rate }) => ({
      conv_stem: conv2d(divisible(32 * width), 3, { strides: 2, padding: 1, useBias: false }), bn1: batchNormalization(), act1: relu6(),
      blocks: blocksOf(rows.map((row) => ({ ...row, filters: divisible(row.filters * width) })), 0, ({ filters }, { strides }) => separable(filters, strides)),
      global_pool: globalAveragePooling2d(),
      dropout: dropout(rate),
      classifier: dense(classes),
    }),
  },
];

/** Figure 3, right: each channel filtered on its own, then channels mixed. */
const separable = (filters: number, strides: number): Block => ({
  conv_dw: depthwiseConv2d(3, { strides, padding: 1, useBias: false }), bn1: batchNormalization(), act1: relu6(),
  conv_pw: conv2d(filters, 1, { useBias: false }), bn2: batchNormalization(), act2: relu6(),
});
