import { inputOf, type Derivative } from "./derivative.ts";

/** Of a padding by a constant: what is left without the edges. */
export const pad: Derivative = (call, [dy], to) => {
  const edges = to.listOf(call.inputs[1]);
  const dims = to.dims(inputOf(call, 0));
  const starts = dims.map((_, axis) => edges[axis] ?? 0);
  return [to.op("Slice", [dy, to.wholes(starts), to.wholes(starts.map((start, axis) => start + (dims[axis] ?? 0)))])];
};
