import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import { input, sizeOf, type Kernel } from "../kernel.ts";

/** One value everywhere. */
export const fill: Kernel = ({ attrs, backend }) => {
  const value = attrs["value"] as number | string;
  const dtype = (attrs["dtype"] as tf.DataType | undefined) ?? tf.util.inferDtype(value);
  return typeof value === "string" ? undefined : filled(backend, attrs["shape"] as number[], value, dtype);
};

/** One value everywhere, in the shape and type of `x`. */
export const fillLike =
  (value: number): Kernel =>
  (call) => {
    const { shape, dtype } = input(call, "x");
    return filled(call.backend, shape, value, dtype);
  };

function filled(backend: SimdBackend, shape: readonly number[], value: number, dtype: tf.DataType): tf.TensorInfo | undefined {
  if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool") return undefined;
  const y = backend.output(shape, dtype);
  const n = sizeOf(y);
  const word = new Int32Array(1);
  if (dtype === "float32") new Float32Array(word.buffer).fill(value);
  else if (dtype === "int32") word[0] = value;
  else new Uint8Array(word.buffer).fill(value);
  backend.exports.Fill(dtype === "bool" ? Math.ceil(n / 4) : n, word[0] ?? 0, backend.pointer(y));
  return y;
}
