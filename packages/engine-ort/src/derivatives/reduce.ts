import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Call } from "../graph/recorder.ts";
import type { Backward } from "../graph/backward.ts";
import { axisFrom } from "../graph/axis.ts";
import { inputOf, type Derivative } from "./derivative.ts";

export const reduceSum: Derivative = (call, [dy], to) => [spread(call, to.recorder.list(call.inputs[1]) ?? [], dy as Value, to, () => 1)];

export const reduceMean: Derivative = (call, [dy], to) => [spread(call, (call.attributes["axes"] ?? []) as readonly number[], dy as Value, to, (count) => 1 / count)];

/** To each of the values that were put into one, the share that it has in it. No axes stand for all. */
function spread(call: Call, along: readonly number[], dy: Value, to: Backward, share: (count: number) => number): Value {
  const dims = to.dims(inputOf(call, 0));
  const axes = new Set(along.length > 0 ? along.map((axis) => axisFrom(axis, dims.length)) : dims.map((_, axis) => axis));
  const kept = dims.map((length, axis) => (axes.has(axis) ? 1 : length));
  const each = to.times(to.reshape(dy, kept), share(product(dims) / product(kept)));
  return to.op("Expand", [each, to.wholes(dims)]);
}
