import { numberOf } from "./attribute.ts";
import { pointwise, type Derivative } from "./derivative.ts";

/** From x: of a negative slope, y is above 0 on both sides. */
export const leakyRelu: Derivative = pointwise(({ x, dy }, to, { attributes }) =>
  to.mul(dy, to.op("Where", [to.op("Greater", [x, to.number(0)]), to.number(1), to.number(numberOf(attributes["alpha"], 0.01))])));
