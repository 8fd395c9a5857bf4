import type * as tf from "@tensorflow/tfjs-core";
import { input, sizeOf, type Call, type Kernel } from "../kernel.ts";
import { numbersOf, windowsOf, type Windows } from "../windows.ts";
import { isIdentity, pooledShape } from "./MaxPool.ts";

/** What a window's sum is divided by: 1, or its cells within a frame around the maps that is so wide. */
export type Divisor = "one" | { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

/** Padding does not count. */
export const inside: Divisor = { top: 0, bottom: 0, left: 0, right: 0 };

/** The mean of each window of x `[N, H, W, C]`, over its cells within x. */
export const avgPool: Kernel = (call) => {
  const x = input(call, "x");
  if (x.dtype !== "float32") return undefined;
  const windows = windowsOf(call, x.shape);
  return isIdentity(windows) ? call.backend.alias(x, x.shape) : mean(call, x, windows, inside);
};

/** dx of `AvgPool`. The cpu backend divides by the whole window at the edges too, which is not the slope of its `AvgPool`. */
export const avgPoolGrad: Kernel = (call) => {
  const [dy, x] = [input(call, "dy"), input(call, "input")];
  if (dy.dtype !== "float32") return undefined;
  const [h, w] = windowsOf(call, x.shape);
  // The gradient is not told how the number of windows was rounded.
  const [, rows = 0, columns = 0] = dy.shape;
  return meanGrad(call, dy, [{ ...h, count: rows }, { ...w, count: columns }], inside);
};

const divisorNumbers = (divisor: Divisor): number[] => (divisor === "one" ? [1, 0, 0, 0, 0] : [0, divisor.top, divisor.bottom, divisor.left, divisor.right]);

export function mean({ backend }: Call, x: tf.TensorInfo, windows: Windows, divisor: Divisor): tf.TensorInfo {
  const y = backend.output(pooledShape(x, windows));
  const [n = 0, , , c = 0] = x.shape;
  if (sizeOf(y) > 0) backend.exports.AvgPool(backend.pointer(x), backend.pointer(y), n, c, ...numbersOf(windows), ...divisorNumbers(divisor));
  return y;
}

export function meanGrad({ backend }: Call, dy: tf.TensorInfo, windows: Windows, divisor: Divisor): tf.TensorInfo {
  const [n = 0, , , c = 0] = dy.shape;
  const dx = backend.output([n, windows[0].length, windows[1].length, c]);
  if (sizeOf(dx) > 0) backend.exports.AvgPoolGrad(backend.pointer(dx), backend.pointer(dy), n, c, ...numbersOf(windows), ...divisorNumbers(divisor));
  return dx;
}
