import * as tf from "@tensorflow/tfjs-core";
import { isOurs, type SimdBackend } from "../backend.ts";
import { input, type Kernel } from "../kernel.ts";
import { moved, stepsOf } from "../move.ts";

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

/** A block of x from `begin`, so long along each axis. */
function block(backend: SimdBackend, x: tf.TensorInfo, begin: readonly number[], size: readonly number[]): tf.TensorInfo {
  const steps = stepsOf(x.shape);
  return moved(backend, x, size, steps, dot(begin, steps));
}

/** The block of x that begins at `begin`; a size of −1 goes to the end. */
export const slice: Kernel = (call) => {
  const x = input(call, "x");
  if (!isOurs(x.dtype)) return undefined;
  const [begin = [], size = []] = tf.slice_util.parseSliceParams(x, call.attrs["begin"] as number[], call.attrs["size"] as number[]);
  tf.slice_util.assertParamsValid(x, begin, size);
  return block(call.backend, x, begin, size);
};

/** Every so manieth value along each axis, backwards too. */
export const stridedSlice: Kernel = (call) => {
  const x = input(call, "x");
  if (!isOurs(x.dtype)) return undefined;
  const a = call.attrs as Record<"begin" | "end" | "strides", number[]> & Record<"beginMask" | "endMask" | "ellipsisMask" | "newAxisMask" | "shrinkAxisMask", number>;
  const found = tf.slice_util.sliceInfo(x.shape, a.begin, a.end, a.strides, a.beginMask, a.endMask, a.ellipsisMask, a.newAxisMask, a.shrinkAxisMask);
  const { backend } = call;
  if (found.isIdentity) return backend.alias(x, found.finalShape);
  const steps = stepsOf(x.shape);
  const taken = moved(backend, x, found.finalShapeSparse, steps.map((step, i) => step * (found.strides[i] ?? 1)), dot(found.begin, steps));
  return { ...taken, shape: found.finalShape };
};

/** x cut along an axis into so many equal parts, or parts of these sizes. */
export const splitV: Kernel = (call) => {
  const x = input(call, "x");
  if (!isOurs(x.dtype)) return undefined;
  const axis = tf.util.parseAxisParam(call.attrs["axis"] as number, x.shape)[0] ?? 0;
  const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, call.attrs["numOrSizeSplits"] as number[] | number, axis);
  let start = 0;
  return sizes.map((length) => {
    const begin = x.shape.map((_, i) => (i === axis ? start : 0));
    start += length;
    return block(call.backend, x, begin, x.shape.map((n, i) => (i === axis ? length : n)));
  });
};

/** x cut along an axis into parts that lack it. */
export const unpack: Kernel = (call) => {
  const x = input(call, "value");
  if (!isOurs(x.dtype)) return undefined;
  const axis = tf.util.parseAxisParam(call.attrs["axis"] as number, x.shape)[0] ?? 0;
  return Array.from({ length: x.shape[axis] ?? 0 }, (_, place) => {
    const part = block(call.backend, x, x.shape.map((__, i) => (i === axis ? place : 0)), x.shape.map((n, i) => (i === axis ? 1 : n)));
    return { ...part, shape: x.shape.filter((__, i) => i !== axis) };
  });
};
