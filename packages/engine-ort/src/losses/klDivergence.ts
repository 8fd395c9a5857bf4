import { product } from "@convscope/core";
import type { KlDivergence } from "@convscope/nn";
import type { Dims } from "../graph/dims.ts";
import { reduced, total, type EmitLoss } from "./loss.ts";

const divisors: { readonly [R in KlDivergence["reduction"]]: (dims: Dims) => number } = {
  batchMean: ([samples = 1]) => samples,
  mean: (dims) => product(dims),
  sum: () => 1,
};

export const klDivergence: EmitLoss<KlDivergence> = ({ reduction }, output, p, to, factors) => {
  const by = divisors[reduction](to.dims(output));
  // The smallest normal float32: 0 · log 0 must be 0.
  const logP = to.op("Log", [to.op("Max", [p, to.number(1.1754943508222875e-38)])]);
  const values = to.mul(p, to.sub(logP, output));
  if (factors) return reduced(to, "sum", values, () => to.op("Neg", [p]), factors);
  return { value: to.times(total(to, values), 1 / by), derivative: () => to.times(p, -1 / by) };
};
