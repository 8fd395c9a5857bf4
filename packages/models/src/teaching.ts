import { batchNormalization, conv2d, dense, dropout, flatten, maxPooling2d, relu, step, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/**
 * The nets that lectures begin with. Each ends in one number for each class that no softmax has squashed yet: the loss does that,
 * and so does whoever wants probabilities.
 */
export const teaching: readonly ModelRow[] = [
  {
    name: "perceptron", title: "Perceptron", family: "teaching", year: 1958,
    paper: "Rosenblatt 1958, doi:10.1037/h0042519",
    inputs: { input: [2] }, classes: 1, params: 3, macs: 2,
    note: "The step has no useful gradient: it learns by Rosenblatt's rule, not by descent.",
    block: ({ classes, inputShape }) => ({ ...row(inputShape), fc: dense(classes), step: step() }),
  },
  {
    name: "logistic", title: "Logistic regression", family: "teaching", year: 1958,
    paper: "Cox 1958, doi:10.1111/j.2517-6161.1958.tb00292.x",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 7_850, macs: 7_840,
    block: ({ classes, inputShape }) => ({ ...row(inputShape), fc: dense(classes) }),
  },
  {
    name: "mlp-512", title: "Multilayer perceptron 512-512", family: "teaching", year: 1986,
    paper: "Rumelhart, Hinton & Williams 1986, doi:10.1038/323533a0",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 669_706, macs: 668_672,
    block: ({ classes, inputShape }) => ({
      ...row(inputShape),
      fc1: dense(512), relu1: relu(), drop1: dropout(0.2),
      fc2: dense(512), relu2: relu(), drop2: dropout(0.2),
      fc3: dense(classes),
    }),
  },
  {
    name: "mnist-cnn", title: "The MNIST net", family: "teaching", year: 2015,
    paper: "The two-convolution net of the Keras tutorials",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 220_234, macs: 4_039_808,
    block: ({ classes }) => ({
      conv1: conv2d(32, 3, { padding: 1 }), relu1: relu(), pool1: maxPooling2d(2),
      conv2: conv2d(64, 3, { padding: 1 }), relu2: relu(), pool2: maxPooling2d(2),
      flatten: flatten(),
      fc1: dense(64), relu3: relu(),
      fc2: dense(classes),
    }),
  },
  {
    name: "cifar-cnn", title: "The CIFAR net", family: "teaching", year: 2015,
    paper: "The three-convolution net of the Keras tutorials",
    inputs: { input: [32, 32, 3] }, classes: 10, params: 528_054, macs: 1_762_184,
    block: ({ classes }) => ({
      conv1: conv2d(16, 2, { padding: "same" }), relu1: relu(), pool1: maxPooling2d(2),
      conv2: conv2d(32, 2, { padding: "same" }), relu2: relu(), pool2: maxPooling2d(2),
      conv3: conv2d(64, 2, { padding: "same" }), relu3: relu(), pool3: maxPooling2d(2),
      drop1: dropout(0.3),
      flatten: flatten(),
      fc1: dense(500), relu4: relu(), drop2: dropout(0.4),
      fc2: dense(classes),
    }),
  },
  {
    name: "fashion-cnn", title: "The Fashion-MNIST net", family: "teaching", year: 2017,
    paper: "The two-convolution net of the PyTorch tutorials, on arXiv:1708.07747",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 29_034, macs: 2_838_080,
    block: ({ classes }) => ({
      conv1: conv2d(16, 5, { padding: 2 }), bn1: batchNormalization(), relu1: relu(), pool1: maxPooling2d(2),
      conv2: conv2d(32, 5, { padding: 2 }), bn2: batchNormalization(), relu2: relu(), pool2: maxPooling2d(2),
      flatten: flatten(),
      fc: dense(classes),
    }),
  },
];

/** Pictures are laid in a row; what is a row already stays. */
const row = (inputShape: readonly number[]): Record<string, Block> => (inputShape.length > 1 ? { flatten: flatten() } : {});
