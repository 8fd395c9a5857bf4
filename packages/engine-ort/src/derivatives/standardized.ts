import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";

/** Numbers x̂ = (x − mean) · rate over axes, rate = 1/√(variance + ε), and the gradient that comes back to x̂. */
export interface Standardized {
  readonly normal: Value;
  readonly rate: Value;
  readonly gradient: Value;
  readonly axes: readonly number[];
}

/** dx = rate · (g − mean(g) − x̂ · mean(g · x̂)). arXiv:1502.03167, section 3, which has a sum of zeros more. */
export function throughStandardized(to: Tape, { normal, rate, gradient, axes }: Standardized): Value {
  const mean = (x: Value): Value => to.op("ReduceMean", [x], { axes });
  return to.mul(rate, to.sub(to.sub(gradient, mean(gradient)), to.mul(normal, mean(to.mul(gradient, normal)))));
}
