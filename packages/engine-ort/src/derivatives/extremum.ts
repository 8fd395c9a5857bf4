import type { Value } from "@convscope/exchange/onnx";
import { outputOf, type Derivative } from "./derivative.ts";

/** Of the largest or the smallest of several values, place by place: all goes to the first that it is. */
export const extremum: Derivative = (call, [dy], to) => {
  const y = outputOf(call);
  const zero = to.number(0);
  let left = dy as Value;
  return call.inputs.map((value, i) => {
    const x = value as Value;
    if (i === call.inputs.length - 1) return to.wants(i) ? to.sumTo(left, to.dims(x)) : undefined;
    const isIt = to.op("Equal", [x, y]);
    const taken = to.wants(i) ? to.sumTo(to.op("Where", [isIt, left, zero]), to.dims(x)) : undefined;
    left = to.op("Where", [isIt, zero, left]);
    return taken;
  });
};
