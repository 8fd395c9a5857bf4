import { adaptiveAveragePooling2d, averagePooling2d, batchNormalization, branches, concatenate, dense, dropout, flatten, globalAveragePooling2d, localResponseNormalization, maxPooling2d, relu, side, type Block } from "@convscope/core";
import { basicConv, type ConvMaker } from "./basicConv.ts";
import type { ModelRow, Settings } from "./row.ts";
import { transformInput } from "./transformInput.ts";

/**
 * Szegedy et al., "Going deeper with convolutions", arXiv:1409.4842, table 1: filters of the 1×1 convolution, of the 1×1 before the
 * 3×3 and the 3×3, of the 1×1 before the 5×5 and the 5×5, and of the 1×1 behind the pooling.
 */
const table = {
  inception3a: [64, 96, 128, 16, 32, 32],
  inception3b: [128, 128, 192, 32, 96, 64],
  inception4a: [192, 96, 208, 16, 48, 64],
  inception4b: [160, 112, 224, 24, 64, 64],
  inception4c: [128, 128, 256, 24, 64, 64],
  inception4d: [112, 144, 288, 32, 64, 64],
  inception4e: [256, 160, 320, 32, 128, 128],
  inception5a: [256, 160, 320, 32, 128, 128],
  inception5b: [384, 192, 384, 48, 128, 128],
} as const;

export const googlenet: readonly ModelRow[] = [
  {
    name: "googlenet", title: "GoogLeNet", family: "inception", year: 2014,
    paper: "arXiv:1409.4842",
    inputs: { input: [224, 224, 3] }, classes: 1000, params: 6_624_904, macs: 1_498_376_192,
    note: "As in torchvision: batch normalisation instead of biases and of response normalisation, 3×3 convolutions where the paper has 5×5, and a last pooling of 2×2. Auxiliary heads, off unless asked for, add 6,379,984 parameters.",
    options: { dropout: 0.2, auxiliary: false, transformInput: false },
    variants: {
      paper: {
        note: "Table 1 and figure 3 of the paper: real 5×5 convolutions, biases, response normalisation, poolings of 3×3, dropout of 0.4. The constants of the response normalisation, which it does not tell, are those of Caffe's copy.",
        params: 6_998_552, macs: 1_582_671_872, options: { dropout: 0.4 },
      },
    },
    block: network,
  },
];

function network({ classes, dropout: rate, auxiliary, transformInput: transformed, variant }: Settings): Block {
  const paper = variant === "paper";
  const conv = basicConv(paper ? undefined : batchNormalization({ epsilon: 1e-3 }));
  const pool = maxPooling2d(3, { strides: 2, ceilMode: true });
  const response = localResponseNormalization(5);
  const module = (name: keyof typeof table): Block => inception(conv, table[name], paper ? 5 : 3);
  const head = (name: string): Record<string, Block> => (auxiliary ? { [name]: side(auxiliaryHead(conv, classes, paper)) } : {});
  return {
    ...(transformed && transformInput),
    conv1: conv(64, 7, { strides: 2 }), maxpool1: pool, ...(paper && { norm1: response }),
    conv2: conv(64, 1), conv3: conv(192, 3), ...(paper && { norm2: response }), maxpool2: pool,
    inception3a: module("inception3a"), inception3b: module("inception3b"), maxpool3: pool,
    inception4a: module("inception4a"), ...head("aux1"),
    inception4b: module("inception4b"), inception4c: module("inception4c"), inception4d: module("inception4d"), ...head("aux2"),
    inception4e: module("inception4e"), maxpool4: paper ? pool : maxPooling2d(2, { ceilMode: true }),
    inception5a: module("inception5a"), inception5b: module("inception5b"),
    avgpool: globalAveragePooling2d(), dropout: dropout(rate), fc: dense(classes),
  };
}

/** Figure 2b; `large` is the kernel of the "5×5". */
const inception = (conv: ConvMaker, [one, reduce3, three, reduce5, five, projected]: (typeof table)[keyof typeof table], large: number): Block =>
  branches(
    {
      branch1: conv(one, 1),
      branch2: [conv(reduce3, 1), conv(three, 3)],
      branch3: [conv(reduce5, 1), conv(five, large)],
      branch4: [maxPooling2d(3, { strides: 1, padding: 1, ceilMode: true }), conv(projected, 1)],
    },
    concatenate(),
  );

/** Section 5: a small classifier on the maps half way. torchvision pools them to 4×4 whatever their size. */
const auxiliaryHead = (conv: ConvMaker, classes: number, paper: boolean): Block => ({
  pool: paper ? averagePooling2d(5, { strides: 3 }) : adaptiveAveragePooling2d(4),
  conv: conv(128, 1), flatten: flatten(),
  fc1: dense(1024), relu: relu(), dropout: dropout(0.7), fc2: dense(classes),
});
