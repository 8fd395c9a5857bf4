import type { PoolAxis } from "@convscope/core";

/** What a loop must know of windows along one axis. */
export type LoopAxis = Pick<PoolAxis, "size" | "stride" | "dilation" | "length" | "count" | "before">;

/**
 * Where in x `[N, H, W, C]` the maximum of each window is, the first in memory order where several are equal; −1 for a window
 * outside. As `[N, H', W', C]`.
 */
export function maximumPlaces(x: Float32Array, batch: number, channels: number, [h, w]: readonly [LoopAxis, LoopAxis]): Int32Array {
  const places = new Int32Array(batch * h.count * w.count * channels).fill(-1);
  let to = 0;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < h.count; i++) {
      for (let j = 0; j < w.count; j++) {
        for (let u = 0; u < h.size; u++) {
          const row = i * h.stride - h.before + u * h.dilation;
          if (row < 0 || row >= h.length) continue;
          for (let v = 0; v < w.size; v++) {
            const column = j * w.stride - w.before + v * w.dilation;
            if (column < 0 || column >= w.length) continue;
            const from = ((b * h.length + row) * w.length + column) * channels;
            for (let c = 0; c < channels; c++) {
              const best = places[to + c] as number;
              if (best < 0 || (x[from + c] as number) > (x[best] as number)) places[to + c] = from + c;
            }
          }
        }
        to += channels;
      }
    }
  }
  return places;
}

/** Adds each value to its place among `length` zeros; that of −1 is lost. */
export function scatter(values: ArrayLike<number>, places: Int32Array, length: number): Float32Array {
  const sums = new Float32Array(length);
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    if (place >= 0) sums[place] = (sums[place] as number) + (values[i] as number);
  }
  return sums;
}
