import * as tf from "@tensorflow/tfjs-core";
import { bytesOf, isOurs } from "../backend.ts";
import { input, type Call, type Kernel } from "../kernel.ts";
import { copied } from "../move.ts";
import { withWords } from "../words.ts";
import { flatIndices } from "./GatherV2.ts";

/** Zeros with slices added where the indices say; those of one place add up. */
export const scatterNd: Kernel = (call) => {
  const updates = input(call, "updates");
  if (updates.dtype !== "float32" && updates.dtype !== "int32") return undefined;
  return scattered(call, updates.dtype === "float32" ? 1 : 2, call.attrs["shape"] as number[], (shape) => {
    const y = call.backend.output(shape, updates.dtype);
    call.backend.view(y).fill(0);
    return y;
  });
};

/** A tensor with slices replaced where the indices say; the last of those of one place stays. */
export const tensorScatterUpdate: Kernel = (call) => {
  const [x, updates] = [input(call, "tensor"), input(call, "updates")];
  // One number for all places is rare.
  if (!isOurs(x.dtype) || updates.dtype !== x.dtype || updates.shape.length === 0) return undefined;
  return scattered(call, 0, x.shape, () => copied(call.backend, x));
};

/** Puts the updates into what `start` makes: kind 0 replaces, 1 adds float32, 2 adds int32. */
function scattered(call: Call, kind: number, shape: number[], start: (shape: number[]) => tf.TensorInfo): tf.TensorInfo {
  const { backend } = call;
  const [indices, updates] = [input(call, "indices"), input(call, "updates")];
  const { strides, numUpdates, outputSize, sliceSize } = tf.backend_util.calculateShapes(updates, indices, shape);
  if (outputSize === 0) return start(shape);
  const places = flatIndices(backend.view(indices), strides, numUpdates, outputSize / sliceSize, shape);
  const y = start(shape);
  withWords(backend, places, (pointer) => backend.exports.ScatterNd(kind, backend.pointer(y), pointer, backend.pointer(updates), numUpdates, sliceSize * bytesOf(y.dtype)));
  return y;
}
