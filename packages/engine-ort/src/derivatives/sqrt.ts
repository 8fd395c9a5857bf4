import { pointwise, type Derivative } from "./derivative.ts";

/** 1 / 2y; nothing comes back from 0, where the slope is infinite. */
export const sqrt: Derivative = pointwise(({ y, dy }, to) => to.div(to.times(dy, 0.5), to.op("Where", [to.op("Equal", [y, to.number(0)]), to.number(Infinity), y])));
