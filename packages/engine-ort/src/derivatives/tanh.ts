import { pointwise, type Derivative } from "./derivative.ts";

/** 1 − y². */
export const tanh: Derivative = pointwise(({ y, dy }, to) => to.mul(dy, to.sub(to.number(1), to.mul(y, y))));
