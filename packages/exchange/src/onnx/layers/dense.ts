import type { Dense } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** x `[N, n]`: weight `[units, n]`, whose rows PyTorch has in the order of maps with the channels first. x `[N, …, n]`: a product with its transpose. */
export const dense: Emit<Dense> = (_, [x], to) => {
  if (x.shape.length === 1) return to.withLast(to.op("Gemm", [to.asIs(x), to.weight("weight", x.maps), to.optional("bias")], { transB: 1 }));
  const y = to.op("MatMul", [to.last(x), to.transpose(to.weight("weight"), [1, 0])]);
  return to.withLast(to.has("bias") ? to.op("Add", [y, to.weight("bias")]) : y);
};
