import { averagePooling2d, conv2d, dense, flatten, tanh } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** LeCun, Bottou, Bengio & Haffner, "Gradient-based learning applied to document recognition", 1998, doi:10.1109/5.726791, figure 2. */
export const lenet: readonly ModelRow[] = [
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
