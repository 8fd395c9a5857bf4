import type { Value } from "@convscope/exchange/onnx";
import { inputOf, type Derivative } from "./derivative.ts";

/** The sum of all copies. */
export const tile: Derivative = (call, [dy], to) => {
  const dims = to.dims(inputOf(call, 0));
  const repeats = to.listOf(call.inputs[1]);
  const apart = to.reshape(dy as Value, dims.flatMap((length, axis) => [repeats[axis] ?? 1, length]));
  return [to.sum(apart, dims.map((_, axis) => 2 * axis), false)];
};
