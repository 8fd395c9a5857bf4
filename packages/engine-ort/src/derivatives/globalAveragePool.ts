import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import { inputOf, type Derivative } from "./derivative.ts";

/** Every place takes its share. */
export const globalAveragePool: Derivative = (call, [dy], to) => {
  const dims = to.dims(inputOf(call, 0));
  return [to.op("Expand", [to.times(dy as Value, 1 / product(dims.slice(2))), to.wholes(dims)])];
};
