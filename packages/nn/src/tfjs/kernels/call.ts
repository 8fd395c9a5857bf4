import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

/** Calls another kernel of the wasm backend from inside one. The caller disposes of what comes back. */
export function call(backend: BackendWasm, name: string, inputs: { readonly [name: string]: tf.TensorInfo }, attrs: { readonly [name: string]: unknown } = {}): tf.TensorInfo {
  const kernel = tf.getKernel(name, "wasm");
  if (!kernel) throw new Error(`backend wasm: there is no kernel ${name}.`);
  return kernel.kernelFunc({ inputs, backend, attrs: attrs as tf.NamedAttrMap }) as tf.TensorInfo;
}

/** Reorders axes: axis i of the result is axis `perm[i]` of `x`. */
export const transpose = (backend: BackendWasm, x: tf.TensorInfo, perm: readonly number[]): tf.TensorInfo => call(backend, "Transpose", { x }, { perm });

/** The same values under another shape; not to be disposed of by itself. */
export const viewed = ({ dataId, dtype }: tf.TensorInfo, shape: readonly number[]): tf.TensorInfo => ({ dataId, dtype, shape: [...shape] });

export function free(backend: BackendWasm, ...tensors: readonly tf.TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId);
}

/** The values of a tensor where they lie in WebAssembly's memory: good until the next allocation, which may move all of it. */
export const heap = (backend: BackendWasm, x: tf.TensorInfo): Float32Array => backend.typedArrayFromHeap(x) as Float32Array;

/** Sizes of a convolution from the attributes that TensorFlow.js gives a kernel. */
export function convInfo(attrs: { readonly [name: string]: unknown }, inputShape: readonly number[], filterShape: readonly number[], depthwise: boolean): tf.backend_util.Conv2DInfo {
  const { strides, dilations, pad, dimRoundingMode } = attrs as {
    readonly strides: [number, number] | number;
    readonly dilations?: [number, number] | number;
    readonly pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
    readonly dimRoundingMode?: "floor" | "round" | "ceil";
  };
  return tf.backend_util.computeConv2DInfo(inputShape as [number, number, number, number], filterShape as [number, number, number, number], strides, dilations ?? 1, pad, dimRoundingMode, depthwise);
}
