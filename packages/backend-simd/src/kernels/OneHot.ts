import type * as tf from "@tensorflow/tfjs-core";
import { bytesOf, isOurs } from "../backend.ts";
import { input, sizeOf, type Kernel } from "../kernel.ts";
import { bitsOf } from "../words.ts";

/** For each index a row of `depth` values, all `offValue` but for `onValue` at the index. */
export const oneHot: Kernel = (call) => {
  const { backend } = call;
  const indices = input(call, "indices");
  const { dtype = "float32", depth, onValue, offValue } = call.attrs as { readonly dtype?: tf.DataType; readonly depth: number; readonly onValue: number; readonly offValue: number };
  if (!isOurs(dtype) || indices.dtype !== "int32") return undefined;
  const y = backend.output([...indices.shape, depth], dtype);
  if (sizeOf(y) > 0) backend.exports.OneHot(bytesOf(dtype), backend.pointer(indices), backend.pointer(y), sizeOf(indices), depth, bitsOf(onValue, dtype), bitsOf(offValue, dtype));
  return y;
};
