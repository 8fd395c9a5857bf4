import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import { axisFrom } from "../graph/axis.ts";
import { inputOf, type Derivative } from "./derivative.ts";

/** Adds up, for each place of the data, what comes back from all that it was taken for: a word may be met often. */
export const gather: Derivative = (call, [dy], to) => {
  const [data, places] = [inputOf(call, 0), inputOf(call, 1)];
  const dims = to.dims(data);
  const axis = axisFrom((call.attributes["axis"] ?? 0) as number, dims.length);
  const [ahead, behind] = [product(dims.slice(0, axis)), product(dims.slice(axis + 1))];
  const back = to.reshape(dy as Value, [ahead, -1, behind]);
  const list = to.recorder.list(places);
  const [place] = list ?? [];
  if (list?.length === 1 && place !== undefined) {
    // A single place: zeros before and after it.
    const start = axisFrom(place, dims[axis] ?? 1);
    return [to.reshape(to.op("Pad", [back, to.wholes([0, start, 0, 0, (dims[axis] ?? 1) - 1 - start, 0])]), dims)];
  }
  // ScatterND would be ten times as fast, but its threads add to one row at the same time, and then some of it is lost.
  const indices = to.op("Expand", [to.reshape(places, [1, -1, 1]), to.wholes(to.dims(back))]);
  const zeros = to.zeros([ahead, dims[axis] ?? 1, behind]);
  return [to.reshape(to.op("ScatterElements", [zeros, indices, back], { axis: 1, reduction: "add" }), dims)];
};
