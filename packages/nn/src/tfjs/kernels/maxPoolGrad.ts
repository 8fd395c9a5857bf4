import * as tf from "@tensorflow/tfjs-core";
import { maximumPlaces, scatter } from "../places.ts";

/**
 * The gradient of max pooling for the wasm backend: the first maximum of a window, in memory order, takes all of it, as on the
 * cpu backend and in PyTorch. The backend's own kernel gives it to the last, and loses it where all values are negative.
 */
export const maxPoolGrad: tf.KernelConfig = {
  kernelName: "MaxPoolGrad",
  backendName: "wasm",
  kernelFunc({ inputs, attrs }) {
    const { dy, input } = inputs as { dy: tf.TensorInfo; input: tf.TensorInfo };
    const [filterSize, strides] = [attrs?.["filterSize"], attrs?.["strides"]] as [[number, number], [number, number]];
    const [n, height, width, channels] = input.shape as [number, number, number, number];
    const info = tf.backend_util.computePool2DInfo([n, height, width, channels], filterSize, strides, 1, attrs?.["pad"] as "valid", attrs?.["dimRoundingMode"] as "floor");
    const h = { size: info.filterHeight, stride: info.strideHeight, dilation: 1, length: height, count: info.outHeight, before: info.padInfo.top };
    const w = { size: info.filterWidth, stride: info.strideWidth, dilation: 1, length: width, count: info.outWidth, before: info.padInfo.left };
    const backend = tf.engine().findBackend("wasm");
    const read = (x: tf.TensorInfo): Float32Array => backend.readSync(x.dataId) as Float32Array;
    const dx = scatter(read(dy), maximumPlaces(read(input), n, channels, [h, w]), n * height * width * channels);
    return { dataId: backend.write(dx, input.shape, "float32"), shape: input.shape, dtype: "float32" };
  },
};
