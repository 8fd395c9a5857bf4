import { inputOf, type Derivative } from "./derivative.ts";
import type { Value } from "@convscope/exchange/onnx";

export const sub: Derivative = (call, [dy], to) => {
  const part = (i: number, gradient: () => Value): Value | undefined => (to.wants(i) ? to.sumTo(gradient(), to.dims(inputOf(call, i))) : undefined);
  return [part(0, () => dy as Value), part(1, () => to.op("Neg", [dy]))];
};
