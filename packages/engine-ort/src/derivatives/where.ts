import type { Value } from "@convscope/exchange/onnx";
import { inputOf, type Derivative } from "./derivative.ts";

/** Each of the two takes what was taken from it. */
export const where: Derivative = (call, [given], to) => {
  const dy = given as Value;
  const [condition, a, b] = [inputOf(call, 0), inputOf(call, 1), inputOf(call, 2)];
  const zero = to.number(0);
  return [
    undefined,
    to.wants(1) ? to.sumTo(to.op("Where", [condition, dy, zero]), to.dims(a)) : undefined,
    to.wants(2) ? to.sumTo(to.op("Where", [condition, zero, dy]), to.dims(b)) : undefined,
  ];
};
