import type { NdArray } from "@convscope/files/bytes";

/** Reorders the axes: axis i of the result is axis `axes[i]` of the array. */
export function permute({ shape, data }: NdArray, axes: readonly number[]): NdArray {
  const to = axes.map((axis) => shape[axis] ?? 1);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const steps = axes.map((axis) => strides[axis] ?? 0);
  const result = data.slice();
  // Along the last axis a plain loop: the places of all others change only at its end.
  const [run, stride] = [to.at(-1) ?? 1, steps.at(-1) ?? 0];
  const at = to.map(() => 0);
  let from = 0;
  for (let i = 0; i < result.length; i += run) {
    for (let j = 0; j < run; j++) result[i + j] = data[from + j * stride] as number;
    for (let axis = to.length - 2; axis >= 0; axis--) {
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
