import { pointwise, type Derivative } from "./derivative.ts";

export const softplus: Derivative = pointwise(({ x, dy }, to) => to.mul(dy, to.op("Sigmoid", [x])));
