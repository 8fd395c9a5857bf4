import { add, branches, conv2d, conv2dTranspose, cropping2d, dropout, from, maxPooling2d, relu, upSampling2d, type Block, type Shape } from "@convscope/core";
import type { ModelRow } from "./row.ts";
import { vggFeatures } from "./vgg.ts";

const enlarged = "The padding of 100 pixels and the crops are those of the authors' nets. Scores are enlarged to the picture by bilinear interpolation that does not learn, as in the paper.";
const edges = `${enlarged} Along the edges it keeps the outermost score, where the authors' transposed convolution fades out.`;
const skips = `${enlarged} The transposed convolutions between the skips learn; the paper starts them as bilinear interpolation.`;

/**
 * Long, Shelhamer & Darrell, "Fully convolutional networks for semantic segmentation", arXiv:1411.4038, figure 3, on VGG-16. Scores at
 * `strides` are enlarged to the picture, which begins at their pixel `offset`.
 */
const table = [
  { strides: 32, offset: 3, params: 134_346_581, macs: 180_903_432_960, note: edges },
  { strides: 16, offset: 19, params: 134_364_410, macs: 180_926_055_168, note: skips },
  { strides: 8, offset: 27, params: 134_376_863, macs: 180_975_843_648, note: skips },
] as const;

/** The table as rows of the registry. */
export const fcn: readonly ModelRow[] = table.map(({ strides, offset, ...figures }) => ({
  ...figures,
  name: `fcn${strides}s`, title: `FCN-${strides}s`, family: "fcn", year: 2014,
  paper: "arXiv:1411.4038, figure 3",
  inputs: { input: [500, 500, 3] }, classes: 21,
  options: { dropout: 0.5 },
  block: ({ classes, dropout: rate, inputShape }) => ({
    features: [conv2d(64, 3, { padding }), ...vggFeatures({ pool: maxPooling2d(2, { ceilMode: true }) }).slice(1)],
    fc6: conv2d(4096, 7), relu6: relu(), drop6: dropout(rate),
    fc7: conv2d(4096, 1), relu7: relu(), drop7: dropout(rate),
    score: conv2d(classes, 1),
    ...(strides < 32 && skip(4, classes, inputShape)),
    ...(strides < 16 && skip(3, classes, inputShape)),
    upscore: upSampling2d(strides, { interpolation: "bilinear" }),
    crop: crop(offset, inputShape, (n) => strides * scores(strides, n), (n) => n),
  }),
}));

/** So much that a picture of any size leaves something for the 7×7 window. */
const padding = 100;
/** Rows or columns after `pool` halvings, rounded up, of `n` pixels and their padding. */
const pooled = (pool: number, n: number): number => Math.ceil((n + 2 * padding - 2) / 2 ** pool);
/** Rows or columns of scores: the last pool's within the 7×7 window, or twice the coarser ones as 4×4 windows spread them. */
const scores = (strides: number, n: number): number => (strides === 32 ? pooled(5, n) - 6 : 2 * scores(2 * strides, n) + 2);

/** The last layer of a pool in VGG-16, and the place where the coarser scores begin on it. */
const pools = { 3: { node: "features.16", offset: 9 }, 4: { node: "features.23", offset: 5 } } as const;

/** Doubles the scores so far and adds those of an earlier pool. */
const skip = (pool: keyof typeof pools, classes: number, inputShape: Shape): Record<string, Block> => {
  const { node, offset } = pools[pool];
  return {
    [`upscore_pool${pool}`]: conv2dTranspose(classes, 4, { strides: 2, useBias: false }),
    [`fuse_pool${pool}`]: branches(
      { coarse: [], fine: { pool: from(node), score: conv2d(classes, 1), crop: crop(offset, inputShape, (n) => pooled(pool, n), (n) => scores(2 ** pool, n)) } },
      add(),
    ),
  };
};

/** Of the rows and columns that there are, those that are kept, from the place `offset`. */
const crop = (offset: number, [height = 0, width = 0]: Shape, size: (n: number) => number, kept: (n: number) => number): Block => {
  const along = (n: number): [number, number] => [offset, size(n) - offset - kept(n)];
  return cropping2d([along(height), along(width)]);
};
