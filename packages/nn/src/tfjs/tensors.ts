import * as tf from "@tensorflow/tfjs-core";
import type { Arrays, NdArray } from "../array.ts";

/** A tensor of an array; floats stay floats, whole numbers become int32. The values are copied. */
export function toTensor({ shape, data }: NdArray): tf.Tensor {
  return data instanceof Float32Array
    ? tf.tensor(Float32Array.from(data), [...shape], "float32")
    : tf.tensor(Int32Array.from(data), [...shape], "int32");
}

/** A copy of a tensor's values. The tensor stays. */
export async function toArray(tensor: tf.Tensor): Promise<NdArray> {
  const values = await tensor.data();
  // A backend may hand out a view of memory that it uses again.
  return { shape: [...tensor.shape], data: tensor.dtype === "float32" ? Float32Array.from(values) : Int32Array.from(values) };
}

/** Copies of many tensors by name, which are disposed. */
export async function takeArrays(tensors: Iterable<readonly [string, tf.Tensor]>): Promise<Arrays> {
  const arrays: Record<string, NdArray> = {};
  for (const [name, tensor] of tensors) {
    arrays[name] = await toArray(tensor);
    tensor.dispose();
  }
  return arrays;
}
