import { batchNormalization, branches, dense, from, graph, heads, multiply, relu, reshape, roiPooling, type Graph } from "@convscope/core";
import { convBnRelu, convBnReluPool } from "./parts.ts";

/** The output that tells what a region is. */
export const classScore = "head.cls_score";
/** The output that tells where its figure is. */
export const boxOffset = "head.bbox_pred.multiply";

/** Rows and columns that each region is pooled to. */
const pooled = 5;

/**
 * The detector of Fast R-CNN (arXiv:1504.08083, figure 1) on a trunk of three stages: the picture goes through the convolutions once,
 * regions are cut out of the maps, and each is classified and its box corrected, for each class apart.
 *
 * inputs: `image` `[H, W, 3]`, `boxes` `[regions, 4]` in pixels, `counts` `[regions, 4·classes]` · outputs:
 * `cls_score` `[regions, classes]`, of which the first is background, and `bbox_pred` `[regions, 4·classes]`.
 *
 * `counts` is 1 where an offset has a target, 0 elsewhere: what is multiplied by 0 learns nothing, as the loss of section 2.3, equation 1
 * has it with its [u ≥ 1]. To detect it is all ones.
 */
export const detector = (inputShape: readonly [number, number, number], regions: number, classes: number): Graph =>
  graph("detector", { image: inputShape, boxes: [regions, 4], counts: [regions, 4 * classes] }, {
    features: { half: convBnReluPool(16), quarter: [convBnRelu(32), convBnReluPool(32)], last: [convBnRelu(64), convBnRelu(64)] },
    roi_pool: branches({ maps: [], boxes: from("boxes") }, roiPooling(pooled, { spatialScale: 1 / 4 })),
    reshape: reshape([-1, pooled * pooled * 64]),
    fc: dense(128, { useBias: false }), bn: batchNormalization(), relu: relu(),
    head: heads({
      cls_score: dense(classes),
      bbox_pred: branches({ offsets: dense(4 * classes), counts: from("counts") }, multiply()),
    }),
  });
