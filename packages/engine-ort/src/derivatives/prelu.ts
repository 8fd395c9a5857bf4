import type { Value } from "@convscope/exchange/onnx";
import { inputOf, type Derivative } from "./derivative.ts";

/** x, or x · slope below 0; slope is broadcast. */
export const prelu: Derivative = (call, [given], to) => {
  const dy = given as Value;
  const [x, slope] = [inputOf(call, 0), inputOf(call, 1)];
  return [
    to.wants(0) ? to.mul(dy, to.op("Where", [to.op("Greater", [x, to.number(0)]), to.number(1), slope])) : undefined,
    to.wants(1) ? to.sumTo(to.mul(dy, to.op("Min", [x, to.number(0)])), to.dims(slope)) : undefined,
  ];
};
