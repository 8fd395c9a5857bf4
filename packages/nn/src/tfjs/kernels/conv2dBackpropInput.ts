import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type * as tf from "@tensorflow/tfjs-core";
import { call, convInfo, free, heap, transpose, viewed } from "./call.ts";

/**
 * The gradient of a convolution with respect to its input, which is also a transposed convolution. The backend has one, about
 * ten times slower than its convolution.
 *
 * dy `[N, H', W', filters]` · filter `[kh, kw, C, filters]` · result `[N, H, W, C]`
 */
export const conv2dBackpropInput: tf.KernelConfig = {
  kernelName: "Conv2DBackpropInput",
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const { dy, filter } = inputs as { readonly dy: tf.TensorInfo; readonly filter: tf.TensorInfo };
    const inputShape = attrs?.["inputShape"] as [number, number, number, number];
    const info = convInfo(attrs ?? {}, inputShape, filter.shape, false);
    const { padInfo: { top, left }, filterHeight, filterWidth, strideHeight, strideWidth } = info;
    const flippable = strideHeight * strideWidth === 1 && top < filterHeight && left < filterWidth;
    return flippable ? byFlipping(backend as BackendWasm, dy, filter, info) : byColumns(backend as BackendWasm, dy, filter, info);
  },
};

/** Without strides it is a convolution of dy with the flipped kernel, channels and filters swapped: arXiv:1603.07285, relationship 10. */
function byFlipping(backend: BackendWasm, dy: tf.TensorInfo, filter: tf.TensorInfo, info: tf.backend_util.Conv2DInfo): tf.TensorInfo {
  const { padInfo: { top, left }, filterHeight, filterWidth, inHeight, inWidth, outHeight, outWidth } = info;
  const flipped = call(backend, "Reverse", { x: filter }, { dims: [0, 1] });
  const swapped = transpose(backend, flipped, [0, 1, 3, 2]);
  const [above, before] = [filterHeight - 1 - top, filterWidth - 1 - left];
  const [below, after] = [inHeight + filterHeight - 1 - outHeight - above, inWidth + filterWidth - 1 - outWidth - before];
  const pad = [[0, 0], [above, Math.max(below, 0)], [before, Math.max(after, 0)], [0, 0]];
  // More padding after than the kernel reaches: its outputs saw zeros only and give nothing back.
  const seen = below < 0 || after < 0 ? call(backend, "Slice", { x: dy }, { begin: [0, 0, 0, 0], size: [dy.shape[0], outHeight + Math.min(below, 0), outWidth + Math.min(after, 0), dy.shape[3]] }) : dy;
  const result = call(backend, "Conv2D", { x: seen, filter: swapped }, { strides: [1, 1], pad, dataFormat: "NHWC", dilations: [1, 1] });
  free(backend, flipped, swapped, ...(seen === dy ? [] : [seen]));
  return result;
}

/** Values of the columns that are computed at a time: 16 MB. */
const most = 1 << 22;

/** One product for all taps of some images, then every column added where its tap lies. */
function byColumns(backend: BackendWasm, dy: tf.TensorInfo, filter: tf.TensorInfo, info: tf.backend_util.Conv2DInfo): tf.TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  const patch = filterHeight * filterWidth * inChannels;
  const places = outHeight * outWidth;
  const rows = transpose(backend, viewed(filter, [patch, outChannels]), [1, 0]);
  const result = backend.makeOutput([batchSize, inHeight, inWidth, inChannels], "float32");
  heap(backend, result).fill(0);
  const together = Math.max(1, Math.floor(most / (places * patch)));
  for (let from = 0; from < batchSize; from += together) {
    const images = Math.min(together, batchSize - from);
    const some = images === batchSize ? dy : call(backend, "Slice", { x: dy }, { begin: [from, 0, 0, 0], size: [images, outHeight, outWidth, outChannels] });
    const columns = call(backend, "BatchMatMul", { a: viewed(some, [1, images * places, outChannels]), b: viewed(rows, [1, outChannels, patch]) }, { transposeA: false, transposeB: false });
    addColumns(heap(backend, result), heap(backend, columns), info, from, images);
    free(backend, columns, ...(some === dy ? [] : [some]));
  }
  free(backend, rows);
  return result;
}

/** Adds columns `[images, H', W', kh, kw·C]` to an input gradient from image `from` on: each kernel row is one run in both. */
function addColumns(dx: Float32Array, columns: Float32Array, info: tf.backend_util.Conv2DInfo, from: number, images: number): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo: { top, left } } = info;
  const run = filterWidth * inChannels;
  let column = 0;
  for (let image = from; image < from + images; image++)
    for (let i = 0; i < outHeight; i++)
      for (let j = 0; j < outWidth; j++) {
        const first = j * strideWidth - left;
        const [start, end] = [Math.max(0, -first) * inChannels, Math.min(filterWidth, inWidth - first) * inChannels];
        for (let u = 0; u < filterHeight; u++, column += run) {
          const row = i * strideHeight - top + u;
          if (row < 0 || row >= inHeight) continue;
          const to = ((image * inHeight + row) * inWidth + first) * inChannels;
          for (let v = start; v < end; v++) dx[to + v] = (dx[to + v] ?? 0) + (columns[column + v] ?? 0);
        }
      }
}
