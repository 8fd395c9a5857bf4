import {
  adaptiveAveragePooling2d, averagePooling2d, batchNormalization, branches, channelShuffle, concatenate, conv1d, conv2d, conv2dTranspose, dense, depthwiseConv2d, dropout, embedding, flatten, gelu,
  globalAveragePooling2d, globalMaxPooling1d, graph, groupNormalization, hardSigmoid, hardSwish, layerNormalization, layerScale, leakyRelu, localResponseNormalization, lstm, maxPooling2d, multiHeadAttention, relu, relu6,
  reshape, residual, scale, select, sequence, sigmoid, silu, spatialDropout2d, stochasticDepth, tanh, upSampling2d, zeroPadding2d, type Block, type Graph,
} from "@convscope/core";

const convBnRelu = (filters: number, size: number, options: { readonly strides?: number; readonly groups?: number } = {}): Block => [conv2d(filters, size, { padding: "same", useBias: false, ...options }), batchNormalization(), relu()];
const squeeze = (channels: number): Block => branches({ value: [], gate: [adaptiveAveragePooling2d(1), conv2d(channels / 4, 1), relu(), conv2d(channels, 1), hardSigmoid()] }, scale());
const end: Block = [globalAveragePooling2d(), dense(10)];

/** What the families of image networks are built of, in small. */
export const families: readonly Graph[] = [
  graph("alexnet", [31, 31, 3], [conv2d(8, 11, { strides: 4, padding: 2 }), relu(), localResponseNormalization(5), maxPooling2d(3, { strides: 2 }), conv2d(8, 5, { padding: 2, groups: 2 }), relu(), flatten(), dropout(0.5), dense(16), relu(), dense(10)]),
  graph("inception", [16, 16, 3], [convBnRelu(16, 3), branches({ one: convBnRelu(8, 1), five: [convBnRelu(8, 1), convBnRelu(8, 5)], pool: [maxPooling2d(3, { strides: 1, padding: 1 }), convBnRelu(8, 1)], mean: averagePooling2d(3, { strides: 1, padding: 1 }) }, concatenate()), conv2d(8, [1, 7], { padding: "same" }), end]),
  graph("resnext", [8, 8, 3], [convBnRelu(16, 3), residual([convBnRelu(16, 1), convBnRelu(16, 3, { groups: 4 }), conv2d(16, 1)], { activation: relu() }), end]),
  graph("squeezed", [8, 8, 3], [convBnRelu(16, 3, { strides: 2 }), residual([convBnRelu(16, 3), squeeze(16)]), end]),
  graph("densenet", [8, 8, 3], [conv2d(8, 3), branches([[], [batchNormalization(), relu(), conv2d(4, 3, { padding: "same" })]], concatenate()), batchNormalization(), averagePooling2d(2), end]),
  graph("mobilenet", [12, 12, 3], [conv2d(16, 3, { strides: 2 }), batchNormalization(), hardSwish(), depthwiseConv2d(3, { strides: 2, padding: 1, useBias: false }), batchNormalization(), relu6(), depthwiseConv2d(5, { padding: 2 }), batchNormalization(), silu(), conv2d(24, 1), end]),
  graph("shufflenet", [8, 8, 3], [convBnRelu(16, 3), conv2d(16, 1, { groups: 2 }), channelShuffle(2), depthwiseConv2d(3, { padding: 1 }), batchNormalization(), end]),
  graph("convnext", [16, 16, 3], [conv2d(16, 4, { strides: 4 }), layerNormalization(), residual([depthwiseConv2d(7, { padding: 3 }), layerNormalization(), dense(32), gelu(), dense(16), layerScale({ initialValue: 0.1 }), stochasticDepth(0.2)]), end]),
  graph("vit", [16, 16, 3], [conv2d(16, 4, { strides: 4 }), reshape([16, 16]), residual([layerNormalization(), multiHeadAttention(4)]), residual([layerNormalization(), dense(32), gelu(), dropout(0.1), dense(16)]), layerNormalization(), select(0), dense(10)]),
  graph("unet", [8, 8, 3], [convBnRelu(8, 3), branches({ skip: [], deep: [maxPooling2d(2), convBnRelu(16, 3), conv2dTranspose(8, 2, { strides: 2 })] }, concatenate()), convBnRelu(8, 3), maxPooling2d(4), upSampling2d(2), spatialDropout2d(0.1), conv2d(4, 1), end]),
  graph("dcgan", [16], [dense(4 * 4 * 8), reshape([4, 4, 8]), batchNormalization(), relu(), conv2dTranspose(8, 4, { strides: 2, padding: 1, useBias: false }), batchNormalization(), relu(), conv2dTranspose(3, 4, { strides: 2, padding: 1 }), tanh(), conv2d(8, 4, { strides: 2, padding: 1 }), leakyRelu({ negativeSlope: 0.2 }), zeroPadding2d(1), groupNormalization(2), end]),
  graph("text", sequence(12, 40), [embedding(40, 8), branches({ three: [conv1d(6, 3), relu(), globalMaxPooling1d()], four: [conv1d(6, 4), relu(), globalMaxPooling1d()] }, concatenate()), dropout(0.5), dense(10)]),
  graph("captions", sequence(6, 40), [embedding(40, 8), lstm(8), sigmoid(), dense(10)]),
];
