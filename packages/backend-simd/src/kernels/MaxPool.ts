import type * as tf from "@tensorflow/tfjs-core";
import { input, sizeOf, type Call, type Kernel } from "../kernel.ts";
import { numbersOf, windowsOf, type Windows } from "../windows.ts";

/** The largest value of each window of x `[N, H, W, C]`. */
export const maxPool: Kernel = (call) => {
  const x = input(call, "x");
  if (x.dtype !== "float32") return undefined;
  const windows = windowsOf(call, x.shape);
  return isIdentity(windows) ? call.backend.alias(x, x.shape) : largest(call, x, windows);
};

/** dx of `MaxPool`: the first of equal values in memory order takes all, and none does in a window of −∞. */
export const maxPoolGrad: Kernel = (call) => {
  const [dy, x] = [input(call, "dy"), input(call, "input")];
  return dy.dtype === "float32" && x.dtype === "float32" ? largestGrad(call, dy, x, windowsOf(call, x.shape)) : undefined;
};

/** The largest values, and where each first is: in numbers from the start of its image or, with `includeBatchInIndex`, of x. */
export const maxPoolWithArgmax: Kernel = (call) => {
  const x = input(call, "x");
  if (x.dtype !== "float32") return undefined;
  const { backend } = call;
  const windows = windowsOf(call, x.shape);
  const [y, places] = [backend.output(pooledShape(x, windows)), backend.output(pooledShape(x, windows), "int32")];
  const [n = 0, , , c = 0] = x.shape;
  if (sizeOf(y) > 0) backend.exports.MaxPoolWithArgmax(backend.pointer(x), backend.pointer(y), backend.pointer(places), call.attrs["includeBatchInIndex"] ? 1 : 0, n, c, ...numbersOf(windows));
  return [y, places];
};

export const pooledShape = ({ shape: [n = 0, , , c = 0] }: tf.TensorInfo, [h, w]: Windows): number[] => [n, h.count, w.count, c];

/** Windows of one cell, each its own: TensorFlow.js pools nothing then, not even not-a-number. */
export const isIdentity = (windows: Windows): boolean => windows.every(({ size, length, count }) => size === 1 && length === count);

export function largest({ backend }: Call, x: tf.TensorInfo, windows: Windows): tf.TensorInfo {
  const y = backend.output(pooledShape(x, windows));
  const [n = 0, , , c = 0] = x.shape;
  if (sizeOf(y) > 0) backend.exports.MaxPool(backend.pointer(x), backend.pointer(y), n, c, ...numbersOf(windows));
  return y;
}

export function largestGrad({ backend }: Call, dy: tf.TensorInfo, x: tf.TensorInfo, windows: Windows): tf.TensorInfo {
  const dx = backend.output(x.shape);
  const [n = 0, , , c = 0] = x.shape;
  if (sizeOf(dx) > 0) backend.exports.MaxPoolGrad(backend.pointer(x), backend.pointer(dy), backend.pointer(dx), n, c, ...numbersOf(windows));
  return dx;
}
