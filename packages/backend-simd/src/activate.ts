import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "./backend.ts";
import type { Activation } from "./describe.ts";
import type { Call } from "./kernel.ts";

/** TensorFlow.js's activations that are computed after a product, by a kernel of their own. */
const kernels: { readonly [activation: string]: string } = { elu: "Elu", sigmoid: "Sigmoid", prelu: "Prelu", leakyrelu: "LeakyRelu" };

/**
 * Runs a fused kernel: `product` computes it with the activations that it knows itself, any other follows. Nothing for an activation
 * that is unknown.
 */
export function activate(call: Call, product: (activation: Activation) => tf.TensorInfo | undefined): tf.TensorInfo | undefined {
  const { activation = "linear", leakyreluAlpha = 0.2 } = call.attrs as { readonly activation?: string | null; readonly leakyreluAlpha?: number };
  const own = activation ?? "linear";
  if (own === "linear" || own === "relu" || own === "relu6") return product(own);
  const kernel = kernels[own];
  const y = kernel && product("linear");
  if (!kernel || !y) return undefined;
  const alpha = call.inputs["preluActivationWeights"];
  const result = run(kernel, call.backend, { x: y, ...(own === "prelu" && alpha && { alpha }) }, own === "leakyrelu" ? { alpha: leakyreluAlpha } : {});
  call.backend.disposeData(y.dataId);
  return result;
}

/** Another kernel of this backend. */
function run(name: string, backend: SimdBackend, inputs: tf.NamedTensorInfoMap, attrs: tf.NamedAttrMap): tf.TensorInfo {
  const kernel = tf.getKernel(name, tf.getBackend());
  if (!kernel) throw new Error(`backend simd: there is no kernel ${name}.`);
  return kernel.kernelFunc({ inputs, backend, attrs }) as tf.TensorInfo;
}
