import * as tf from "@tensorflow/tfjs-core";

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
    const [n, h, w, c] = input.shape as [number, number, number, number];
    const info = tf.backend_util.computePool2DInfo([n, h, w, c], filterSize, strides, 1, attrs?.["pad"] as "valid", attrs?.["dimRoundingMode"] as "floor");
    const backend = tf.engine().findBackend("wasm");
    const read = (x: tf.TensorInfo): Float32Array => backend.readSync(x.dataId) as Float32Array;
    return { dataId: backend.write(spread(read(input), read(dy), info), input.shape, "float32"), shape: input.shape, dtype: "float32" };
  },
};

/** dL/dx `[N, H, W, C]` of x `[N, H, W, C]` and dL/dy `[N, H', W', C]`. */
function spread(x: Float32Array, dy: Float32Array, info: tf.backend_util.Conv2DInfo): Float32Array {
  const { batchSize, inHeight, inWidth, inChannels: channels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const dx = new Float32Array(x.length);
  const best = new Float32Array(channels);
  const places = new Int32Array(channels);
  let from = 0;
  for (let b = 0; b < batchSize; b++) {
    for (let i = 0; i < outHeight; i++) {
      const top = i * strideHeight - padInfo.top;
      for (let j = 0; j < outWidth; j++) {
        const left = j * strideWidth - padInfo.left;
        let first = true;
        for (let y = Math.max(top, 0); y < Math.min(top + filterHeight, inHeight); y++) {
          for (let z = Math.max(left, 0); z < Math.min(left + filterWidth, inWidth); z++) {
            const at = ((b * inHeight + y) * inWidth + z) * channels;
            for (let k = 0; k < channels; k++) {
              const value = x[at + k] as number;
              if (!first && value <= (best[k] as number)) continue;
              best[k] = value;
              places[k] = at + k;
            }
            first = false;
          }
        }
        // A window outside the input passes nothing on.
        for (let k = 0; k < channels && !first; k++) {
          const place = places[k] as number;
          dx[place] = (dx[place] as number) + (dy[from + k] as number);
        }
        from += channels;
      }
    }
  }
  return dx;
}
