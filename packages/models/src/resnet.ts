import { batchNormalization, conv2d, dense, globalAveragePooling2d, maxPooling2d, relu, residual, type BatchNormalizationOptions, type Block, type BlockRun } from "@convscope/core";
import type { ModelRow, Variant } from "./row.ts";

/** A block of a stage that is `filters` wide; whether it is the stage's first. */
export type StageBlock = (filters: number, strides: number, first: boolean) => Block;
/** How many blocks conv2_x to conv5_x have. */
export type Depths = readonly [number, number, number, number];

/** What the versions of one net differ in. */
export interface Style {
  /** The convolution of a bottleneck that halves the picture. */
  readonly strided: "conv1" | "conv2";
  readonly useBias: boolean;
  readonly normalization: BatchNormalizationOptions;
}

/** The mean that the normalisation subtracts would cancel a bias, so there is none; Keras has it all the same. */
export const styles: { readonly [version in "torchvision" | "paper" | "keras"]: Style } = {
  torchvision: { strided: "conv2", useBias: false, normalization: {} },
  paper: { strided: "conv1", useBias: false, normalization: {} },
  keras: { strided: "conv1", useBias: true, normalization: { epsilon: 1.001e-5, momentum: 0.01 } },
};

const styleOf = (variant: string): Style => (variant === "paper" || variant === "keras" ? styles[variant] : styles.torchvision);

/** What the papers that followed changed in a block. */
export interface Changes {
  /** Groups of a bottleneck's 3×3 convolution. */
  readonly groups?: number;
  /** Channels of each group for every 64 filters of the stage. */
  readonly groupWidth?: number;
  /** What the body's output of `channels` goes through before the sum. */
  readonly gate?: (channels: number) => Block;
}

/** Figure 5, left: two 3×3 convolutions. */
export const basic = (style: Style = styles.torchvision, { gate }: Changes = {}): StageBlock => (filters, strides) =>
  residual(
    { ...convBn(1, filters, 3, { ...style, strides }), relu1: relu(), ...convBn(2, filters, 3, style), se: gate?.(filters) },
    { downsample: projection(filters, strides, style), activation: relu() },
  );

/** Figure 5, right: a 3×3 convolution between two 1×1, which narrow to `filters` and widen to four times as many. */
export const bottleneck = (style: Style = styles.torchvision, { groups = 1, groupWidth = 64, gate }: Changes = {}): StageBlock => (filters, strides) => {
  const width = ((filters * groupWidth) / 64) * groups;
  const at = (convolution: Style["strided"]): number => (style.strided === convolution ? strides : 1);
  return residual(
    {
      ...convBn(1, width, 1, { ...style, strides: at("conv1") }), relu1: relu(),
      ...convBn(2, width, 3, { ...style, strides: at("conv2"), groups }), relu2: relu(),
      ...convBn(3, 4 * filters, 1, style),
      se: gate?.(4 * filters),
    },
    { downsample: projection(4 * filters, strides, style), activation: relu() },
  );
};

/** Figure 3, middle: what the residual nets are compared with. */
const plain = (): StageBlock => (filters, strides) => ({ ...convBn(1, filters, 3, { strides }), relu1: relu(), ...convBn(2, filters, 3), relu: relu() });

const strided = "A stage halves the picture in the 3×3 convolution of its first block, as torchvision does; the paper does it in the 1×1 before.";

/** The paper's version and Keras's, where it has one. */
const versions = (params: number, macs: number, keras?: number): Record<string, Variant> => ({
  paper: { note: "A stage halves the picture in the first 1×1 convolution of its first block, as the paper has it.", params, macs },
  ...(keras !== undefined && {
    keras: { note: "As the paper's; every convolution has a bias, and normalisation an epsilon of 1.001e-5 and a momentum of 0.01 (which Keras calls 0.99).", params: keras, macs },
  }),
});

