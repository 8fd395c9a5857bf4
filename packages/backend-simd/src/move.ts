import type * as tf from "@tensorflow/tfjs-core";
import { bytesOf, type SimdBackend } from "./backend.ts";
import { sizeOf } from "./kernel.ts";

/** One axis of what is copied: its length, and how many values lie from one step to the next, there and here. */
export interface MovedAxis {
  readonly size: number;
  /** 0 repeats, a negative number goes backwards. */
  readonly from: number;
  readonly to: number;
}

/** Where to copy from or to: a tensor, and the place of the first value in it. */
export interface Place {
  readonly tensor: tf.TensorInfo;
  readonly offset?: number;
}

/** How many axes the kernel knows. */
const most = 6;

/** Copies values from one arrangement of them to another; `axes` begin with the outermost. */
export function move(backend: SimdBackend, to: Place, from: Place, axes: readonly MovedAxis[]): void {
  const bytes = bytesOf(to.tensor.dtype);
  const address = ({ tensor, offset = 0 }: Place): number => backend.pointer(tensor) + offset * bytes;
  if (axes.every(({ size }) => size > 0)) run(backend, bytes, address(to), address(from), contiguousFifth(merged(axes)));
}

function run(backend: SimdBackend, bytes: number, to: number, from: number, axes: readonly MovedAxis[]): void {
  const [first] = axes;
  if (first && axes.length > most) {
    for (let i = 0; i < first.size; i++) run(backend, bytes, to + i * first.to * bytes, from + i * first.from * bytes, axes.slice(1));
    return;
  }
  const numbers = Array.from({ length: most - axes.length }, () => [1, 0, 0]).flat();
  for (const axis of axes) numbers.push(axis.size, axis.from * bytes, axis.to * bytes);
  if (axes.length === 0) [numbers[3 * most - 2], numbers[3 * most - 1]] = [bytes, bytes];
  backend.exports.Move(bytes, to, from, ...numbers);
}

/** The same with as few axes as will do: two become one where both arrangements go on without a gap. */
function merged(axes: readonly MovedAxis[]): MovedAxis[] {
  const result: MovedAxis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const outer = result.at(-1);
    if (outer && outer.from === axis.from * axis.size && outer.to === axis.to * axis.size) result[result.length - 1] = { ...axis, size: outer.size * axis.size };
    else result.push(axis);
  }
  return result;
}

/** An axis along which the source is contiguous comes last but one, if it is not the last: so the kernel knows a transpose. */
function contiguousFifth(axes: readonly MovedAxis[]): readonly MovedAxis[] {
  const last = axes.at(-1);
  const at = axes.findIndex(({ from }) => from === 1);
  const contiguous = axes[at];
  if (!last || !contiguous || last.from === 1) return axes;
  return [...axes.slice(0, at), ...axes.slice(at + 1, -1), contiguous, last];
}

/** How many values lie from one step to the next along each axis of a tensor that lies there as a whole. */
export function stepsOf(shape: readonly number[]): number[] {
  const steps = shape.map(() => 1);
  for (let i = shape.length - 2; i >= 0; i--) steps[i] = (steps[i + 1] ?? 1) * (shape[i + 1] ?? 1);
  return steps;
}

/** A tensor of this shape, filled from `x`: from value `offset`, by `from[i]` values for a step along axis i. Without a copy where that is all of x in its order. */
export function moved(backend: SimdBackend, x: tf.TensorInfo, shape: readonly number[], from: readonly number[], offset: number = 0): tf.TensorInfo {
  const to = stepsOf(shape);
  const axes = merged(shape.map((size, i) => ({ size, from: from[i] ?? 0, to: to[i] ?? 0 })));
  const inOrder = axes.length === 0 || (axes.length === 1 && axes[0]?.from === 1);
  const size = axes[0]?.size ?? 1;
  if (inOrder && size > 0 && size === sizeOf(x)) return backend.alias(x, shape);
  const y = backend.output(shape, x.dtype);
  move(backend, { tensor: y }, { tensor: x, offset }, axes);
  return y;
}

/** The same values in memory of their own. */
export function copied(backend: SimdBackend, x: tf.TensorInfo): tf.TensorInfo {
  const y = backend.output(x.shape, x.dtype);
  move(backend, { tensor: y }, { tensor: x }, [{ size: sizeOf(x), from: 1, to: 1 }]);
  return y;
}

/** A tensor whose axis i is axis `perm[i]` of `x`. */
export function transposed(backend: SimdBackend, x: tf.TensorInfo, perm: readonly number[]): tf.TensorInfo {
  const steps = stepsOf(x.shape);
  return moved(backend, x, perm.map((axis) => x.shape[axis] ?? 1), perm.map((axis) => steps[axis] ?? 0));
}
