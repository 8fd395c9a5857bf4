import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type * as tf from "@tensorflow/tfjs-core";
import { call, convInfo, free, transpose, viewed } from "./call.ts";

/**
 * The gradient of a convolution with respect to its kernel, as one more convolution: the batch plays the channels, dy the
 * kernel, and the strides of the one are the dilation of the other. So the backend's fast path does all the products.
 *
 * x `[N, H, W, C]` · dy `[N, H', W', filters]` · result `[kh, kw, C, filters]`
 */
export const conv2dBackpropFilter: tf.KernelConfig = {
  kernelName: "Conv2DBackpropFilter",
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { x, dy } = inputs as { readonly x: tf.TensorInfo; readonly dy: tf.TensorInfo };
    const filterShape = attrs?.["filterShape"] as [number, number, number, number];
    const { padInfo: { top, left }, strideHeight, strideWidth, inHeight, inWidth, outHeight, outWidth } = convInfo(attrs ?? {}, x.shape, filterShape, false);
    const [kh, kw, channels, filters] = filterShape;
    // One weight per pair of channels: a single product of matrices.
    const places = (dy.shape[0] ?? 0) * outHeight * outWidth;
    if (kh * kw * strideHeight * strideWidth === 1 && outHeight === inHeight && outWidth === inWidth) {
      const product = call(wasm, "BatchMatMul", { a: viewed(x, [1, places, channels]), b: viewed(dy, [1, places, filters]) }, { transposeA: true, transposeB: false });
      return { ...product, shape: filterShape };
    }
    // Rows and columns that no window reaches, where the stride does not divide: a negative padding after.
    const [bottom, right] = [(outHeight - 1) * strideHeight + kh - inHeight - top, (outWidth - 1) * strideWidth + kw - inWidth - left];
    const used = bottom < 0 || right < 0 ? call(wasm, "Slice", { x }, { begin: [0, 0, 0, 0], size: [x.shape[0], inHeight + Math.min(bottom, 0), inWidth + Math.min(right, 0), x.shape[3]] }) : x;
    const planes = transpose(wasm, used, [3, 1, 2, 0]);
    const kernel = transpose(wasm, dy, [1, 2, 0, 3]);
    const pad = [[0, 0], [top, Math.max(bottom, 0)], [left, Math.max(right, 0)], [0, 0]];
    const sums = call(wasm, "Conv2D", { x: planes, filter: kernel }, { strides: [1, 1], pad, dataFormat: "NHWC", dilations: [strideHeight, strideWidth] });
    const result = transpose(wasm, sums, [1, 2, 0, 3]);
    free(wasm, planes, kernel, sums, ...(used === x ? [] : [used]));
    return result;
  },
};
