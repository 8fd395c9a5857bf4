import { pointwise, type Derivative } from "./derivative.ts";

/** 2/√π · e^(−x²). */
export const erf: Derivative = pointwise(({ x, dy }, to) => to.mul(dy, to.times(to.op("Exp", [to.op("Neg", [to.mul(x, x)])]), 2 / Math.sqrt(Math.PI))));
