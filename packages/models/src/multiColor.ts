import { batchNormalization, branches, colorSpace, concatenate, dense, dropout, globalAveragePooling2d, rescaling, type Block } from "@convscope/core";
import { features } from "./efficientnet.ts";
import { imagenet } from "./imagenet.ts";
import { swishStyle } from "./mbconv.ts";
import type { ModelRow } from "./row.ts";

/** Gangan, Anoop & Lajish, "Distinguishing natural and computer-generated images using multi-colorspace fused EfficientNet", arXiv:2110.09428. */
export const multiColor: readonly ModelRow[] = [
  {
    name: "multicolor_efficientnet_b0", title: "Multi-colour-space fused EfficientNet-B0", family: "efficientnet", year: 2021,
    paper: "arXiv:2110.09428",
    inputs: { input: [224, 224, 3] }, classes: 3, params: 12_034_167, macs: 1_153_615_776,
    note: "Three nets see the same picture in RGB, LCH and HSV; one dense layer sees what all three have found. Takes pixels of 0 … 1. The authors sharpen the picture and stretch each channel to its own extremes before the second and third net; here a colour space has fixed limits.",
    options: { dropout: 0.2 },
    block: ({ classes, dropout: rate }) => ({
      nets: branches(
        { rgb: net(rate), lch: { colors: colorSpace("lch"), ...net(rate) }, hsv: { colors: colorSpace("hsv"), ...net(rate) } },
        concatenate(),
      ),
      classifier: dense(classes),
    }),
  },
];

const { mean, std } = imagenet;

/** EfficientNet-B0 without its classifier. All three begin with weights trained on ImageNet, and so with ImageNet's statistics. */
const net = (rate: number): Record<string, Block> => ({
  standardized: rescaling({ scale: std.map((s) => 1 / s), offset: mean.map((m, i) => -m / (std[i] ?? 1)) }),
  features: features(swishStyle(batchNormalization()), 1, 1),
  avgpool: globalAveragePooling2d(),
  dropout: dropout(rate),
});
