import { axisFrom } from "../graph/axis.ts";
import { inputOf, type Derivative } from "./derivative.ts";

/** Each input takes its part. */
export const concat: Derivative = (call, [dy], to) => {
  const axis = axisFrom(call.attributes["axis"] as number, to.dims(inputOf(call, 0)).length);
  const sizes = call.inputs.map((_, i) => to.dims(inputOf(call, i))[axis] ?? 0);
  return to.ops("Split", [dy, to.wholes(sizes)], sizes.length, { axis });
};
