import type { Value } from "@convscope/exchange/onnx";
import { inputOf, outputOf, type Derivative } from "./derivative.ts";

/** d(a / b) = da / b − (a / b) · db / b */
export const div: Derivative = (call, [dy], to) => {
  const [a, b] = [inputOf(call, 0), inputOf(call, 1)];
  const over = to.div(dy as Value, b);
  return [to.wants(0) ? to.sumTo(over, to.dims(a)) : undefined, to.wants(1) ? to.sumTo(to.op("Neg", [to.mul(over, outputOf(call))]), to.dims(b)) : undefined];
};
