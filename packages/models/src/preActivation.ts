import { batchNormalization, dense, dropout, globalAveragePooling2d, relu, residual, type BatchNormalizationOptions, type Block, type BlockRun } from "@convscope/core";
import { convolution, stage, type StageBlock } from "./resnet.ts";

/** Normalises and rectifies what the next convolution reads. */
export const activated = (i: number | "", normalization: BatchNormalizationOptions = {}): Record<string, Block> => ({ [`norm${i}`]: batchNormalization(normalization), [`act${i}`]: relu() });

/**
 * The unit of He, Zhang, Ren & Sun, "Identity mappings in deep residual networks", arXiv:1603.05027, figure 1b: nothing stands on
 * the shortcut, and nothing follows the sum. In the first unit of a stage the shortcut too starts behind the activation, as in the
 * authors' code: there it is projected, or it is the first of the net (the paper's appendix).
 */
export const unit = (first: boolean, body: BlockRun, downsample: Block, normalization?: BatchNormalizationOptions): Block =>
  first ? { ...activated(1, normalization), "": residual(body, { downsample }) } : residual({ ...activated(1, normalization), ...body }, { downsample });

/** Two 3×3 convolutions, between which values may be dropped. */
export const basicUnit = (rate = 0): StageBlock => (filters, strides, first) =>
  unit(
    first,
    { conv1: convolution(filters, 3, { strides }), ...activated(2), ...(rate > 0 && { dropout: dropout(rate) }), conv2: convolution(filters, 3) },
    { conv: convolution(filters, 1, { strides }) },
  );

/** Three stages for pictures of 32×32, each of `depth` units; the first is `filters` wide. */
export const cifarNetwork = (block: StageBlock, depth: number, filters: number, classes: number): Block => ({
  stem: { conv: convolution(16, 3) },
  stages: [1, 2, 4].map((times) => ({ blocks: stage(block, depth, times * filters, times === 1 ? 1 : 2) })),
  ...activated(""),
  head: { global_pool: globalAveragePooling2d(), fc: dense(classes) },
});
