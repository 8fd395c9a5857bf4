import * as tf from "@tensorflow/tfjs-core";
import { batchMatMul, plainMatMul } from "./batchMatMul.ts";
import { conv2dBackpropFilter } from "./conv2dBackpropFilter.ts";
import { conv2dBackpropInput } from "./conv2dBackpropInput.ts";
import { depthwiseConv2dBackpropFilter, depthwiseConv2dBackpropInput } from "./depthwiseConv2dBackprop.ts";
import { maxPoolGrad } from "./maxPoolGrad.ts";

/** Kernels of ours for the wasm backend, in place of its own where those are missing, wrong or slow. */
export const wasmKernels: readonly tf.KernelConfig[] = [
  batchMatMul,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseConv2dBackpropFilter,
  depthwiseConv2dBackpropInput,
  maxPoolGrad,
];

/** Registers them; a second call changes nothing. */
export function registerWasmKernels(): void {
  const product = tf.getKernel(batchMatMul.kernelName, "wasm");
  if (product && !tf.getKernel(plainMatMul, "wasm")) tf.registerKernel({ ...product, kernelName: plainMatMul });
  for (const kernel of wasmKernels) {
    const there = tf.getKernel(kernel.kernelName, "wasm");
    if (there === kernel) continue;
    if (there) tf.unregisterKernel(kernel.kernelName, "wasm");
    tf.registerKernel(kernel);
  }
}
