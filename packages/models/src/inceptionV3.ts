import { averagePooling2d, batchNormalization, branches, concatenate, dense, dropout, from, globalAveragePooling2d, maxPooling2d, side, type Block } from "@convscope/core";
import { basicConv, strided, valid, type ConvMaker } from "./basicConv.ts";
import type { ModelRow, Settings } from "./row.ts";
import { transformInput } from "./transformInput.ts";

/** Szegedy, Vanhoucke, Ioffe, Shlens & Wojna, "Rethinking the Inception architecture for computer vision", arXiv:1512.00567, table 1. */
export const inceptionV3: readonly ModelRow[] = [
  {
    name: "inception_v3", title: "Inception-v3", family: "inception", year: 2015,
    paper: "arXiv:1512.00567",
    inputs: { input: [299, 299, 3] }, classes: 1000, params: 23_834_568, macs: 5_713_216_096,
    note: "As published with TensorFlow and in torchvision, which differs from the paper's table in its stem and in that its first modules have a 5×5. The auxiliary head, off unless asked for, adds 3,326,696 parameters.",
    options: { dropout: 0.5, auxiliary: false, transformInput: false },
    variants: {
      keras: {
        note: "Normalisations shift but do not scale: 17,216 parameters less. Their momentum is 0.01 (which Keras calls 0.99). Average pooling leaves out its padding, and nothing is dropped.",
        params: 23_817_352, macs: 5_713_216_096, options: { dropout: 0 },
      },
    },
    block: network,
  },
];

const largest = maxPooling2d(3, { strides: 2 });
const join = (...of: readonly Block[]): Block => branches(of, concatenate(), { numbered: false });

/** What the modules are made of. */
interface Parts {
  readonly conv: ConvMaker;
  /** The last branch: average pooling, then as many filters. */
  readonly pooled: (filters: number) => Block;
}

function network({ classes, dropout: rate, auxiliary, transformInput: transformed, variant }: Settings): Block {
  const keras = variant === "keras";
  const conv = basicConv(batchNormalization({ epsilon: 1e-3, ...(keras && { scale: false, momentum: 0.01 }) }));
  const mean = averagePooling2d(3, { strides: 1, padding: 1, countIncludePad: !keras });
  const parts: Parts = { conv, pooled: (filters) => ({ avgpool: mean, branch_pool: conv(filters, 1) }) };
  return {
    ...(transformed && transformInput),
    Conv2d_1a_3x3: conv(32, 3, strided), Conv2d_2a_3x3: conv(32, 3, valid), Conv2d_2b_3x3: conv(64, 3), maxpool1: largest,
    Conv2d_3b_1x1: conv(80, 1), Conv2d_4a_3x3: conv(192, 3, valid), maxpool2: largest,
    Mixed_5b: grid35(parts, 32), Mixed_5c: grid35(parts, 64), Mixed_5d: grid35(parts, 64),
    Mixed_6a: to17(parts),
    Mixed_6b: grid17(parts, 128), Mixed_6c: grid17(parts, 160), Mixed_6d: grid17(parts, 160), Mixed_6e: grid17(parts, 192),
    ...(auxiliary && { AuxLogits: side(auxiliaryHead(parts, classes)) }),
    Mixed_7a: to8(parts),
    Mixed_7b: grid8(parts, "Mixed_7b"), Mixed_7c: grid8(parts, "Mixed_7c"),
    avgpool: globalAveragePooling2d(), dropout: dropout(rate), fc: dense(classes),
  };
}

/** Figure 5, for maps of 35×35. */
const grid35 = ({ conv, pooled }: Parts, filters: number): Block =>
  join(
    { branch1x1: conv(64, 1) },
    { branch5x5_1: conv(48, 1), branch5x5_2: conv(64, 5) },
    { branch3x3dbl_1: conv(64, 1), branch3x3dbl_2: conv(96, 3), branch3x3dbl_3: conv(96, 3) },
    pooled(filters),
  );

/** Figure 10. */
const to17 = ({ conv }: Parts): Block =>
  join(
    { branch3x3: conv(384, 3, strided) },
    { branch3x3dbl_1: conv(64, 1), branch3x3dbl_2: conv(96, 3), branch3x3dbl_3: conv(96, 3, strided) },
    { maxpool: largest },
  );

/** Figure 6 with n = 7, for maps of 17×17. */
const grid17 = ({ conv, pooled }: Parts, filters: number): Block =>
  join(
    { branch1x1: conv(192, 1) },
    { branch7x7_1: conv(filters, 1), branch7x7_2: conv(filters, [1, 7]), branch7x7_3: conv(192, [7, 1]) },
    { branch7x7dbl_1: conv(filters, 1), branch7x7dbl_2: conv(filters, [7, 1]), branch7x7dbl_3: conv(filters, [1, 7]), branch7x7dbl_4: conv(filters, [7, 1]), branch7x7dbl_5: conv(192, [1, 7]) },
    pooled(192),
  );

const to8 = ({ conv }: Parts): Block =>
  join(
    { branch3x3_1: conv(192, 1), branch3x3_2: conv(320, 3, strided) },
    { branch7x7x3_1: conv(192, 1), branch7x7x3_2: conv(192, [1, 7]), branch7x7x3_3: conv(192, [7, 1]), branch7x7x3_4: conv(192, 3, strided) },
    { maxpool: largest },
  );

/** Figure 7, for maps of 8×8. `path` is where it stands: it takes two branches up again in their middle. */
const grid8 = ({ conv, pooled }: Parts, path: string): Block =>
  join(
    { branch1x1: conv(320, 1) },
    { branch3x3_1: conv(384, 1), branch3x3_2a: conv(384, [1, 3]) },
    { "": from(`${path}.branch3x3_1.relu`), branch3x3_2b: conv(384, [3, 1]) },
    { branch3x3dbl_1: conv(448, 1), branch3x3dbl_2: conv(384, 3), branch3x3dbl_3a: conv(384, [1, 3]) },
    { "": from(`${path}.branch3x3dbl_2.relu`), branch3x3dbl_3b: conv(384, [3, 1]) },
    pooled(192),
  );

/** Figure 8. */
const auxiliaryHead = ({ conv }: Parts, classes: number): Block => ({
  avgpool: averagePooling2d(5, { strides: 3 }),
  conv0: conv(128, 1), conv1: conv(768, 5, valid),
  pool: globalAveragePooling2d(), fc: dense(classes),
});
