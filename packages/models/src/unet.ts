import { branches, concatenate, conv2d, conv2dTranspose, cropping2d, dropout, from, maxPooling2d, relu, type Block, type Shape } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/**
 * Ronneberger, Fischer & Brox, "U-Net: convolutional networks for biomedical image segmentation", arXiv:1505.04597, figure 1, from the
 * top down. Convolutions without padding make the way back up smaller than the way down was: `crop` rows and columns on each side, at
 * any size of the picture.
 */
const levels = [
  { level: 1, filters: 64, crop: 88 },
  { level: 2, filters: 128, crop: 40 },
  { level: 3, filters: 256, crop: 16 },
  { level: 4, filters: 512, crop: 4 },
] as const;
const bottom = 1024;

export const unet: readonly ModelRow[] = [
  {
    name: "unet", title: "U-Net", family: "unet", year: 2015,
    paper: "arXiv:1505.04597",
    inputs: { input: [572, 572, 1] }, classes: 2, params: 31_030_658, macs: 150_428_424_448,
    options: { dropout: 0.5, width: 1 },
    note: "388×388 pixels come out of 572×572. Dropout stands after the second convolution of the two deepest levels; the paper gives no rate.",
    variants: { same: { note: "Convolutions are padded, so that every pixel of the picture has an output and nothing is cropped.", inputs: { input: [256, 256, 1] }, params: 31_030_658, macs: 48_096_083_968 } },
    block: ({ classes, dropout: rate, inputShape, variant, width }) => network(classes, rate, inputShape, variant === "same", width),
  },
];

function network(classes: number, rate: number, inputShape: Shape, padded: boolean, width: number): Block {
  checkSize(inputShape, padded);
  const deepest = levels.length;
  const scaled = (filters: number): number => Math.max(1, Math.round(filters * width));
  const block: Record<string, Block> = {};
  for (const { level, filters } of levels) {
    block[`encoder${level}`] = twice(scaled(filters), padded);
    if (level === deepest) block[`drop${level}`] = dropout(rate);
    block[`pool${level}`] = maxPooling2d(2);
  }
  Object.assign(block, { bottleneck: twice(scaled(bottom), padded), drop: dropout(rate) });
  for (const { level, filters, crop } of levels.toReversed()) {
    const before = level === deepest ? `drop${level}` : `encoder${level}.relu2`;
    block[`up${level}`] = branches(
      { skip: { before: from(before), ...(padded ? {} : { crop: cropping2d(crop) }) }, up: conv2dTranspose(scaled(filters), 2, { strides: 2 }) },
      concatenate(),
    );
    block[`decoder${level}`] = twice(scaled(filters), padded);
  }
  return { ...block, conv: conv2d(classes, 1) };
}

const twice = (filters: number, padded: boolean): Block => {
  const padding = padded ? 1 : 0;
  return { conv1: conv2d(filters, 3, { padding }), relu1: relu(), conv2: conv2d(filters, 3, { padding }), relu2: relu() };
};

/** Each level halves an even size: what is left over could not be joined again. */
function checkSize(inputShape: Shape, padded: boolean): void {
  const [least, over] = padded ? [16, 0] : [188, 12];
  const sizes = inputShape.slice(0, 2);
  if (sizes.every((n) => n >= least && n % 16 === over)) return;
  const nearest = (n: number): number => Math.max(least, 16 * Math.round((n - over) / 16) + over);
  throw new RangeError(`unet: height and width must be ${padded ? "multiples of 16" : `12 more than a multiple of 16, at least ${least}, or, with variant "same", multiples of 16`}. Received ${sizes.join("×")}. Nearest: ${sizes.map(nearest).join("×")}.`);
}
