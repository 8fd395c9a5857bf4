import { LayerError, type Graph } from "@convscope/core";
import type { Arrays } from "@convscope/files/bytes";
import { kerasArrays, kerasNet, type KerasLayer, type KerasNet } from "../keras/kerasLayers.ts";

/** A TensorFlow.js layers model as files: `model.json` and the weights beside it. */
export type TfjsFiles = { readonly [path: string]: Uint8Array<ArrayBuffer> };

export interface ToTfjsOptions {
  /** How large a file of weights may be; 4 MiB if left out, so that browsers can keep each. */
  readonly shardBytes?: number;
}

/** What TensorFlow.js's layers can do; other classes are Keras's alone. */
const classes = new Set([
  "Activation", "Add", "Average", "AveragePooling1D", "AveragePooling2D", "BatchNormalization", "Bidirectional", "Concatenate", "Conv1D", "Conv2D", "Conv2DTranspose", "Cropping2D", "Dense", "DepthwiseConv2D", "Dropout", "ELU", "Embedding",
  "Flatten", "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling1D", "GlobalMaxPooling2D", "InputLayer", "LayerNormalization", "LeakyReLU", "LSTM", "MaxPooling1D", "MaxPooling2D", "Multiply", "Permute", "PReLU", "ReLU",
  "RepeatVector", "Rescaling", "Reshape", "SeparableConv2D", "SimpleRNN", "SpatialDropout1D", "UpSampling2D", "ZeroPadding2D",
]);

/**
 * A graph with weights as a TensorFlow.js layers model, which `tf.loadLayersModel` loads. Layers are named as the nodes.
 *
 * @throws LayerError for a layer that TensorFlow.js does not have.
 */
export function toTfjs(graph: Graph, weights: Arrays, options: ToTfjsOptions = {}): TfjsFiles {
  const { shardBytes = 4 * 2 ** 20 } = options;
  const net = kerasNet(graph, "tfjs");
  for (const { className, name, node } of net.layers)
    if (!classes.has(className)) throw new LayerError(className, "cannot be written for TensorFlow.js, which has no such layer. Export ONNX, or source for Keras or PyTorch, instead.", node ?? name);
  const arrays = net.layers.flatMap((layer) => kerasArrays(layer, weights));
  const bytes = joined(arrays.map(([, { data }]) => Float32Array.from(data)));
  const count = Math.max(1, Math.ceil(bytes.length / shardBytes));
  const paths = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`);
  const model = {
    format: "layers-model",
    generatedBy: "Convscope",
    convertedBy: null,
    modelTopology: { class_name: "Model", config: configOf(graph.name, net), keras_version: "2.15.0", backend: "tensorflow" },
    weightsManifest: [{ paths, weights: arrays.map(([name, { shape }]) => ({ name, shape, dtype: "float32" })) }],
  };
  return { "model.json": new TextEncoder().encode(JSON.stringify(model)), ...Object.fromEntries(paths.map((path, i) => [path, bytes.slice(i * shardBytes, (i + 1) * shardBytes)])) };
}

function joined(parts: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer), at);
    at += part.byteLength;
  }
  return bytes;
}

/** A functional model in Keras 2's words. */
export function configOf(name: string, { layers, inputs, outputs }: KerasNet): object {
  return {
    name,
    layers: layers.map((layer) => ({ name: layer.name, class_name: layer.className, config: { name: layer.name, trainable: true, ...optionsOf(layer) }, inbound_nodes: layer.calls.map((values) => values.map((value) => [value.layer, value.call, 0, {}])) })),
    input_layers: inputs.map((input) => [input, 0, 0]),
    output_layers: outputs.map(({ layer, call }) => [layer, call, 0]),
  };
}

/** Keras 2 has another word for an input's shape. */
function optionsOf({ className, config }: KerasLayer): KerasLayer["config"] {
  if (className !== "InputLayer") return config;
  const { batch_shape: shape = null, ...rest } = config;
  return { batch_input_shape: shape, sparse: false, ...rest };
}
