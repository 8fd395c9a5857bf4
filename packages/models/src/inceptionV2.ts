import { averagePooling2d, batchNormalization, branches, concatenate, dense, dropout, globalAveragePooling2d, maxPooling2d, relu, separableConv2d, type Block } from "@convscope/core";
import { basicConv } from "./basicConv.ts";
import type { ModelRow } from "./row.ts";

/** Filters of a module's 1×1, 1×1 and 3×3, 1×1 and two 3×3, and of the 1×1 behind what is pooled; a strided module has no first and no last. */
interface Module {
  readonly one?: number;
  readonly single: readonly [number, number];
  readonly double: readonly [number, number];
  readonly projected?: number;
  readonly pool?: "max";
}

/** Ioffe & Szegedy, "Batch normalization", arXiv:1502.03167, figure 5, as in TensorFlow's research models, whose names these are. */
const table: { readonly [name: string]: Module } = {
  Mixed_3b: { one: 64, single: [64, 64], double: [64, 96], projected: 32 },
  Mixed_3c: { one: 64, single: [64, 96], double: [64, 96], projected: 64 },
  Mixed_4a: { single: [128, 160], double: [64, 96] },
  Mixed_4b: { one: 224, single: [64, 96], double: [96, 128], projected: 128 },
  Mixed_4c: { one: 192, single: [96, 128], double: [96, 128], projected: 128 },
  Mixed_4d: { one: 160, single: [128, 160], double: [128, 160], projected: 96 },
  Mixed_4e: { one: 96, single: [128, 192], double: [160, 192], projected: 96 },
  Mixed_5a: { single: [128, 192], double: [192, 256] },
  Mixed_5b: { one: 352, single: [192, 320], double: [160, 224], projected: 128 },
  Mixed_5c: { one: 352, single: [192, 320], double: [192, 224], projected: 128, pool: "max" },
};

/** A scale would be lost in what comes behind relu, so that there is none. */
const conv = basicConv(batchNormalization({ epsilon: 1e-3, momentum: 3e-4, scale: false }));
const strided = { strides: 2, padding: "same" } as const;

export const inceptionV2: readonly ModelRow[] = [
  {
    name: "inception_v2", title: "Inception-v2 (BN-Inception)", family: "inception", year: 2015,
    paper: "arXiv:1502.03167",
    inputs: { input: [224, 224, 3] }, classes: 1000, params: 11_178_336, macs: 1_934_857_216,
    note: "As in TensorFlow's research models: 96 filters behind the pooling of 4d and 4e, with which the sizes of the paper's figure 5 come out (its 128 would make 608 maps, not 576), and normalisations that shift but do not scale. The first convolution is separable, and has a bias instead of a normalisation.",
    options: { dropout: 0.2 },
    block: ({ classes, dropout: rate }) => ({
      Conv2d_1a_7x7: { conv: separableConv2d(64, 7, { ...strided, depthMultiplier: 8 }), relu: relu() },
      MaxPool_2a_3x3: maxPooling2d(3, strided),
      Conv2d_2b_1x1: conv(64, 1), Conv2d_2c_3x3: conv(192, 3),
      MaxPool_3a_3x3: maxPooling2d(3, strided),
      ...Object.fromEntries(Object.entries(table).map(([name, module]) => [name, inception(module)])),
      AvgPool_1a: globalAveragePooling2d(), Dropout_1b: dropout(rate), Conv2d_1c_1x1: dense(classes),
    }),
  },
];

function inception({ one, single: [reduce, three], double: [reduceTwice, threeTwice], projected, pool }: Module): Block {
  const whole = { padding: "same", strides: 1 } as const;
  const sliding = one === undefined ? strided : whole;
  return branches(
    {
      ...(one !== undefined && { Branch_0: conv(one, 1) }),
      Branch_1: [conv(reduce, 1), conv(three, 3, sliding)],
      Branch_2: [conv(reduceTwice, 1), conv(threeTwice, 3), conv(threeTwice, 3, sliding)],
      Branch_3: projected === undefined ? maxPooling2d(3, strided) : [pool === "max" ? maxPooling2d(3, whole) : averagePooling2d(3, whole), conv(projected, 1)],
    },
    concatenate(),
  );
}
