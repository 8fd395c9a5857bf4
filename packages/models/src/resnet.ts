import { batchNormalization, conv2d, dense, globalAveragePooling2d, maxPooling2d, relu, residual, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

type ResidualBlock = (filters: number, strides: number) => Block;
type Depths = readonly [number, number, number, number];

/** Figure 5, left: two 3×3 convolutions. */
const basic: ResidualBlock = (filters, strides) =>
  residual(
    { ...convBn(1, filters, 3, strides), relu1: relu(), ...convBn(2, filters, 3) },
    { downsample: projection(filters, strides), activation: relu() },
  );

/** Figure 5, right: a 3×3 convolution between two 1×1, which narrow to `filters` and widen to four times as many. */
const bottleneck: ResidualBlock = (filters, strides) =>
  residual(
    { ...convBn(1, filters, 1), relu1: relu(), ...convBn(2, filters, 3, strides), relu2: relu(), ...convBn(3, 4 * filters, 1) },
    { downsample: projection(4 * filters, strides), activation: relu() },
  );

const strided = "A stage halves the picture in the 3×3 convolution of its first block, as torchvision does; the paper does it in the 1×1 before.";

/** He, Zhang, Ren & Sun, "Deep residual learning for image recognition", arXiv:1512.03385, table 1. `depths` counts the blocks of conv2_x to conv5_x. */
const table: readonly (Pick<ModelRow, "name" | "title" | "params" | "macs"> & { readonly block: ResidualBlock; readonly depths: Depths; readonly note?: string })[] = [
  { name: "resnet18", title: "ResNet-18", block: basic, depths: [2, 2, 2, 2], params: 11_689_512, macs: 1_814_073_344 },
  { name: "resnet34", title: "ResNet-34", block: basic, depths: [3, 4, 6, 3], params: 21_797_672, macs: 3_663_761_408 },
  { name: "resnet50", title: "ResNet-50", block: bottleneck, depths: [3, 4, 6, 3], params: 25_557_032, macs: 4_089_184_256, note: strided },
  { name: "resnet101", title: "ResNet-101", block: bottleneck, depths: [3, 4, 23, 3], params: 44_549_160, macs: 7_801_405_440, note: strided },
  { name: "resnet152", title: "ResNet-152", block: bottleneck, depths: [3, 8, 36, 3], params: 60_192_808, macs: 11_513_626_624, note: strided },
];

/** The table as rows of the registry. */
export const resnet: readonly ModelRow[] = table.map(({ block, depths, ...figures }) => ({
  ...figures,
  family: "resnet", year: 2015, paper: "arXiv:1512.03385",
  inputs: { input: [224, 224, 3] }, classes: 1000,
  block: ({ classes }) => network(block, depths, classes),
}));

function network(block: ResidualBlock, depths: Depths, classes: number): Block {
  const stage = (depth: number, filters: number, strides: number): Block[] => Array.from({ length: depth }, (_, i) => block(filters, i === 0 ? strides : 1));
  return {
    ...convBn(1, 64, 7, 2), relu: relu(), maxpool: maxPooling2d(3, { strides: 2, padding: 1 }),
    layer1: stage(depths[0], 64, 1),
    layer2: stage(depths[1], 128, 2),
    layer3: stage(depths[2], 256, 2),
    layer4: stage(depths[3], 512, 2),
    avgpool: globalAveragePooling2d(),
    fc: dense(classes),
  };
}

/** Option B of section 3.3: the shortcut is projected only where the shape changes; `residual` sees to that. */
const projection = (filters: number, strides: number): Block => [conv2d(filters, 1, { strides, useBias: false }), batchNormalization()];

/** The mean that the normalisation subtracts would cancel a bias, so there is none. */
export const convBn = (i: number, filters: number, kernelSize: number, strides = 1): Record<string, Block> => ({
  [`conv${i}`]: conv2d(filters, kernelSize, { strides, padding: (kernelSize - 1) / 2, useBias: false }),
  [`bn${i}`]: batchNormalization(),
});
