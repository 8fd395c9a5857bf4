import { adaptiveAveragePooling2d, batchNormalization, branches, conv2d, dense, depthwiseConv2d, dropout, globalAveragePooling2d, residual, scale, sigmoid, silu, stochasticDepth, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** Tan & Le, "EfficientNet: rethinking model scaling for convolutional neural networks", arXiv:1905.11946, table 1. */
const stages = [
  { expansion: 1, kernelSize: 3, strides: 1, filters: 16, depth: 1 },
  { expansion: 6, kernelSize: 3, strides: 2, filters: 24, depth: 2 },
  { expansion: 6, kernelSize: 5, strides: 2, filters: 40, depth: 2 },
  { expansion: 6, kernelSize: 3, strides: 2, filters: 80, depth: 3 },
  { expansion: 6, kernelSize: 5, strides: 1, filters: 112, depth: 3 },
  { expansion: 6, kernelSize: 5, strides: 2, filters: 192, depth: 4 },
  { expansion: 6, kernelSize: 3, strides: 1, filters: 320, depth: 1 },
] as const;

export const efficientnet: readonly ModelRow[] = [
  {
    name: "efficientnet_b0", title: "EfficientNet-B0", family: "efficientnet", year: 2019,
    paper: "arXiv:1905.11946",
    inputs: { input: [224, 224, 3] }, classes: 1000, params: 5_288_548, macs: 385_814_752,
    block: ({ classes }) => ({
      features: [convBnSilu(32, 3, 2), ...body(32), convBnSilu(1280, 1)],
      avgpool: globalAveragePooling2d(),
      classifier: [dropout(0.2), dense(classes)],
    }),
  },
];

/** The stages of table 1, for an input of `channels`. Later blocks are dropped more often, up to a fifth of the samples. */
function body(channels: number): Block[][] {
  const blocks = stages.reduce((sum, { depth }) => sum + depth, 0);
  let [before, index] = [channels, 0];
  return stages.map((stage) =>
    Array.from({ length: stage.depth }, (_, i) => {
      const block = mbconv(before, stage, i === 0 ? stage.strides : 1);
      const rate = (0.2 * index++) / blocks;
      before = stage.filters;
      // The first of a stage changes the channels, so that nothing can be added.
      return i === 0 ? { block } : residual({ block, stochastic_depth: stochasticDepth(rate) });
    }),
  );
}

/** MobileNetV2's inverted bottleneck with squeeze-and-excitation. */
const mbconv = (channels: number, { expansion, kernelSize, filters }: (typeof stages)[number], strides: number): Block[] => [
  ...(expansion === 1 ? [] : [convBnSilu(expansion * channels, 1)]),
  [depthwiseConv2d(kernelSize, { strides, padding: (kernelSize - 1) / 2, useBias: false }), batchNormalization(), silu()],
  squeezeAndExcitation(expansion * channels, channels / 4),
  [conv2d(filters, 1, { useBias: false }), batchNormalization()],
];

/** Section 3 of arXiv:1709.01507: a gate of `channels` computed from the means of the maps, through `squeezed` channels. Its nodes stand at the path of the block itself. */
const squeezeAndExcitation = (channels: number, squeezed: number): Block =>
  branches(
    {
      value: [],
      "": { avgpool: adaptiveAveragePooling2d(1), fc1: conv2d(squeezed, 1), activation: silu(), fc2: conv2d(channels, 1), scale_activation: sigmoid() },
    },
    scale(),
  );

const convBnSilu = (filters: number, kernelSize: number, strides = 1): Block[] => [conv2d(filters, kernelSize, { strides, padding: (kernelSize - 1) / 2, useBias: false }), batchNormalization(), silu()];
