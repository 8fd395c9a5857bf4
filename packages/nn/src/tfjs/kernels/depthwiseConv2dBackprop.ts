import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type * as tf from "@tensorflow/tfjs-core";
import { call, convInfo, free, heap } from "./call.ts";

/** dx += dy · w for every product of a depthwise convolution: dy `[N, H', W', C·m]`, filter `[kh, kw, C, m]`, result `[N, H, W, C]`. */
export const depthwiseConv2dBackpropInput: tf.KernelConfig = {
  kernelName: "DepthwiseConv2dNativeBackpropInput",
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { dy, filter } = inputs as { readonly dy: tf.TensorInfo; readonly filter: tf.TensorInfo };
    const inputShape = attrs?.["inputShape"] as [number, number, number, number];
    const info = convInfo(attrs ?? {}, inputShape, filter.shape, true);
    const flipped = byFlipping(wasm, dy, filter, info);
    if (flipped) return flipped;
    const result = wasm.makeOutput(inputShape, "float32");
    const [dx, dys, w] = [heap(wasm, result), heap(wasm, dy), heap(wasm, filter)];
    dx.fill(0);
    const { inChannels: channels } = info;
    const m = info.outChannels / channels;
    eachRun(info, (x, y, tap, runs, xStep, yStep) => {
      for (let j = 0; j < runs; j++) giveBack(dx, x + j * xStep, dys, y + j * yStep, w, tap, channels, m);
    });
    return result;
  },
};

/** Without strides, multiples and wide padding it is a depthwise convolution of dy with the flipped filter, for which the backend has a fast path. */
function byFlipping(backend: BackendWasm, dy: tf.TensorInfo, filter: tf.TensorInfo, info: tf.backend_util.Conv2DInfo): tf.TensorInfo | undefined {
  const { padInfo: { top, left }, strideHeight, strideWidth, dilationHeight, dilationWidth, inHeight, inWidth, outHeight, outWidth, inChannels, outChannels, filterHeight, filterWidth } = info;
  if (strideHeight * strideWidth !== 1 || inChannels !== outChannels) return undefined;
  const [tall, wide] = [(filterHeight - 1) * dilationHeight, (filterWidth - 1) * dilationWidth];
  const [above, before] = [tall - top, wide - left];
  const [below, after] = [inHeight + tall - outHeight - above, inWidth + wide - outWidth - before];
  if (Math.min(above, before, below, after) < 0) return undefined;
  const flipped = call(backend, "Reverse", { x: filter }, { dims: [0, 1] });
  const pad = [[0, 0], [above, below], [before, after], [0, 0]];
  const result = call(backend, "DepthwiseConv2dNative", { x: dy, filter: flipped }, { strides: [1, 1], pad, dilations: [dilationHeight, dilationWidth] });
  free(backend, flipped);
  return result;
}

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
    const { inChannels: channels } = info;
    const m = info.outChannels / channels;
    eachRun(info, (x, y, tap, runs, xStep, yStep) => {
      for (let j = 0; j < runs; j++) addUp(sums, tap, xs, x + j * xStep, dys, y + j * yStep, channels, m);
    });
    dw.set(sums);
    return result;
  },
};

/** At one place, for every channel c: dx[c] += Σ dy[c, k] · w[c, k]. Small and without a closure, so that it compiles to a tight loop. */
function giveBack(dx: Float32Array, x: number, dy: Float32Array, y: number, w: Float32Array, tap: number, channels: number, m: number): void {
  if (m === 1) {
    for (let c = 0; c < channels; c++) dx[x + c]! += dy[y + c]! * w[tap + c]!;
    return;
  }
  for (let c = 0, q = 0; c < channels; c++) {
    let sum = 0;
    for (let k = 0; k < m; k++, q++) sum += dy[y + q]! * w[tap + q]!;
    dx[x + c]! += sum;
  }
}

/** At one place, for every channel c and multiple k: sums[c, k] += x[c] · dy[c, k]. */
function addUp(sums: Float64Array, tap: number, xs: Float32Array, x: number, dy: Float32Array, y: number, channels: number, m: number): void {
  if (m === 1) {
    for (let c = 0; c < channels; c++) sums[tap + c]! += xs[x + c]! * dy[y + c]!;
    return;
  }
  for (let c = 0, q = 0; c < channels; c++) for (let k = 0; k < m; k++, q++) sums[tap + q]! += xs[x + c]! * dy[y + q]!;
}

type Run = (x: number, y: number, filter: number, places: number, xStep: number, yStep: number) => void;

/** Calls back for every tap and row of outputs: the first place in x, dy and filter that meets the input, how many places follow, and their distances. */
function eachRun(info: tf.backend_util.Conv2DInfo, run: Run): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo: { top, left } } = info;
  for (let n = 0; n < batchSize; n++)
    for (let i = 0; i < outHeight; i++)
      for (let u = 0; u < filterHeight; u++) {
        const row = i * strideHeight + u * dilationHeight - top;
        if (row < 0 || row >= inHeight) continue;
        for (let v = 0; v < filterWidth; v++) {
          const offset = v * dilationWidth - left;
          const first = Math.max(0, Math.ceil(-offset / strideWidth));
          const last = Math.min(outWidth - 1, Math.floor((inWidth - 1 - offset) / strideWidth));
          if (last < first) continue;
          const x = ((n * inHeight + row) * inWidth + first * strideWidth + offset) * inChannels;
          run(x, ((n * outHeight + i) * outWidth + first) * outChannels, (u * filterWidth + v) * outChannels, last - first + 1, strideWidth * inChannels, outChannels);
        }
      }
}
