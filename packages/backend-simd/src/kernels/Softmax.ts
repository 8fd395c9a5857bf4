import { input, sizeOf, type Call, type Kernel } from "../kernel.ts";
import type { TensorInfo } from "@tensorflow/tfjs-core";

/** Rows along the last axis. */
function rowsOf(x: TensorInfo): { readonly rows: number; readonly length: number } {
  const length = x.shape.at(-1) ?? 1;
  return { length, rows: length === 0 ? 0 : sizeOf(x) / length };
}

/** Probabilities along the last axis, or their logarithms: logits `[…, n]`. */
const softmaxOf =
  (name: "Softmax" | "LogSoftmax", attribute: "dim" | "axis"): Kernel =>
  (call) => {
    const x = input(call, "logits");
    const { backend, attrs } = call;
    const axis = attrs[attribute] ?? -1;
    if (x.dtype !== "float32" || (axis !== -1 && axis !== x.shape.length - 1)) return undefined;
    const y = backend.output(x.shape);
    const { rows, length } = rowsOf(x);
    if (rows > 0) backend.exports[name](rows, length, backend.pointer(x), backend.pointer(y));
    return y;
  };

/** Its gradient, along the last axis: {dy, y} `[…, n]` with y the result. */
const gradientOf =
  (name: "SoftmaxGrad" | "LogSoftmaxGrad"): Kernel =>
  (call: Call) => {
    const [dy, y] = [input(call, "dy"), input(call, "y")];
    const { backend } = call;
    const dx = backend.output(y.shape);
    const { rows, length } = rowsOf(y);
    if (rows > 0) backend.exports[name](rows, length, backend.pointer(dy), backend.pointer(y), backend.pointer(dx));
    return dx;
  };

export const softmax: Kernel = softmaxOf("Softmax", "dim");
export const logSoftmax: Kernel = softmaxOf("LogSoftmax", "axis");
/** Of our own: TensorFlow.js composes them. */
export const softmaxGrad: Kernel = gradientOf("SoftmaxGrad");
export const logSoftmaxGrad: Kernel = gradientOf("LogSoftmaxGrad");
