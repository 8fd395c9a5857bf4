import type { Value } from "@convscope/exchange/onnx";
import { axisFrom } from "../graph/axis.ts";
import { inputOf, type Derivative } from "./derivative.ts";

/** Along one axis: the first of the largest values gets the gradient, as of a max pooling. */
export const reduceMax: Derivative = (call, [dy], to) => {
  const x = inputOf(call, 0);
  const dims = to.dims(x);
  const [along = 0, ...others] = (call.attributes["axes"] ?? dims.map((_, axis) => axis)) as readonly number[];
  if (others.length > 0) throw new Error(`${call.name}: ReduceMax has a derivative along one axis. Received ${others.length + 1} of them. Reshape these axes to one first.`);
  const axis = axisFrom(along, dims.length);
  const length = dims[axis] ?? 1;
  const places = to.reshape(to.wholes(Array.from({ length }, (_, i) => i)), dims.map((_, i) => (i === axis ? length : 1)));
  const isLargest = to.mask("Equal", places, to.op("ArgMax", [x], { axis }));
  return [to.mul(isLargest, to.reshape(dy as Value, dims.map((n, i) => (i === axis ? 1 : n))))];
};
