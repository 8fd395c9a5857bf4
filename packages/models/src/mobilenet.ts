import { batchNormalization, conv2d, dense, depthwiseConv2d, dropout, globalAveragePooling2d, relu6, residual, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** Sandler, Howard, Zhu, Zhmoginov & Chen, "MobileNetV2: inverted residuals and linear bottlenecks", arXiv:1801.04381, table 2. */
const stages = [
  { expansion: 1, filters: 16, depth: 1, strides: 1 },
  { expansion: 6, filters: 24, depth: 2, strides: 2 },
  { expansion: 6, filters: 32, depth: 3, strides: 2 },
  { expansion: 6, filters: 64, depth: 4, strides: 2 },
  { expansion: 6, filters: 96, depth: 3, strides: 1 },
  { expansion: 6, filters: 160, depth: 3, strides: 2 },
  { expansion: 6, filters: 320, depth: 1, strides: 1 },
] as const;

export const mobilenet: readonly ModelRow[] = [
  {
    name: "mobilenet_v2", title: "MobileNetV2", family: "mobilenet", year: 2018,
    paper: "arXiv:1801.04381",
    inputs: { input: [224, 224, 3] }, classes: 1000, params: 3_504_872, macs: 300_774_272,
    block: ({ classes }) => ({
      features: [convBnRelu(32, 3, 2), ...bottlenecks(32), convBnRelu(1280, 1)],
      avgpool: globalAveragePooling2d(),
      classifier: [dropout(0.2), dense(classes)],
    }),
  },
];

/** The rows of table 2 one after the other, for an input of `channels`. */
function bottlenecks(channels: number): Block[] {
  let before = channels;
  return stages.flatMap(({ expansion, filters, depth, strides }) =>
    Array.from({ length: depth }, (_, i) => {
      const body = { conv: inverted(before, expansion, filters, i === 0 ? strides : 1) };
      before = filters;
      // The first of a row changes the channels, so that nothing can be added.
      return i === 0 ? body : residual(body);
    }),
  );
}

/** Table 1: widen, filter each channel, narrow without an activation. Nothing is widened where the expansion is 1. */
const inverted = (channels: number, expansion: number, filters: number, strides: number): Block[] => [
  ...(expansion === 1 ? [] : [convBnRelu(expansion * channels, 1)]),
  [depthwiseConv2d(3, { strides, padding: 1, useBias: false }), batchNormalization(), relu6()],
  conv2d(filters, 1, { useBias: false }),
  batchNormalization(),
];

const convBnRelu = (filters: number, kernelSize: number, strides = 1): Block[] => [conv2d(filters, kernelSize, { strides, padding: (kernelSize - 1) / 2, useBias: false }), batchNormalization(), relu6()];
