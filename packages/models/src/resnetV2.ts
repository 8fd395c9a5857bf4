import { adaptiveAveragePooling2d, conv2d, flatten, maxPooling2d, zeroPadding2d, type Block } from "@convscope/core";
import { activated, basicUnit, cifarNetwork, unit } from "./preActivation.ts";
import { convolution, stage, styles, type Depths, type StageBlock, type Style } from "./resnet.ts";
import type { ModelRow } from "./row.ts";

const paper = "arXiv:1603.05027";

/** The units of arXiv:1603.05027 in the nets of arXiv:1512.03385, table 1; the paper itself has only ResNet-200. */
const table: readonly (Pick<ModelRow, "name" | "title" | "params" | "macs"> & { readonly depths: Depths; readonly keras: { readonly params: number; readonly macs: number } })[] = [
  { name: "resnetv2_50", title: "ResNet-50 v2", depths: [3, 4, 6, 3], params: 25_549_352, macs: 4_089_184_256, keras: { params: 25_568_360, macs: 3_482_255_360 } },
  { name: "resnetv2_101", title: "ResNet-101 v2", depths: [3, 4, 23, 3], params: 44_541_480, macs: 7_801_405_440, keras: { params: 44_577_896, macs: 7_194_476_544 } },
  { name: "resnetv2_152", title: "ResNet-152 v2", depths: [3, 8, 36, 3], params: 60_185_128, macs: 11_513_626_624, keras: { params: 60_236_904, macs: 10_906_697_728 } },
];

/** Section 5, for pictures of 32×32: `n` units a stage. */
const cifar = [
  { name: "preresnet20", title: "Pre-activation ResNet-20", block: basicUnit(), n: 3, params: 272_282, macs: 40_813_184 },
  { name: "preresnet56", title: "Pre-activation ResNet-56", block: basicUnit(), n: 9, params: 855_578, macs: 125_747_840 },
  { name: "preresnet110", title: "Pre-activation ResNet-110", block: basicUnit(), n: 18, params: 1_730_522, macs: 253_149_824 },
  { name: "preresnet164", title: "Pre-activation ResNet-164", block: bottleneck(styles.paper), n: 18, params: 1_703_258, macs: 244_500_992 },
  { name: "preresnet1001", title: "Pre-activation ResNet-1001", block: bottleneck(styles.paper), n: 111, params: 10_327_706, macs: 1_487_849_984 },
] as const;

/** The tables as rows of the registry. */
export const resnetV2: readonly ModelRow[] = [
  ...table.map(({ depths, keras, ...figures }): ModelRow => ({
    ...figures,
    family: "resnetv2", year: 2016, paper,
    inputs: { input: [224, 224, 3] }, classes: 1000,
    note: "As timm builds it: a stage halves the picture in the 3×3 convolution of its first unit, and the head is a 1×1 convolution.",
    variants: { keras: { note: "A stage halves the picture in its last unit, the shortcut of which keeps every second row and column; zeros are pooled around the first convolution; it, the projections and the last convolution of each unit have biases; normalisation has an epsilon of 1.001e-5 and a momentum of 0.01 (which Keras calls 0.99).", ...keras } },
    block: ({ classes, variant }) => (variant === "keras" ? kerasNetwork(depths, classes) : timmNetwork(depths, classes)),
  })),
  ...cifar.map(({ block, n, ...figures }): ModelRow => ({
    ...figures,
    family: "resnetv2", year: 2016, paper: `${paper}, section 5`,
    inputs: { input: [32, 32, 3] }, classes: 10,
    note: "Shortcuts that change the shape are projected, as in the authors' code.",
    block: ({ classes }) => cifarNetwork(block, n, 16, classes),
  })),
];

function timmNetwork(depths: Depths, classes: number): Block {
  const block = bottleneck(styles.torchvision);
  return {
    stem: { conv: convolution(64, 7, { strides: 2 }), pool: maxPooling2d(3, { strides: 2, padding: 1 }) },
    stages: depths.map((depth, i) => ({ blocks: stage(block, depth, 64 * 2 ** i, i === 0 ? 1 : 2) })),
    ...activated(""),
    head: head(classes),
  };
}

function kerasNetwork(depths: Depths, classes: number): Block {
  const style: Style = { ...styles.keras, strided: "conv2" };
  const block = bottleneck(style);
  return {
    stem: { conv: convolution(64, 7, { strides: 2, useBias: true }), pad: zeroPadding2d(1), pool: maxPooling2d(3, { strides: 2 }) },
    stages: depths.map((depth, i) => ({ blocks: [...stage(block, depth - 1, 64 * 2 ** i, 1), block(64 * 2 ** i, i === 3 ? 1 : 2, false)] })),
    ...activated("", style.normalization),
    head: head(classes),
  };
}

/** The unit of three convolutions. Where its picture is halved without new channels, the shortcut keeps every second row and column. */
function bottleneck({ strided, useBias, normalization }: Style): StageBlock {
  return (filters, strides, first) => {
    const at = (convolution: Style["strided"]): number => (strided === convolution ? strides : 1);
    const body = {
      conv1: convolution(filters, 1, { strides: at("conv1") }), ...activated(2, normalization),
      conv2: convolution(filters, 3, { strides: at("conv2") }), ...activated(3, normalization),
      conv3: convolution(4 * filters, 1, { useBias }),
    };
    return unit(first, body, first ? { conv: convolution(4 * filters, 1, { strides, useBias }) } : maxPooling2d(1, { strides }), normalization);
  };
}

const head = (classes: number): Block => ({ global_pool: adaptiveAveragePooling2d(1), fc: conv2d(classes, 1), flatten: flatten() });
