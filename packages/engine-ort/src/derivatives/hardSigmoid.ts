import { numberOf } from "./attribute.ts";
import { between } from "./between.ts";
import { pointwise, type Derivative } from "./derivative.ts";

/** Steep between its ends, 0 and 1. */
export const hardSigmoid: Derivative = pointwise(({ y, dy }, to, { attributes }) => to.mul(dy, to.times(between(to, y, to.number(0), to.number(1)), numberOf(attributes["alpha"], 0.2))));
