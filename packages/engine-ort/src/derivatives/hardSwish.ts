import { pointwise, type Derivative } from "./derivative.ts";

/** Of x · gate, which rises from −3 to 3: gate + x/6 there, and the gate alone outside. */
export const hardSwish: Derivative = pointwise(({ x, dy }, to) => {
  const gate = to.op("HardSigmoid", [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
  const rises = to.op("And", [to.op("GreaterOrEqual", [x, to.number(-3)]), to.op("Less", [x, to.number(3)])]);
  return to.mul(dy, to.add(gate, to.mul(to.times(x, 1 / 6), to.op("Cast", [rises], { to: 1 }))));
});
