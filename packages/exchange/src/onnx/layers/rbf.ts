import type { Rbf } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** x `[N, n]` · weight `[n, units]`: squared differences to each code, summed. */
export const rbf: Emit<Rbf> = (_, [x], to) => {
  const differences = to.op("Sub", [to.reshape(to.last(x), [x.shape[0] ?? 1, 1]), to.weight("weight")]);
  return to.withLast(to.op("ReduceSum", [to.op("Mul", [differences, differences]), to.wholes([1])], { keepdims: 0 }));
};
