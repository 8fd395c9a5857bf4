import type { HalfSquaredError, Huber, MeanAbsoluteError, MeanSquaredError } from "@convscope/nn";
import { reduced, total, type EmitLoss } from "./loss.ts";

export const meanSquaredError: EmitLoss<MeanSquaredError> = ({ reduction }, output, target, to, factors) => {
  const d = to.sub(output, target);
  return reduced(to, reduction, to.mul(d, d), () => to.times(d, 2), factors);
};

export const halfSquaredError: EmitLoss<HalfSquaredError> = ({ reduction }, output, target, to, factors) => {
  const d = to.sub(output, target);
  if (factors) return reduced(to, reduction, to.times(to.mul(d, d), 0.5), () => d, factors);
  const by = reduction === "sum" ? 1 : (to.dims(output)[0] ?? 1);
  return { value: to.times(total(to, to.mul(d, d)), 0.5 / by), derivative: () => to.times(d, 1 / by) };
};

export const meanAbsoluteError: EmitLoss<MeanAbsoluteError> = ({ reduction }, output, target, to, factors) => {
  const d = to.sub(output, target);
  return reduced(to, reduction, to.op("Abs", [d]), () => to.op("Sign", [d]), factors);
};

/** With c = d held within ±δ, both pieces are c·(d − ½ c), and the derivative is c. */
export const huber: EmitLoss<Huber> = ({ delta, reduction }, output, target, to, factors) => {
  const d = to.sub(output, target);
  const c = to.op("Clip", [d, to.number(-delta), to.number(delta)]);
  return reduced(to, reduction, to.mul(c, to.sub(d, to.times(c, 0.5))), () => c, factors);
};
