import * as tf from "@tensorflow/tfjs-core";
import { input, sizeOf, type Kernel } from "../kernel.ts";

/** The same values again, without a copy. */
export const identity: Kernel = (call) => {
  const x = input(call, "x");
  return call.backend.alias(x, x.shape);
};

/** The same values under another shape, of which one size may be −1. */
export const reshape: Kernel = (call) => {
  const x = input(call, "x");
  const shape = tf.util.inferFromImplicitShape(call.attrs["shape"] as number[], sizeOf(x));
  tf.util.assert(tf.util.sizeFromShape(shape) === sizeOf(x), () => `reshape: the sizes must have one product. Received [${x.shape.join(", ")}] for [${shape.join(", ")}].`);
  return call.backend.alias(x, shape);
};

/** The same values with a new axis of size 1, counted from the end where negative. */
export const expandDims: Kernel = (call) => {
  const x = input(call, "input");
  const dim = call.attrs["dim"] as number;
  const rank = x.shape.length;
  tf.util.assert(dim >= -rank - 1 && dim <= rank, () => `expandDims: the axis must be from ${-rank - 1} to ${rank}. Received ${dim}.`);
  const at = dim < 0 ? rank + 1 + dim : dim;
  return call.backend.alias(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
};
