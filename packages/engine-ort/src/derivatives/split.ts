import type { Derivative } from "./derivative.ts";

/** The parts, put together; zeros for those that nothing comes back to. */
export const split: Derivative = ({ outputs, attributes }, dys, to) =>
  [to.op("Concat", outputs.map((part, i) => dys[i] ?? to.zeros(to.dims(part))), { axis: attributes["axis"] ?? 0 })];
