import { batchNormalization, concatenate, conv2d, branches, dense, globalAveragePooling2d, graph, maxPooling2d, relu, residual } from "../packages/core/dist/index.js";

/** 150 nodes one after the other: fifty times a convolution, its normalisation and an activation. */
export const plain = () => graph("plain-150", [224, 224, 3], Array.from({ length: 50 }, (_, i) => [conv2d(64, 3, { padding: 1, strides: i % 15 === 14 ? 2 : 1, useBias: false }), batchNormalization(), relu()]));

/** @param {number} filters @param {number} strides */
const bottleneck = (filters, strides) =>
  residual(
    {
      conv1: conv2d(filters, 1, { useBias: false }), bn1: batchNormalization(), relu1: relu(),
      conv2: conv2d(filters, 3, { strides, padding: 1, useBias: false }), bn2: batchNormalization(), relu2: relu(),
      conv3: conv2d(4 * filters, 1, { useBias: false }), bn3: batchNormalization(),
    },
    { downsample: [conv2d(4 * filters, 1, { strides, useBias: false }), batchNormalization()], activation: relu() },
  );

/** 152 layers with weights in the way of ResNet-152, which makes more than 500 nodes. */
export const deep = () =>
  graph("residual-152", [224, 224, 3], {
    conv1: conv2d(64, 7, { strides: 2, padding: 3, useBias: false }), bn1: batchNormalization(), relu: relu(), maxpool: maxPooling2d(3, { strides: 2, padding: 1 }),
    ...Object.fromEntries([[64, 3], [128, 8], [256, 36], [512, 3]].map(([filters = 0, depth = 0], i) => [`layer${i + 1}`, Array.from({ length: depth }, (_, j) => bottleneck(filters, i > 0 && j === 0 ? 2 : 1))])),
    avgpool: globalAveragePooling2d(), fc: dense(1000),
  });

/** 150 layers of which each sees all before it. */
export const wide = () =>
  graph("dense-150", [32, 32, 16], Array.from({ length: 50 }, () => branches([[], [conv2d(12, 3, { padding: 1 }), relu()]], concatenate())));
