import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type * as tf from "@tensorflow/tfjs-core";
import { convInfo, heap } from "./call.ts";

/** dx += dy · w for every product of a depthwise convolution: dy `[N, H', W', C·m]`, filter `[kh, kw, C, m]`, result `[N, H, W, C]`. */
export const depthwiseConv2dBackpropInput: tf.KernelConfig = {
  kernelName: "DepthwiseConv2dNativeBackpropInput",
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { dy, filter } = inputs as { readonly dy: tf.TensorInfo; readonly filter: tf.TensorInfo };
    const inputShape = attrs?.["inputShape"] as [number, number, number, number];
    const info = convInfo(attrs ?? {}, inputShape, filter.shape, true);
    const result = wasm.makeOutput(inputShape, "float32");
    const [dx, dys, w] = [heap(wasm, result), heap(wasm, dy), heap(wasm, filter)];
    dx.fill(0);
    const m = info.outChannels / info.inChannels;
    eachTap(info, (x, y, tap) => {
      for (let c = 0, q = 0; c < info.inChannels; c++) {
        let sum = dx[x + c] ?? 0;
        for (let k = 0; k < m; k++, q++) sum += (dys[y + q] ?? 0) * (w[tap + q] ?? 0);
        dx[x + c] = sum;
      }
    });
    return result;
  },
};

/** dw += x · dy for every product of a depthwise convolution: x `[N, H, W, C]`, dy `[N, H', W', C·m]`, result `[kh, kw, C, m]`. */
export const depthwiseConv2dBackpropFilter: tf.KernelConfig = {
  kernelName: "DepthwiseConv2dNativeBackpropFilter",
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { x, dy } = inputs as { readonly x: tf.TensorInfo; readonly dy: tf.TensorInfo };
    const filterShape = attrs?.["filterShape"] as [number, number, number, number];
    const info = convInfo(attrs ?? {}, x.shape, filterShape, true);
    const result = wasm.makeOutput(filterShape, "float32");
    const [dw, xs, dys] = [heap(wasm, result), heap(wasm, x), heap(wasm, dy)];
    // Added up in double precision: a filter has few weights and each sums over the whole batch.
    const sums = new Float64Array(dw.length);
    const m = info.outChannels / info.inChannels;
    eachTap(info, (x, y, tap) => {
      for (let c = 0, q = 0; c < info.inChannels; c++) {
        const value = xs[x + c] ?? 0;
        for (let k = 0; k < m; k++, q++) sums[tap + q] = (sums[tap + q] ?? 0) + value * (dys[y + q] ?? 0);
      }
    });
    dw.set(sums);
    return result;
  },
};

/** Calls back with the first channel's place in x, in dy and in the filter, for every tap of every window that meets the input. */
function eachTap(info: tf.backend_util.Conv2DInfo, tap: (x: number, y: number, filter: number) => void): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo: { top, left } } = info;
  for (let n = 0; n < batchSize; n++)
    for (let i = 0; i < outHeight; i++)
      for (let u = 0; u < filterHeight; u++) {
        const row = i * strideHeight + u * dilationHeight - top;
        if (row < 0 || row >= inHeight) continue;
        for (let j = 0; j < outWidth; j++)
          for (let v = 0; v < filterWidth; v++) {
            const column = j * strideWidth + v * dilationWidth - left;
            if (column < 0 || column >= inWidth) continue;
            tap(((n * inHeight + row) * inWidth + column) * inChannels, ((n * outHeight + i) * outWidth + j) * outChannels, (u * filterWidth + v) * outChannels);
          }
      }
}
