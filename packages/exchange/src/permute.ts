import type { NdArray } from "./array.ts";

/** Reorders the axes: axis i of the result is axis `axes[i]` of the array. */
export function permute({ shape, data }: NdArray, axes: readonly number[]): NdArray {
  const to = axes.map((axis) => shape[axis] ?? 1);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const steps = axes.map((axis) => strides[axis] ?? 0);
  const result = data.slice();
  const at = to.map(() => 0);
  let from = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = data[from] ?? 0;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      from += steps[axis] ?? 0;
      at[axis] = (at[axis] ?? 0) + 1;
      if ((at[axis] ?? 0) < (to[axis] ?? 0)) break;
      from -= (steps[axis] ?? 0) * (to[axis] ?? 0);
      at[axis] = 0;
    }
  }
  return { shape: to, data: result };
}

/** Row i of the result is row `order[i]` of the array. */
export function permuteRows({ shape, data }: NdArray, order: readonly number[]): NdArray {
  const width = data.length / (shape[0] ?? 1);
  const result = data.slice();
  order.forEach((from, to) => result.set(data.subarray(from * width, (from + 1) * width), to * width));
  return { shape, data: result };
}
