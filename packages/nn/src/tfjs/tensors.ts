import * as tf from "@tensorflow/tfjs-core";
import type { Arrays, NdArray } from "../array.ts";

/** A tensor of an array; floats stay floats, whole numbers become int32. The values are copied. */
export function toTensor({ shape, data }: NdArray): tf.Tensor {
  return data instanceof Float32Array ? tf.tensor(data.slice(), [...shape], "float32") : tf.tensor(new Int32Array(data), [...shape], "int32");
}

/** A tensor of an array whose whole numbers become floats. */
export const toFloats = ({ shape, data }: NdArray): tf.Tensor => tf.tensor(new Float32Array(data), [...shape], "float32");

/** A copy of a tensor's values. The tensor stays. */
async function toArray(tensor: tf.Tensor): Promise<NdArray> {
  const values = await tensor.data();
  // A backend may hand out a view of memory that it uses again, and whole numbers under a float tensor.
  return { shape: [...tensor.shape], data: tensor.dtype === "float32" ? new Float32Array(values) : new Int32Array(values) };
}

/** Copies of tensors by name, all of one moment: every copy is asked for before the first has come. */
export async function toArrays(tensors: Iterable<readonly [string, tf.Tensor]>): Promise<Arrays> {
  return Object.fromEntries(await Promise.all([...tensors].map(async ([name, tensor]) => [name, await toArray(tensor)] as const)));
}

/** Copies of tensors by name. The tensors are disposed, whatever happens. */
export async function takeArrays(names: readonly string[], tensors: readonly tf.Tensor[]): Promise<Arrays> {
  try {
    return await toArrays(names.map((name, i) => [name, tensors[i] as tf.Tensor]));
  } finally {
    tf.dispose([...tensors]);
  }
}
