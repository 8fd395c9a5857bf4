import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import { inputOf, type Derivative } from "./derivative.ts";

/** Each place takes its share of the windows that it is in. */
export const averagePool: Derivative = (call, [given], to) => {
  const { attributes } = call;
  const [n = 1, channels = 1, ...lengths] = to.dims(inputOf(call, 0));
  const [, , ...counts] = to.dims(given as Value);
  const kernel = attributes["kernel_shape"] as readonly number[];
  const strides = (attributes["strides"] ?? kernel.map(() => 1)) as readonly number[];
  const pads = (attributes["pads"] ?? kernel.flatMap(() => [0, 0])) as readonly number[];
  const isPadded = attributes["count_include_pad"] === 1;
  // Windows side by side: ONNX Runtime's fastest way to repeat numbers along several axes.
  if (kernel.every((size, i) => size === strides[i] && size * (counts[i] ?? 1) === lengths[i]))
    return [to.op("Resize", [to.times(given as Value, 1 / product(kernel)), undefined, to.floats([lengths.length + 2], () => Float32Array.of(1, 1, ...kernel))], { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" })];
  // A mean is linear along each axis by itself: dy is spread along one after the other, as a product with what each place takes of each window.
  return [
    lengths.reduce((dy, length, axis) => {
      const count = counts[axis] ?? 1;
      const shares = to.floats([count, length], () => sharesOf({ size: kernel[axis] ?? 1, stride: strides[axis] ?? 1, before: pads[axis] ?? 0, length, count, isPadded }));
      const behind = product(counts.slice(axis + 1));
      // The last axis needs no batch of products.
      if (behind === 1) return to.reshape(to.op("MatMul", [to.reshape(dy, [-1, count]), shares]), [n, channels, ...lengths.slice(0, axis), length, ...counts.slice(axis + 1)]);
      const spread = to.op("com.microsoft.FusedMatMul", [shares, to.reshape(dy, [n * channels * product(lengths.slice(0, axis)), count, behind])], { transA: 1 });
      return to.reshape(spread, [n, channels, ...lengths.slice(0, axis), length, ...counts.slice(axis + 1)]);
    }, given as Value),
  ];
};

interface Windows {
  readonly size: number;
  readonly stride: number;
  readonly before: number;
  readonly length: number;
  readonly count: number;
  /** Whether a mean is over all cells, those in the padding too. */
  readonly isPadded: boolean;
}

/** What each place has in the mean of each window: `[windows, places]`. */
function sharesOf({ size, stride, before, length, count, isPadded }: Windows): Float32Array {
  const shares = new Float32Array(count * length);
  for (let i = 0; i < count; i++) {
    const [from, end] = [Math.max(i * stride - before, 0), Math.min(i * stride - before + size, length)];
    shares.fill(1 / (isPadded ? size : end - from), i * length + from, i * length + end);
  }
  return shares;
}
