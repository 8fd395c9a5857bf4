/** What one installs. */
export interface PackageRow {
  /** Without the scope. */
  readonly name: string;
  readonly about: string;
  readonly where: "Node" | "Node, browsers";
}

/** In the order in which one meets them. */
export const packages: readonly PackageRow[] = [
  { name: "core", about: "networks as data: shapes, parameters, MACs, receptive fields, each with its working; audits, exercises", where: "Node, browsers" },
  { name: "models", about: "the zoo, paper by paper, with the figures each must have", where: "Node, browsers" },
  { name: "viz", about: "every figure as an SVG string: diagrams, curves, matrices, worked steps", where: "Node, browsers" },
  { name: "nn", about: "runs and trains a graph: losses, metrics, optimisers, schedules, callbacks, a doctor", where: "Node, browsers" },
  { name: "backend-simd", about: "computes in WebAssembly with threads", where: "Node, browsers" },
  { name: "engine-ort", about: "computes in ONNX Runtime, training included; writes training steps as ONNX", where: "Node, browsers" },
  { name: "datasets", about: "MNIST and its kin, CIFAR, folders and tables of pictures, and drawn ones", where: "Node, browsers" },
  { name: "augment", about: "changes pictures at random, with masks, boxes and key points", where: "Node, browsers" },
  { name: "insight", about: "looks inside: attribution, feature maps, patches, filters, embeddings", where: "Node, browsers" },
  { name: "exchange", about: "PyTorch, Keras, ONNX, TensorFlow.js and safetensors, in and out", where: "Node, browsers" },
  { name: "recipes", about: "trainings by name with what must come out", where: "Node, browsers" },
  { name: "files", about: "downloads, checks and unpacks files", where: "Node" },
];
