import { batchNormalization, conv2d, dense, dropout, flatten, globalAveragePooling2d, maxPooling2d, relu, step, type Block } from "@convscope/core";
import { basic, convBn, stage } from "./resnet.ts";
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
    flattens: true,
    block: ({ classes, inputShape }) => ({ ...row(inputShape), fc: dense(classes), step: step() }),
  },
  {
    name: "logistic", title: "Logistic regression", family: "teaching", year: 1958,
    paper: "Cox 1958, doi:10.1111/j.2517-6161.1958.tb00292.x",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 7_850, macs: 7_840,
    flattens: true,
    block: ({ classes, inputShape }) => ({ ...row(inputShape), fc: dense(classes) }),
  },
  {
    name: "mlp-512", title: "Multilayer perceptron 512-512", family: "teaching", year: 1986,
    paper: "Rumelhart, Hinton & Williams 1986, doi:10.1038/323533a0",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 669_706, macs: 668_672,
    flattens: true,
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
    name: "mnist-convnet", title: "Keras's MNIST convnet", family: "teaching", year: 2015,
    paper: "The simple convnet of the Keras examples",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 34_826, macs: 2_440_960,
    options: { dropout: 0.5 },
    block: ({ classes, dropout: rate }) => ({
      conv1: conv2d(32, 3), relu1: relu(), pool1: maxPooling2d(2),
      conv2: conv2d(64, 3), relu2: relu(), pool2: maxPooling2d(2),
      flatten: flatten(), drop: dropout(rate),
      fc: dense(classes),
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
  {
    name: "fashion-resnet", title: "The Fashion-MNIST residual net", family: "teaching", year: 2017,
    paper: "Of this project, after arXiv:1512.03385, section 4.2 (three stages of basic blocks), on arXiv:1708.07747",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 306_514, macs: 9_962_112,
    block: ({ classes }) => ({
      ...convBn(1, 24, 3), relu: relu(), maxpool: maxPooling2d(2),
      layer1: stage(basic(), 1, 32, 1),
      layer2: stage(basic(), 1, 64, 2),
      layer3: stage(basic(), 1, 128, 2),
      avgpool: globalAveragePooling2d(),
      fc: dense(classes),
    }),
  },
  {
    name: "tiny-mnist", title: "Tiny-MNIST, fewer than 10,000 parameters", family: "teaching", year: 2016,
    paper: "Of this project, after arXiv:1312.4400 (global average pooling) and arXiv:1602.07360, section 3.1 (1×1 before 3×3)",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 9_874, macs: 1_025_672,
    block: ({ classes }) => ({
      block1: convBnRelu(8, 3), transition1: maxPooling2d(2),
      block2: [convBnRelu(16, 3), convBnRelu(16, 3)], transition2: [maxPooling2d(2), convBnRelu(12, 1)],
      block3: [convBnRelu(20, 3), convBnRelu(20, 3)],
      avgpool: globalAveragePooling2d(),
      fc: dense(classes),
    }),
  },
  {
    name: "block-transition-pool-first", title: "Blocks and transitions, pool before 1×1", family: "teaching", year: 2016,
    paper: "The other order of arXiv:1608.06993, section 3",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 12_986, macs: 3_358_944,
    block: ({ classes }) => blocksAndTransitions(classes, [maxPooling2d(2), squeeze, relu()]),
  },
  {
    name: "block-transition-conv-first", title: "Blocks and transitions, 1×1 before pool", family: "teaching", year: 2016,
    paper: "arXiv:1608.06993, section 3",
    inputs: { input: [28, 28, 1] }, classes: 10, params: 12_986, macs: 3_604_704,
    note: "As many parameters as with the pool first; the 1×1 convolutions work at four times as many places.",
    block: ({ classes }) => blocksAndTransitions(classes, [squeeze, relu(), maxPooling2d(2)]),
  },
];

/** Two blocks of two 3×3 convolutions, which see more and make more maps, each followed by a transition, which makes the maps small and few. */
function blocksAndTransitions(classes: number, transition: Block): Block {
  const block: Block = { conv1: conv2d(16, 3), relu1: relu(), conv2: conv2d(32, 3), relu2: relu() };
  return { block1: block, transition1: transition, block2: block, transition2: transition, avgpool: globalAveragePooling2d(), fc: dense(classes) };
}

const squeeze = conv2d(16, 1);

/** As large as before, whatever the kernel. */
const convBnRelu = (filters: number, kernelSize: number): Block => ({ conv: conv2d(filters, kernelSize, { padding: (kernelSize - 1) / 2, useBias: false }), bn: batchNormalization(), relu: relu() });

/** Pictures are laid in a row; what is a row already stays. */
const row = (inputShape: readonly number[]): Record<string, Block> => (inputShape.length > 1 ? { flatten: flatten() } : {});
