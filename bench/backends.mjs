/**
 * Backends of TensorFlow.js by the names the bench gives them: `wasm` and `cpu` as `@convscope/nn` completes them, `tfjs-wasm` and
 * `tfjs-cpu` as they come, `patched-wasm` as it comes but for the one kernel without which it cannot train, `simd` from `@convscope/backend-simd`.
 */
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../packages/nn/dist/index.js";

/** Our backend. */
export const simdModule = () => import("../packages/backend-simd/dist/index.js");

/** @type {Readonly<Record<string, (threads: number) => Promise<unknown>>>} */
const open = {
  async simd(threads) {
    const { register } = await simdModule();
    await register({ threads });
    await tf.setBackend("simd");
  },
  wasm: () => useBackend("wasm"),
  cpu: () => useBackend("cpu"),
  async "tfjs-wasm"() {
    await import("@tensorflow/tfjs-backend-wasm");
    await tf.setBackend("wasm");
  },
  async "patched-wasm"() {
    await import("@tensorflow/tfjs-backend-wasm");
    const plain = tf.getKernelsForBackend("wasm");
    await useBackend("wasm");
    for (const kernel of plain) {
      tf.unregisterKernel(kernel.kernelName, "wasm");
      tf.registerKernel(kernel);
    }
  },
  async "tfjs-cpu"() {
    await import("@tensorflow/tfjs-backend-cpu");
    await tf.setBackend("cpu");
  },
  webgpu: () => useBackend("webgpu"),
};

/**
 * Makes a backend the current one of TensorFlow.js.
 *
 * @param {string} name @param {number} threads
 * @returns {Promise<string>} what TensorFlow.js calls it
 */
export const openTfjs = async (name, threads) => {
  const opener = open[name];
  if (opener === undefined) throw new RangeError(`bench: there is no backend ${name}. Known: ${Object.keys(open).join(", ")}.`);
  await opener(threads);
  return tf.getBackend();
};

/**
 * Registers the gradients of TensorFlow.js, which its core leaves out, and nothing else: Node cannot load their file by itself, so
 * they come with `@convscope/nn`, whose kernels are taken out again.
 */
export const onlyGradients = async () => {
  await import("@tensorflow/tfjs-backend-cpu");
  const plain = tf.getKernelsForBackend("cpu");
  await useBackend("cpu");
  for (const kernel of plain) {
    if (tf.getKernel(kernel.kernelName, "cpu") === kernel) continue;
    tf.unregisterKernel(kernel.kernelName, "cpu");
    tf.registerKernel(kernel);
  }
};
