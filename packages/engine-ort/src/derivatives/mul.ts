import type { Value } from "@convscope/exchange/onnx";
import { inputOf, type Derivative } from "./derivative.ts";

export const mul: Derivative = (call, [dy], to) =>
  [0, 1].map((i) => (to.wants(i) ? to.sumTo(to.mul(dy as Value, inputOf(call, 1 - i)), to.dims(inputOf(call, i))) : undefined));
