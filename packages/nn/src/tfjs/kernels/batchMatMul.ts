import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type * as tf from "@tensorflow/tfjs-core";
import { call, free, heap, transpose } from "./call.ts";

/** Under this name stays the backend's own product, which is fast as long as neither matrix is transposed. */
export const plainMatMul = "PlainBatchMatMul";

/** The backend multiplies transposed matrices in a plain loop, several times slower than others: transpose first, then multiply. */
export const batchMatMul: tf.KernelConfig = {
  kernelName: "BatchMatMul",
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { a, b } = inputs as { readonly a: tf.TensorInfo; readonly b: tf.TensorInfo };
    const [left, right] = [attrs?.["transposeA"] ? swapped(wasm, a) : a, attrs?.["transposeB"] ? swapped(wasm, b) : b];
    const own = right === b ? inOneShape(wasm, b) : right;
    const result = call(wasm, plainMatMul, { a: left, b: own }, { transposeA: false, transposeB: false });
    free(wasm, ...[left, own].filter((x) => x !== a && x !== b));
    return result;
  },
};

/** The last two axes change places. */
function swapped(backend: BackendWasm, x: tf.TensorInfo): tf.TensorInfo {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(backend, x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

const shapes = new WeakMap<tf.DataId, string>();

/** The backend packs a right matrix once for its data, whatever its shape, and crashes when the same data come in another: those get a copy. */
function inOneShape(backend: BackendWasm, x: tf.TensorInfo): tf.TensorInfo {
  const shape = x.shape.slice(-2).join("×");
  const before = shapes.get(x.dataId);
  if (before === undefined) shapes.set(x.dataId, shape);
  if (before === undefined || before === shape) return x;
  const copy = backend.makeOutput(x.shape, "float32");
  heap(backend, copy).set(heap(backend, x));
  return copy;
}
