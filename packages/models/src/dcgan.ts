import { batchNormalization, conv2d, conv2dTranspose, flatten, leakyRelu, relu, reshape, tanh, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** Radford, Metz & Chintala, "Unsupervised representation learning with deep convolutional generative adversarial networks", arXiv:1511.06434, figure 1 and section 3, with the filters of PyTorch's example. */
const source = { family: "dcgan", year: 2015, paper: "arXiv:1511.06434" } as const;
const start = "The paper draws weights from N(0, 0.02): `init: { kernel: randomNormal({ deviation: 0.02 }) }`.";

export const dcgan: readonly ModelRow[] = [
  {
    ...source, name: "dcgan_generator", title: "DCGAN, generator",
    inputs: { noise: [100] }, classes: 3, params: 3_576_704, macs: 104_628_224,
    note: `Half of the paper's filters, as in PyTorch's example. ${start}`,
    block: ({ classes }) => ({
      reshape: reshape([1, 1, -1]),
      main: [
        conv2dTranspose(512, 4, { useBias: false }), batchNormalization(), relu(),
        ...[256, 128, 64].flatMap((filters) => [conv2dTranspose(filters, 4, strided), batchNormalization(), relu()]),
        conv2dTranspose(classes, 4, strided), tanh(),
      ],
    }),
  },
  {
    ...source, name: "dcgan_discriminator", title: "DCGAN, discriminator",
    inputs: { input: [64, 64, 3] }, classes: 1, params: 2_765_568, macs: 103_817_216,
    note: `The sigmoid at the end is left to the loss. ${start}`,
    block: ({ classes }) => ({
      main: [
        conv2d(64, 4, strided), leak(),
        ...[128, 256, 512].flatMap((filters) => [conv2d(filters, 4, strided), batchNormalization(), leak()]),
        conv2d(classes, 4, { useBias: false }),
      ],
      flatten: flatten(),
    }),
  },
];

/** Doubles the size of maps in a transposed convolution, halves it in a convolution; the normalisation after it would cancel a bias. */
const strided = { strides: 2, padding: 1, useBias: false };
const leak = (): Block => leakyRelu({ negativeSlope: 0.2 });
