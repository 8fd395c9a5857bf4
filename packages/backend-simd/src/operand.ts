import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "./backend.ts";

/** An axis of a tensor as it is read when it is broadcast. */
interface Axis {
  readonly size: number;
  /** In numbers; 0 where the tensor is broadcast. */
  readonly stride: number;
}

/**
 * How a tensor is read when it is broadcast: units of `length` numbers, each of which repeats `period` numbers of the tensor.
 * Where in the tensor the period of a unit begins say the axes, the innermost first.
 */
export interface Operand {
  readonly length: number;
  readonly period: number;
  readonly axes: readonly Axis[];
}

/** How a tensor of `shape` is read where the result has shape `out`. */
export function operandOf(shape: readonly number[], out: readonly number[]): Operand {
  // Runs of axes that are all kept or all broadcast, the innermost first; sizes of 1 belong to any.
  const runs: { kept: boolean; size: number }[] = [];
  for (let i = 1; i <= out.length; i++) {
    const size = out.at(-i) ?? 1;
    if (size === 1) continue;
    const kept = shape.length >= i && shape.at(-i) === size;
    const last = runs.at(-1);
    if (last?.kept === kept) last.size *= size;
    else runs.push({ kept, size });
  }
  const period = runs[0]?.kept ? (runs.shift()?.size ?? 1) : 1;
  // What is now the innermost run is broadcast, if there is one.
  const length = period * (runs.shift()?.size ?? 1);
  let stride = period;
  const axes = runs.map(({ kept, size }) => {
    const axis = { size, stride: kept ? stride : 0 };
    if (kept) stride *= size;
    return axis;
  });
  return { length, period, axes };
}

/** Hands operand 0 or 1 to the kernel that is called next. */
export function setOperand(backend: SimdBackend, slot: 0 | 1, x: tf.TensorInfo, out: readonly number[]): void {
  const { length, period, axes } = operandOf(x.shape, out);
  backend.exports.setOperand(slot, backend.pointer(x), x.dtype === "bool" ? 1 : 4, length, period);
  for (const { size, stride } of axes) backend.exports.addAxis(slot, size, stride);
}
