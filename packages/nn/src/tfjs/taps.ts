import * as tf from "@tensorflow/tfjs-core";
import type { PoolAxes } from "./pool.ts";

/** For each cell of a window, in memory order, its value at every place: `[N, H', W', C]` each. Padding has the value `outside`. */
export function taps(x: tf.Tensor4D, axes: PoolAxes, outside: number): tf.Tensor4D[] {
  const framed = frame(x, axes, outside);
  return offsets(axes).map((offset) => tap(framed, axes, offset));
}

/** Puts values back to where the taps took them from, and adds up: the adjoint of `taps`. `[N, H', W', C]` each to `[N, H, W, C]`. */
export function untaps(values: readonly tf.Tensor4D[], axes: PoolAxes): tf.Tensor4D {
  const places = offsets(axes);
  const sum = values.map((value, i) => untap(value, axes, places[i] ?? [0, 0])).reduce((a, b) => tf.add(a, b));
  const [h, w] = axes;
  return tf.slice(sum, [0, h.before, w.before, 0], [-1, h.length, w.length, -1]);
}

type Offset = readonly [number, number];

const offsets = ([h, w]: PoolAxes): Offset[] =>
  Array.from({ length: h.size * w.size }, (_, i) => [Math.floor(i / w.size) * h.dilation, (i % w.size) * w.dilation] as const);

/** Positions that the slices of all taps reach over; strided steps are taken from whole strides. */
const extent = ({ size, stride, dilation, count, length, before }: PoolAxes[0]): number => Math.max(count * stride + dilation * (size - 1), before + length);

function frame(x: tf.Tensor4D, [h, w]: PoolAxes, outside: number): tf.Tensor4D {
  const after = [h, w].map((axis) => extent(axis) - axis.before - axis.length);
  return tf.pad(x, [[0, 0], [h.before, after[0] ?? 0], [w.before, after[1] ?? 0], [0, 0]], outside);
}

/** Every stride-th value from an offset: a slice of whole strides, of each the first. */
function tap(framed: tf.Tensor4D, [h, w]: PoolAxes, [top, left]: Offset): tf.Tensor4D {
  const [n, , , c] = framed.shape;
  const part = tf.slice(framed, [0, top, left, 0], [n, h.count * h.stride, w.count * w.stride, c]);
  if (h.stride === 1 && w.stride === 1) return part;
  const firsts = tf.slice(tf.reshape(part, [n, h.count, h.stride, w.count, w.stride, c]), [0, 0, 0, 0, 0, 0], [n, h.count, 1, w.count, 1, c]);
  return tf.reshape(firsts, [n, h.count, w.count, c]);
}

function untap(value: tf.Tensor4D, [h, w]: PoolAxes, [top, left]: Offset): tf.Tensor4D {
  const [n, , , c] = value.shape;
  const wide = tf.pad(tf.reshape(value, [n, h.count, 1, w.count, 1, c]), [[0, 0], [0, 0], [0, h.stride - 1], [0, 0], [0, w.stride - 1], [0, 0]]);
  const [height, width] = [h.count * h.stride, w.count * w.stride];
  return tf.pad(tf.reshape(wide, [n, height, width, c]), [[0, 0], [top, extent(h) - top - height], [left, extent(w) - left - width], [0, 0]]);
}
