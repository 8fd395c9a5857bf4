/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} title in the table
 * @property {readonly [string, ...string[]]} command
 * @property {"all" | "one"} threads all that the bench is given, or one
 */

/** @param {string} file @param {readonly string[]} args @returns {[string, ...string[]]} */
const node = (file, ...args) => [process.execPath, new URL(`./contenders/${file}`, import.meta.url).pathname, ...args];
/** Debian's own Python, which sees Debian's PyTorch. @param {...string} args @returns {[string, ...string[]]} */
const python = (...args) => [process.env["BENCH_PYTHON"] ?? "/usr/bin/python3", new URL("./contenders/pytorch.py", import.meta.url).pathname, ...args];
/** A command whose memory is kept once the system has given it: PyTorch's plain allocation hands large arrays back after every step. @param {[string, ...string[]]} command @returns {[string, ...string[]]} */
const keepingMemory = (command) => ["/usr/bin/env", `MALLOC_MMAP_THRESHOLD_=${2 ** 32}`, `MALLOC_TRIM_THRESHOLD_=${2 ** 36}`, ...command];

/** The first that could be measured is what the others are compared with. @type {readonly Contender[]} */
const contenders = [
  { name: "pytorch", title: "PyTorch", command: python("cpu"), threads: "all" },
  { name: "simd", title: "**Convscope, simd**", command: node("ours.mjs", "simd"), threads: "all" },
  { name: "ort", title: "**Convscope, ONNX Runtime**", command: node("ours.mjs", "ort"), threads: "all" },
  { name: "pytorch-last", title: "PyTorch, channels last", command: python("cpu", "channels-last"), threads: "all" },
  { name: "pytorch-malloc", title: "PyTorch, channels last, memory kept", command: keepingMemory(python("cpu", "channels-last")), threads: "all" },
  { name: "pytorch-1", title: "PyTorch", command: python("cpu"), threads: "one" },
  { name: "simd-1", title: "**Convscope, simd**", command: node("ours.mjs", "simd"), threads: "one" },
  { name: "ort-1", title: "**Convscope, ONNX Runtime**", command: node("ours.mjs", "ort"), threads: "one" },
  { name: "pytorch-last-1", title: "PyTorch, channels last", command: python("cpu", "channels-last"), threads: "one" },
  { name: "pytorch-malloc-1", title: "PyTorch, channels last, memory kept", command: keepingMemory(python("cpu", "channels-last")), threads: "one" },
  { name: "wasm", title: "Convscope, wasm: TensorFlow.js's with our gradients", command: node("ours.mjs", "wasm"), threads: "one" },
  { name: "cpu", title: "Convscope, cpu", command: node("ours.mjs", "cpu"), threads: "one" },
  { name: "layers-simd", title: "TensorFlow.js Layers on our simd", command: node("layers.mjs", "simd"), threads: "all" },
  { name: "patched-wasm", title: "TensorFlow.js Layers, wasm with Conv2DBackpropFilter by im2col and matMul", command: node("layers.mjs", "patched-wasm"), threads: "one" },
  { name: "tfjs-wasm", title: "TensorFlow.js Layers, wasm", command: node("layers.mjs", "tfjs-wasm"), threads: "one" },
  { name: "tfjs-cpu", title: "TensorFlow.js Layers, cpu", command: node("layers.mjs", "tfjs-cpu"), threads: "one" },
  { name: "jax-im2col", title: "jax-js, im2col by hand", command: node("jax.mjs", "im2col"), threads: "all" },
  { name: "jax-conv", title: "jax-js, its convolution", command: node("jax.mjs", "conv"), threads: "all" },
  { name: "convnetjs", title: "ConvNetJS, Adadelta", command: node("convnet.mjs"), threads: "one" },
  { name: "cuda", title: "PyTorch, CUDA", command: python("cuda"), threads: "all" },
  { name: "webgpu", title: "Convscope, webgpu", command: node("ours.mjs", "webgpu"), threads: "one" },
];

/** The contenders of a list of names, or all. @param {readonly string[]} [names] */
export const contendersNamed = (names) => {
  const unknown = names?.filter((name) => !contenders.some((contender) => contender.name === name)) ?? [];
  if (unknown.length > 0) throw new RangeError(`bench: there is no contender ${unknown.join(", ")}. Known: ${contenders.map(({ name }) => name).join(", ")}.`);
  return names ? contenders.filter(({ name }) => names.includes(name)) : contenders;
};
