import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "./backend.ts";

/** What TensorFlow.js asks of a kernel. */
export interface Call {
  readonly inputs: { readonly [name: string]: tf.TensorInfo };
  readonly attrs: { readonly [name: string]: unknown };
  readonly backend: SimdBackend;
}

/** Computes a kernel's outputs, or nothing where it leaves them to the cpu backend. */
export type Kernel = (call: Call) => tf.TensorInfo | tf.TensorInfo[] | undefined;

/** An input that the kernel always has. */
export function input({ inputs }: Call, name: string): tf.TensorInfo {
  const found = inputs[name];
  if (!found) throw new Error(`backend simd: a kernel must have its input "${name}". Received ${Object.keys(inputs).join(", ") || "none"}.`);
  return found;
}

export const sizeOf = ({ shape }: tf.TensorInfo): number => shape.reduce((a, b) => a * b, 1);
