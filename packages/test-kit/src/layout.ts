/** Numbers with a shape, row-major. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Numbers in a layout of ours. */
export interface Floats {
  readonly shape: number[];
  readonly data: Float32Array;
}

/** Reorders the axes: axis i of the result is axis `axes[i]` of `x`. */
export function permute({ shape, data }: Numbers, axes: readonly number[]): Floats {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const to = axes.map((axis) => shape[axis] ?? 1);
  const result = new Float32Array(data.length);
  const index = to.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = data[index.reduce((sum, at, axis) => sum + at * (strides[axes[axis] ?? 0] ?? 0), 0)] ?? NaN;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (to[axis] ?? 0)) break;
      index[axis] = 0;
    }
  }
  return { shape: to, data: result };
}

/** `[N, C, …]` to `[N, …, C]`; vectors stay. */
export const channelsLast = (x: Numbers): Floats => permute(x, x.shape.length < 3 ? x.shape.map((_, i) => i) : [0, ...x.shape.slice(2).map((_, i) => i + 2), 1]);

/** `[N, …, C]` to `[N, C, …]`; vectors stay. */
export const channelsFirst = (x: Numbers): Floats => permute(x, x.shape.length < 3 ? x.shape.map((_, i) => i) : [0, x.shape.length - 1, ...x.shape.slice(2).map((_, i) => i + 1)]);

/** An array that PyTorch keeps in another order, in ours: the inverse of `torchAxes`. */
export const fromTorchAxes = (x: Numbers, torchAxes: readonly number[] | undefined): Floats =>
  permute(x, torchAxes ? torchAxes.map((_, ours) => torchAxes.indexOf(ours)) : x.shape.map((_, i) => i));
