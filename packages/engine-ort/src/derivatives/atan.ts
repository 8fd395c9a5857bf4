import { pointwise, type Derivative } from "./derivative.ts";

/** 1 / (1 + x²). */
export const atan: Derivative = pointwise(({ x, dy }, to) => to.div(dy, to.plus(to.mul(x, x), 1)));
