import { axisFrom } from "./axis.ts";

/** What a `Slice` takes along one axis: `count` places from `start` on, `step` apart. */
export interface Taken {
  readonly axis: number;
  readonly start: number;
  /** Below 0 it goes backwards. */
  readonly step: number;
  readonly count: number;
}

/** The lists of a `Slice`; without axes they are of the first ones, and without steps it takes every place. */
export interface SliceLists {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly axes?: readonly number[];
  readonly steps?: readonly number[];
}

/** What a `Slice` takes of an array: places below 0 count from the end, and those beyond an end are brought to it. */
export function slicesOf(dims: readonly number[], { starts, ends, axes = starts.map((_, i) => i), steps = starts.map(() => 1) }: SliceLists): readonly Taken[] {
  return axes.map((at, i) => {
    const axis = axisFrom(at, dims.length);
    const length = dims[axis] ?? 0;
    const step = steps[i] ?? 1;
    // Going backwards, the end lies before the first place.
    const [least, most] = step < 0 ? [-1, length - 1] : [0, length];
    const within = (n: number): number => Math.min(Math.max(n < 0 ? n + length : n, least), most);
    const start = Math.max(within(starts[i] ?? 0), 0);
    return { axis, start, step, count: Math.max(Math.ceil((within(ends[i] ?? 0) - start) / step), 0) };
  });
}
