import { product } from "@convscope/core";
import type { OnnxNode, Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { arePairs, ofPairs } from "../pooling/pairs.ts";
import { inputOf, type Derivative } from "./derivative.ts";

/** The gradient goes to the first of the largest values of a window, as in PyTorch: where ONNX Runtime says that it found it, unless there is a faster way. */
export const maxPool: Derivative = (call, [dy], to) => {
  const dims = to.dims(inputOf(call, 0));
  if (arePairs(dims, call.attributes)) return [ofPairs(to, inputOf(call, 0), dy as Value)];
  const [, places] = call.outputs;
  return [toPlaces(to, dy as Value, places as Value, dims, areApart(call.attributes))];
};

/** The export has no operation for it that says where the largest value is: it is pooled again, by one window. */
export const globalMaxPool: Derivative = (call, [dy], to) => {
  const x = inputOf(call, 0);
  const dims = to.dims(x);
  const [, places] = to.ops("MaxPool", [x], 2, { kernel_shape: dims.slice(2) });
  return [toPlaces(to, dy as Value, places as Value, dims, true)];
};

/** Adds each value to its place, counted in memory order over all of `dims`. `areApart` says that no place comes twice. */
function toPlaces(to: Tape, dy: Value, places: Value, dims: readonly number[], areApart: boolean): Value {
  // Of the windows only the places matter: this kernel has room in an output of any size.
  if (areApart) return to.op("MaxUnpool", [dy, places, to.wholes(dims)], { kernel_shape: dims.slice(2).map(() => 1) });
  const zeros = to.op("ConstantOfShape", [to.wholes([product(dims)])]);
  return to.reshape(to.op("ScatterElements", [zeros, to.reshape(places, [-1]), to.reshape(dy, [-1])], { axis: 0, reduction: "add" }), dims);
}

/** Whether no two windows share a cell. */
function areApart(attributes: OnnxNode["attributes"]): boolean {
  const kernel = attributes["kernel_shape"] as readonly number[];
  const [strides, dilations] = ["strides", "dilations"].map((name) => (attributes[name] ?? kernel.map(() => 1)) as readonly number[]);
  return kernel.every((size, i) => (dilations?.[i] ?? 1) * (size - 1) < (strides?.[i] ?? 1));
}
