import { pointwise, type Derivative } from "./derivative.ts";

/** 1 / (1 + |x|)². */
export const softsign: Derivative = pointwise(({ x, dy }, to) => {
  const below = to.plus(to.op("Abs", [x]), 1);
  return to.div(dy, to.mul(below, below));
});
