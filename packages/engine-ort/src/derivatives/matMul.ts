import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Backward } from "../graph/backward.ts";
import { inputOf, type Derivative } from "./derivative.ts";

/** y `[…, m, n]` = a `[…, m, k]` · b `[…, k, n]`; the axes before the last two are broadcast. */
export const matMul: Derivative = (call, [given], to) => {
  const [a, b] = [inputOf(call, 0), inputOf(call, 1)];
  const dy = given as Value;
  return [
    to.wants(0) ? to.sumTo(to.op("com.microsoft.FusedMatMul", [dy, b], { transB: 1 }), to.dims(a)) : undefined,
    to.wants(1) ? byRight(to, a, b, dy) : undefined,
  ];
};

/** db = aᵀ · dy. One matrix for all batches gets it of all rows at once, without a product for each batch to be summed. */
function byRight(to: Backward, a: Value, b: Value, dy: Value): Value {
  const dims = to.dims(b);
  if (dims.length > 2) return to.sumTo(to.op("com.microsoft.FusedMatMul", [a, dy], { transA: 1 }), dims);
  const rows = (x: Value): Value => to.reshape(x, [product(to.dims(x).slice(0, -1)), to.dims(x).at(-1) ?? 1]);
  return to.op("Gemm", [rows(a), rows(dy)], { transA: 1 });
}
