import { pointwise, type Derivative } from "./derivative.ts";

/** y · (1 − y). */
export const sigmoid: Derivative = pointwise(({ y, dy }, to) => to.mul(dy, to.mul(y, to.sub(to.number(1), y))));
