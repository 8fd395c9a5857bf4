import * as tf from "@tensorflow/tfjs-core";
import { bytesOf, isOurs } from "../backend.ts";
import { input, sizeOf, type Kernel } from "../kernel.ts";
import { withWords } from "../words.ts";

/** What stands at the indices along an axis of x. */
export const gatherV2: Kernel = (call) => {
  const { backend, attrs } = call;
  const [x, indices] = [input(call, "x"), input(call, "indices")];
  if (!isOurs(x.dtype) || indices.dtype !== "int32") return undefined;
  const axis = tf.util.parseAxisParam(attrs["axis"] as number, x.shape)[0] ?? 0;
  const length = x.shape[axis] ?? 0;
  const values = backend.view(indices);
  const wrong = values.findIndex((index) => index < 0 || index >= length);
  tf.util.assert(wrong < 0, () => `gather: indices must be from 0 to ${length - 1}. Received ${values[wrong]} at place ${wrong}.`);
  const found = tf.backend_util.segment_util.collectGatherOpShapeInfo(x as tf.Tensor, indices as tf.Tensor, axis, (attrs["batchDims"] as number | undefined) ?? 0);
  const y = backend.output(found.outputShape, x.dtype);
  const { batchSize, outerSize, dimSize, sliceSize } = found;
  if (sizeOf(y) > 0) backend.exports.GatherV2(sliceSize * bytesOf(x.dtype), backend.pointer(x), backend.pointer(indices), backend.pointer(y), batchSize, outerSize, dimSize, sizeOf(indices) / batchSize);
  return y;
};

/** The slices of `params` that the indices `[…, depth]` name by their first `depth` axes. */
export const gatherNd: Kernel = (call) => {
  const { backend } = call;
  const [x, indices] = [input(call, "params"), input(call, "indices")];
  if (!isOurs(x.dtype) || indices.dtype !== "int32") return undefined;
  const [shape, count, size, steps] = tf.backend_util.prepareAndValidate(x, indices);
  const slices = size === 0 ? 0 : sizeOf(x) / size;
  const places = flatIndices(backend.view(indices), steps, count, slices, x.shape);
  const y = backend.output(shape, x.dtype);
  if (sizeOf(y) > 0) withWords(backend, places, (pointer) => backend.exports.GatherV2(size * bytesOf(x.dtype), backend.pointer(x), pointer, backend.pointer(y), 1, 1, slices, count));
  return y;
};

/** Indices `[count, depth]` as numbers of slices. `shape` is for the message. */
export function flatIndices(indices: ArrayLike<number>, steps: readonly number[], count: number, slices: number, shape: readonly number[]): Int32Array {
  const depth = count === 0 ? 0 : indices.length / count;
  return Int32Array.from({ length: count }, (_, i) => {
    let flat = 0;
    for (let k = 0; k < depth; k++) flat += (indices[i * depth + k] ?? 0) * (steps[k] ?? 0);
    if (flat >= 0 && flat < slices) return flat;
    throw new Error(`indices must lie within the tensor. Received [${Array.from({ length: depth }, (__, k) => indices[i * depth + k]).join(", ")}] for [${shape.join(", ")}].`);
  });
}
