/** What one installs. */
export interface PackageRow {
  /** Without the scope. */
  readonly name: string;
  readonly about: string;
  /** What one calls first of all that it exports. */
  readonly first: readonly string[];
}

/** In the order in which one meets them. */
export const packages: readonly PackageRow[] = [
  { name: "core", about: "networks as data: shapes, parameters, MACs, receptive fields, each with its working; audits, exercises", first: ["chain", "summarize"] },
  { name: "models", about: "the zoo, paper by paper, with the figures each must have", first: ["model"] },
  { name: "viz", about: "every figure as an SVG string: diagrams, curves, matrices, worked steps", first: ["diagram", "trainingCurves"] },
  { name: "nn", about: "runs and trains a graph: losses, metrics, optimisers, schedules, callbacks, a doctor", first: ["useBackend", "network", "fit"] },
  { name: "backend-simd", about: "computes in WebAssembly with threads", first: ["simd"] },
  { name: "engine-ort", about: "computes in ONNX Runtime, training included; writes training steps as ONNX", first: ["ort"] },
  { name: "datasets", about: "MNIST and its kin, CIFAR, folders and tables of pictures, and drawn ones", first: ["loadDataset", "readCatalogue"] },
  { name: "augment", about: "changes pictures at random, with masks, boxes and key points", first: ["augment"] },
  { name: "insight", about: "looks inside: attribution, feature maps, patches, filters, embeddings", first: ["featureMaps", "topPatches"] },
  { name: "exchange", about: "PyTorch, Keras, ONNX, TensorFlow.js and safetensors, in and out", first: ["toOnnx", "fromTorch"] },
  { name: "recipes", about: "trainings by name with what must come out", first: ["recipe"] },
  { name: "files", about: "downloads, checks and unpacks files", first: ["download", "openZip"] },
];
