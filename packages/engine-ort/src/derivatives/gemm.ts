import type { Value } from "@convscope/exchange/onnx";
import { inputOf, type Derivative } from "./derivative.ts";

/** y `[m, n]` = a · b + c, either transposed; alpha and beta are 1 here. */
export const gemm: Derivative = (call, [given], to) => {
  const [a, b] = [inputOf(call, 0), inputOf(call, 1)];
  const dy = given as Value;
  const [transA, transB] = [call.attributes["transA"] === 1, call.attributes["transB"] === 1];
  const product = (left: Value, right: Value, flips: readonly [boolean, boolean]): Value => to.op("Gemm", [left, right], { transA: flips[0] ? 1 : 0, transB: flips[1] ? 1 : 0 });
  return [
    to.wants(0) ? (transA ? product(b, dy, [transB, true]) : product(dy, b, [false, !transB])) : undefined,
    to.wants(1) ? (transB ? product(dy, a, [true, transA]) : product(a, dy, [!transA, false])) : undefined,
    to.wants(2) ? to.sumTo(dy, to.dims(inputOf(call, 2))) : undefined,
  ];
};
