import * as tf from "@tensorflow/tfjs-core";
import { convInfo } from "../kernels/call.ts";

/**
 * The gradient of a convolution with respect to its kernel, for the cpu backend: its own looks every value up by its coordinates
 * and takes nine tenths of a training step.
 *
 * x `[N, H, W, C]` · dy `[N, H', W', filters]` · result `[kh, kw, C, filters]`
 */
export const conv2dBackpropFilter: tf.KernelConfig = {
  kernelName: "Conv2DBackpropFilter",
  backendName: "cpu",
  kernelFunc({ inputs, attrs }) {
    const { x, dy } = inputs as { readonly x: tf.TensorInfo; readonly dy: tf.TensorInfo };
    const shape = attrs?.["filterShape"] as [number, number, number, number];
    const cpu = tf.engine().findBackend("cpu");
    const read = ({ dataId }: tf.TensorInfo): Float32Array => cpu.readSync(dataId) as Float32Array;
    const sums = products(read(x), read(dy), convInfo(attrs ?? {}, x.shape, shape, false));
    return { dataId: cpu.write(Float32Array.from(sums), shape, "float32"), shape, dtype: "float32" };
  },
};

/** dw += x · dy for every product of the convolution, added up in double precision. */
function products(x: Float32Array, dy: Float32Array, info: tf.backend_util.Conv2DInfo): Float64Array {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo: { top, left } } = info;
  const sums = new Float64Array(filterHeight * filterWidth * inChannels * outChannels);
  for (let place = 0; place < batchSize * outHeight * outWidth; place++) {
    const [column, line] = [place % outWidth, Math.floor(place / outWidth)];
    const [first, image] = [(line % outHeight) * strideHeight - top, Math.floor(line / outHeight)];
    for (let u = 0; u < filterHeight; u++) {
      const row = first + u * dilationHeight;
      if (row < 0 || row >= inHeight) continue;
      for (let v = 0; v < filterWidth; v++) {
        const at = column * strideWidth - left + v * dilationWidth;
        if (at < 0 || at >= inWidth) continue;
        const from = ((image * inHeight + row) * inWidth + at) * inChannels;
        const to = (u * filterWidth + v) * inChannels * outChannels;
        for (let c = 0; c < inChannels; c++) {
          const value = x[from + c] as number;
          if (value === 0) continue;
          const [w, y] = [to + c * outChannels, place * outChannels];
          for (let f = 0; f < outChannels; f++) sums[w + f] = (sums[w + f] as number) + value * (dy[y + f] as number);
        }
      }
    }
  }
  return sums;
}
