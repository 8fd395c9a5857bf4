import { batchNormalization, dense, dropout, globalAveragePooling2d, maxPooling2d, relu, residual, type Block } from "@convscope/core";
import { basic, bottleneck, convBn, convolution, network, stages, styles, type Depths, type StageBlock } from "./resnet.ts";
import type { ModelRow } from "./row.ts";
import { squeezeAndExcitation } from "./squeezeAndExcitation.ts";

/** Section 6.1: the reduction ratio of 16. */
const gate = (channels: number): Block => squeezeAndExcitation(channels, channels / 16);

const strided = "A stage halves the picture in the 3×3 convolution of its first block, as timm does; the paper's ResNets do it in the 1×1 before.";
const rounded = "timm rounds the sixteenth of 64 channels, 4, up to 8.";

/** Hu, Shen, Albanie, Sun & Wu, "Squeeze-and-excitation networks", arXiv:1709.01507: table 1, and the gates in the other nets of arXiv:1512.03385. */
const table: readonly (Pick<ModelRow, "name" | "title" | "params" | "macs" | "note"> & { readonly block: StageBlock; readonly depths: Depths })[] = [
  { name: "seresnet18", title: "SE-ResNet-18", block: basic(styles.torchvision, { gate }), depths: [2, 2, 2, 2], params: 11_778_592, macs: 1_814_160_384, note: rounded },
  { name: "seresnet34", title: "SE-ResNet-34", block: basic(styles.torchvision, { gate }), depths: [3, 4, 6, 3], params: 21_958_868, macs: 3_663_918_592, note: rounded },
  { name: "seresnet50", title: "SE-ResNet-50", block: bottleneck(styles.torchvision, { gate }), depths: [3, 4, 6, 3], params: 28_088_024, macs: 4_091_699_200, note: strided },
  { name: "seresnet101", title: "SE-ResNet-101", block: bottleneck(styles.torchvision, { gate }), depths: [3, 4, 23, 3], params: 49_326_872, macs: 7_806_148_608, note: strided },
  { name: "seresnet152", title: "SE-ResNet-152", block: bottleneck(styles.torchvision, { gate }), depths: [3, 8, 36, 3], params: 66_821_848, macs: 11_520_204_800, note: strided },
  { name: "seresnext50_32x4d", title: "SE-ResNeXt-50 (32×4d)", block: bottleneck(styles.torchvision, { gate, groups: 32, groupWidth: 4 }), depths: [3, 4, 6, 3], params: 27_559_896, macs: 4_232_994_816 },
];

const common = { family: "senet", year: 2017, paper: "arXiv:1709.01507", inputs: { input: [224, 224, 3] }, classes: 1000 } as const;

/** The table and SENet-154 as rows of the registry. */
export const senet: readonly ModelRow[] = [
  ...table.map(({ block, depths, ...row }): ModelRow => ({ ...row, ...common, block: ({ classes }) => network(block, depths, classes) })),
  {
    name: "senet154", title: "SENet-154", ...common, params: 115_088_984, macs: 20_688_363_520,
    options: { dropout: 0.2 },
    block: ({ classes, dropout: rate }) => ({
      conv1: [convolution(64, 3, { strides: 2 }), batchNormalization(), relu(), convolution(64, 3), batchNormalization(), relu(), convolution(128, 3)],
      bn1: batchNormalization(), relu: relu(), maxpool: maxPooling2d(3, { strides: 2, padding: 1 }),
      ...stages(wide, [3, 8, 36, 3]),
      avgpool: globalAveragePooling2d(),
      dropout: dropout(rate),
      fc: dense(classes),
    }),
  },
];

/** The appendix: twice the filters of a ResNeXt (64×4d), the first 1×1 half as wide as the 3×3, and 3×3 projections where the picture is halved. */
const wide: StageBlock = (filters, strides) =>
  residual(
    { ...convBn(1, 2 * filters, 1), relu1: relu(), ...convBn(2, 4 * filters, 3, { strides, groups: 64 }), relu2: relu(), ...convBn(3, 4 * filters, 1), se: gate(4 * filters) },
    { downsample: [convolution(4 * filters, strides === 1 ? 1 : 3, { strides }), batchNormalization()], activation: relu() },
  );