/** He, Zhang, Ren & Sun, "Deep residual learning for image recognition", arXiv:1512.03385, table 1. */
const table: readonly (Pick<ModelRow, "name" | "title" | "params" | "macs" | "note" | "variants"> & { readonly block: (style: Style) => StageBlock; readonly depths: Depths; readonly year?: number; readonly paper?: string })[] = [
  { name: "plain18", title: "Plain-18", block: plain, depths: [2, 2, 2, 2], params: 11_515_688, macs: 1_794_805_760, note: "ResNet-18 without shortcuts." },
  { name: "plain34", title: "Plain-34", block: plain, depths: [3, 4, 6, 3], params: 21_623_848, macs: 3_644_493_824, note: "ResNet-34 without shortcuts." },
  { name: "resnet18", title: "ResNet-18", block: basic, depths: [2, 2, 2, 2], params: 11_689_512, macs: 1_814_073_344 },
  { name: "resnet34", title: "ResNet-34", block: basic, depths: [3, 4, 6, 3], params: 21_797_672, macs: 3_663_761_408 },
  { name: "resnet50", title: "ResNet-50", block: bottleneck, depths: [3, 4, 6, 3], params: 25_557_032, macs: 4_089_184_256, note: strided, variants: versions(25_557_032, 3_857_973_248, 25_583_592) },
  { name: "resnet101", title: "ResNet-101", block: bottleneck, depths: [3, 4, 23, 3], params: 44_549_160, macs: 7_801_405_440, note: strided, variants: versions(44_549_160, 7_570_194_432, 44_601_832) },
  { name: "resnet152", title: "ResNet-152", block: bottleneck, depths: [3, 8, 36, 3], params: 60_192_808, macs: 11_513_626_624, note: strided, variants: versions(60_192_808, 11_282_415_616, 60_268_520) },
  {
    name: "resnet200", title: "ResNet-200", block: bottleneck, depths: [3, 24, 36, 3], year: 2016, paper: "arXiv:1603.05027, section 5", params: 64_673_832, macs: 15_007_481_856,
    note: `${strided} The paper's best net of this depth activates before it convolves; this is the original unit, as timm has it.`, variants: versions(64_673_832, 14_776_270_848),
  },
];

/** The table as rows of the registry. */
export const resnet: readonly ModelRow[] = table.map(({ block, depths, year = 2015, paper = "arXiv:1512.03385", ...row }) => ({
  ...row,
  family: "resnet", year, paper,
  inputs: { input: [224, 224, 3] }, classes: 1000,
  block: ({ classes, variant }) => network(block(styleOf(variant)), depths, classes, styleOf(variant)),
}));

/** A column of table 1. */
export const network = (block: StageBlock, depths: Depths, classes: number, style: Style = styles.torchvision): BlockRun => ({
  ...convBn(1, 64, 7, { ...style, strides: 2 }), relu: relu(), maxpool: maxPooling2d(3, { strides: 2, padding: 1 }),
  ...stages(block, depths),
  avgpool: globalAveragePooling2d(),
  fc: dense(classes),
});

/** conv2_x to conv5_x. */
export const stages = (block: StageBlock, depths: Depths): BlockRun => ({
  layer1: stage(block, depths[0], 64, 1),
  layer2: stage(block, depths[1], 128, 2),
  layer3: stage(block, depths[2], 256, 2),
  layer4: stage(block, depths[3], 512, 2),
});

/** The first block of a stage halves the picture; those after it are alike, and made once. */
export const stage = (block: StageBlock, depth: number, filters: number, strides: number): Block[] => [block(filters, strides, true), ...new Array<Block>(depth - 1).fill(block(filters, 1, false))];

/** Option B of section 3.3: the shortcut is projected only where the shape changes; `residual` sees to that. */
const projection = (filters: number, strides: number, { useBias, normalization }: Style): Block => [convolution(filters, 1, { strides, useBias }), batchNormalization(normalization)];

interface ConvolutionOptions {
  readonly strides?: number;
  readonly groups?: number;
  readonly useBias?: boolean;
}

/** A convolution that keeps the size at strides of 1. */
export const convolution = (filters: number, kernelSize: number, { strides = 1, groups = 1, useBias = false }: ConvolutionOptions = {}): Block =>
  conv2d(filters, kernelSize, { strides, padding: (kernelSize - 1) / 2, groups, useBias });

/** The same, and its normalisation. */
export const convBn = (
  i: number, filters: number, kernelSize: number,
  { normalization = {}, ...options }: Partial<Style> & ConvolutionOptions = {},
): Record<string, Block> => ({
  [`conv${i}`]: convolution(filters, kernelSize, options),
  [`bn${i}`]: batchNormalization(normalization),
});
