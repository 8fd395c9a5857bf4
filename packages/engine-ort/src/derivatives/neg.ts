import { pointwise, type Derivative } from "./derivative.ts";

export const neg: Derivative = pointwise(({ dy }, to) => to.op("Neg", [dy]));
