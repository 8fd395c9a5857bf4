import type { Value } from "@convscope/exchange/onnx";
import type { Backward } from "../graph/backward.ts";
import { inputOf, type Derivative } from "./derivative.ts";

/** Of maps `[N, C, H, W]` enlarged by whole factors, as `upSampling2d` is written. */
export const resize: Derivative = (call, [given], to) => {
  const dims = to.dims(inputOf(call, 0));
  const dy = given as Value;
  const factors = dims.map((length, axis) => (to.dims(dy)[axis] ?? 0) / length);
  if (call.attributes["mode"] === "nearest") return [summed(to, dy, dims, factors)];
  const isAligned = call.attributes["coordinate_transformation_mode"] === "align_corners";
  const matrix = (axis: number): Value => {
    const [length = 1, factor = 1] = [dims[axis], factors[axis]];
    return to.floats([length * factor, length], () => interpolation(length, factor, isAligned));
  };
  // y = down · x · acrossᵀ, so dx = downᵀ · dy · across.
  return [to.op("com.microsoft.FusedMatMul", [matrix(2), to.op("MatMul", [dy, matrix(3)])], { transA: 1 })];
};

/** The sum of each value's copies. */
function summed(to: Backward, dy: Value, dims: readonly number[], factors: readonly number[]): Value {
  const apart = to.reshape(dy, dims.flatMap((length, axis) => [length, factors[axis] ?? 1]));
  return to.sum(apart, dims.map((_, axis) => 2 * axis + 1), false);
}

/** How each of `length · factor` values is made of `length`: `[length · factor, length]`, two weights in a row. */
function interpolation(length: number, factor: number, isAligned: boolean): Float32Array {
  const outputs = length * factor;
  const matrix = new Float32Array(outputs * length);
  for (let i = 0; i < outputs; i++) {
    const place = isAligned ? (outputs > 1 ? (i * (length - 1)) / (outputs - 1) : 0) : Math.min(Math.max((i + 0.5) / factor - 0.5, 0), length - 1);
    const before = Math.min(Math.floor(place), length - 1);
    const after = Math.min(before + 1, length - 1);
    for (const [at, weight] of [[before, 1 - (place - before)], [after, place - before]] as const) matrix[i * length + at] = (matrix[i * length + at] ?? 0) + weight;
  }
  return matrix;
}
