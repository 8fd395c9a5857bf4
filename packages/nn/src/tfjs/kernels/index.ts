import * as tf from "@tensorflow/tfjs-core";
import { batchMatMul, plainMatMul } from "./batchMatMul.ts";
import { conv2dBackpropFilter } from "./conv2dBackpropFilter.ts";
import { conv2dBackpropInput } from "./conv2dBackpropInput.ts";
import { depthwiseConv2dBackpropFilter, depthwiseConv2dBackpropInput } from "./depthwiseConv2dBackprop.ts";
import { maxPoolGrad } from "./maxPoolGrad.ts";
import { mean, plainMean, plainSum, sum } from "./sum.ts";

/** Kernels of ours for the wasm backend, in place of its own where those are missing, wrong or slow. */
export const wasmKernels: readonly tf.KernelConfig[] = [
  batchMatMul,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseConv2dBackpropFilter,
  depthwiseConv2dBackpropInput,
  maxPoolGrad,
  mean,
  sum,
];

/** Registers them; a second call changes nothing. */
export function registerWasmKernels(): void {
  for (const [{ kernelName }, plain] of [[batchMatMul, plainMatMul], [mean, plainMean], [sum, plainSum]] as const) {
    const own = tf.getKernel(kernelName, "wasm");
    if (own && !tf.getKernel(plain, "wasm")) tf.registerKernel({ ...own, kernelName: plain });
  }
  for (const kernel of wasmKernels) {
    const there = tf.getKernel(kernel.kernelName, "wasm");
    if (there === kernel) continue;
    if (there) tf.unregisterKernel(kernel.kernelName, "wasm");
    tf.registerKernel(kernel);
  }
}
