/**
 * `@tensorflow/tfjs-layers` as it comes, on any backend: the net as one writes it with Keras's layers. Arguments: the backend, as in
 * `backends.mjs`.
 */
import * as tf from "@tensorflow/tfjs-core";
import * as keras from "@tensorflow/tfjs-layers";
import { onlyGradients, openTfjs } from "../backends.mjs";
import { netsNamed } from "../nets.mjs";
import { serve, Unable } from "../protocol.mjs";
import { samples } from "../samples.mjs";
import { version } from "../version.mjs";

const [, , backend = "simd"] = process.argv;
const { layers } = keras;

/** x − x, which is how ResNet-20 makes its channels of zeros. Keras has no layer for it, and loses a value that a layer takes twice. */
class Zeros extends keras.layers.Layer {
  static className = "Zeros";
  call(inputs) {
    return tf.zerosLike(inputs[0] ?? inputs);
  }
  computeOutputShape(shape) {
    return shape;
  }
}

/** Keras pads by "same", which without strides is what padding by half the kernel is, or in a layer before. */
const padded = (layer, x) => {
  const edges = layer.padding === "same" ? "same" : layer.padding.flat();
  const half = layer.kernelSize?.flatMap((k) => [(k - 1) / 2, (k - 1) / 2]);
  if (edges === "same" || (layer.strides.every((s) => s === 1) && half?.every((p, i) => p === edges[i]))) return [x, "same"];
  return [edges.every((p) => p === 0) ? x : layers.zeroPadding2d({ padding: layer.padding.map((pair) => [...pair]) }).apply(x), "valid"];
};

const sliding = (make) => (layer, [input]) => {
  const [x, padding] = padded(layer, input);
  const { filters, kernelSize, strides, useBias, depthMultiplier, poolSize } = layer;
  return make({ filters, kernelSize: kernelSize && [...kernelSize], strides: [...strides], useBias, depthMultiplier, poolSize: poolSize && [...poolSize], padding }).apply(x);
};
const one = (make) => (layer, [x]) => make(layer).apply(x);

/** By kind of layer. */
const written = {
  conv2d: sliding(layers.conv2d),
  depthwiseConv2d: sliding(layers.depthwiseConv2d),
  maxPooling2d: sliding(layers.maxPooling2d),
  averagePooling2d: sliding(layers.averagePooling2d),
  batchNormalization: one(({ epsilon, momentum }) => layers.batchNormalization({ epsilon, momentum: 1 - momentum })),
  relu: one(() => layers.reLU()),
  relu6: one(() => layers.reLU({ maxValue: 6 })),
  sigmoid: one(() => layers.activation({ activation: "sigmoid" })),
  silu: one(() => layers.activation({ activation: "swish" })),
  globalAveragePooling2d: one(() => layers.globalAveragePooling2d({ dataFormat: "channelsLast" })),
  adaptiveAveragePooling2d: (layer, [x]) => layers.reshape({ targetShape: [1, 1, x.shape.at(-1)] }).apply(layers.globalAveragePooling2d({ dataFormat: "channelsLast" }).apply(x)),
  flatten: one(() => layers.flatten()),
  dense: one(({ units, useBias }) => layers.dense({ units, useBias })),
  dropout: one(({ rate }) => layers.dropout({ rate })),
  add: (_, inputs) => layers.add().apply(inputs),
  subtract: (_, [x]) => new Zeros({}).apply(x),
  scale: (_, inputs) => layers.multiply().apply(inputs),
  concatenate: (_, inputs) => layers.concatenate().apply(inputs),
  /** Only predictions are measured of nets that have it. */
  stochasticDepth: (_, [x]) => x,
};

/** @param {import("../nets.mjs").Net} net */
const modelOf = (net) => {
  const graph = net.graph();
  const input = keras.input({ shape: [...net.input] });
  const values = new Map([[Object.keys(graph.inputs)[0], input]]);
  for (const { name, layer, inputs } of graph.nodes) {
    const write = written[layer.kind];
    if (!write) throw new Unable(`${layer.kind} is not written`);
    values.set(name, write(layer, inputs.map((from) => values.get(from))));
  }
  return keras.model({ inputs: input, outputs: layers.softmax().apply(values.get(graph.outputs[0])) });
};

serve({
  version: version("@tensorflow/tfjs-layers"),
  async load({ net: name, mode, threads }) {
    const [net] = netsNamed([name]);
    await onlyGradients();
    await openTfjs(backend, threads);
    const model = modelOf(net);
    const { shape, data, labels } = samples(net);
    const x = tf.tensor(data, shape);
    if (mode === "infer") {
      return {
        async step() {
          const y = model.predictOnBatch(x);
          await y.data();
          y.dispose();
        },
      };
    }
    model.compile({ optimizer: tf.train.adam(), loss: "categoricalCrossentropy" });
    const y = tf.cast(tf.oneHot(tf.tensor1d(labels, "int32"), net.classes), "float32");
    return { step: () => model.trainOnBatch(x, y) };
  },
});
