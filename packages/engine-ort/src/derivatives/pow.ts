import type { Value } from "@convscope/exchange/onnx";
import { inputOf, outputOf, type Derivative } from "./derivative.ts";

/** a^b: b · a^(b − 1), and a^b · ln a for what b asks. A gradient of 0 stays so where that is infinite: at a = 0, behind a switch to something else. */
export const pow: Derivative = (call, [given], to) => {
  const dy = given as Value;
  const [a, b] = [inputOf(call, 0), inputOf(call, 1)];
  const slope = (of: Value, dims: readonly number[]): Value => to.sumTo(to.op("Where", [to.op("Equal", [dy, to.number(0)]), to.number(0), to.mul(dy, of)]), dims);
  return [
    to.wants(0) ? slope(to.mul(b, to.op("Pow", [a, to.plus(b, -1)])), to.dims(a)) : undefined,
    to.wants(1) ? slope(to.mul(outputOf(call), to.op("Log", [a])), to.dims(b)) : undefined,
  ];
};
