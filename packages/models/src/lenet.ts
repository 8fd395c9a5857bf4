import { averagePooling2d, branches, connectionTableConv2d, conv2d, dense, digitCodes, flatten, lenetTable, rbf, scaledTanh, subsampling2d, subtract, tanh, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** LeCun, Bottou, Bengio & Haffner, "Gradient-based learning applied to document recognition", 1998, doi:10.1109/5.726791, figure 2. */
export const lenet: readonly ModelRow[] = [
  {
    name: "lenet5_1998", title: "LeNet-5, 1998", family: "lenet", year: 1998,
    paper: "doi:10.1109/5.726791",
    inputs: { input: [32, 32, 1] }, classes: 10, params: 60_000, macs: 325_680,
    note: "The scores are the distances of the output layer times −1, so that the largest is the answer: their cross-entropy is the paper's equation 9 without its rubbish class. The pictures of the output codes are drawn anew. Codes for other than ten classes are learned. Smaller pictures are padded to 32×32.",
    block: ({ classes, inputShape: [height = 0, width = 0] }) => ({
      c1: conv2d(6, 5, { padding: [missing(height), missing(width)] }), c1_squash: scaledTanh(),
      s2: subsampling2d(), s2_squash: scaledTanh(),
      c3: connectionTableConv2d(lenetTable, 5), c3_squash: scaledTanh(),
      s4: subsampling2d(), s4_squash: scaledTanh(),
      c5: conv2d(120, 5), c5_squash: scaledTanh(),
      flatten: flatten(),
      f6: dense(84), f6_squash: scaledTanh(),
      output: classes === digitCodes.length ? rbf(classes, { codes: digitCodes }) : rbf(classes),
      score: negative,
    }),
  },
  {
    name: "lenet5", title: "LeNet-5, modern", family: "lenet", year: 1998,
    paper: "doi:10.1109/5.726791",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 61_706, macs: 416_520,
    note: "As it is built today: the 28×28 digit is padded to the paper's 32×32, C3 sees all maps of S2, pooling has no weights, and the output is dense instead of radial basis functions.",
    block: ({ classes }) => ({
      conv1: conv2d(6, 5, { padding: 2 }), tanh1: tanh(), pool1: averagePooling2d(2),
      conv2: conv2d(16, 5), tanh2: tanh(), pool2: averagePooling2d(2),
      flatten: flatten(),
      fc1: dense(120), tanh3: tanh(),
      fc2: dense(84), tanh4: tanh(),
      fc3: dense(classes),
    }),
  },
];

/** Padding on each side that makes a picture as large as the paper's. */
const missing = (side: number): number => Math.max(0, Math.ceil((32 - side) / 2));

/** 0 − x. */
const negative: Block = branches({ zero: branches([[], []], subtract()), value: [] }, subtract());
