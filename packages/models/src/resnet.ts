import { batchNormalization, conv2d, dense, globalAveragePooling2d, maxPooling2d, relu, residual, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** He, Zhang, Ren & Sun, "Deep residual learning for image recognition", arXiv:1512.03385, table 1. `depths` counts the blocks of conv2_x to conv5_x. */
export const resnet: readonly ModelRow[] = [
  {
    name: "resnet18", title: "ResNet-18", family: "resnet", year: 2015,
    paper: "arXiv:1512.03385",
    input: [224, 224, 3], classes: 1000, params: 11_689_512, macs: 1_814_073_344,
    block: ({ classes }) => network(basic, [2, 2, 2, 2], classes),
  },
];

type ResidualBlock = (filters: number, strides: number) => Block;

function network(block: ResidualBlock, depths: readonly [number, number, number, number], classes: number): Block {
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

/** Figure 5, left: two 3×3 convolutions. */
const basic: ResidualBlock = (filters, strides) =>
  residual(
    { ...convBn(1, filters, 3, strides), relu1: relu(), ...convBn(2, filters, 3) },
    { downsample: projection(filters, strides), activation: relu() },
  );

/** Option B of section 3.3: the shortcut is projected only where the shape changes; `residual` sees to that. */
const projection = (filters: number, strides: number): Block => [conv2d(filters, 1, { strides, useBias: false }), batchNormalization()];

/** The mean that the normalisation subtracts would cancel a bias, so there is none. */
const convBn = (i: number, filters: number, kernelSize: number, strides = 1): Record<string, Block> => ({
  [`conv${i}`]: conv2d(filters, kernelSize, { strides, padding: (kernelSize - 1) / 2, useBias: false }),
  [`bn${i}`]: batchNormalization(),
});
