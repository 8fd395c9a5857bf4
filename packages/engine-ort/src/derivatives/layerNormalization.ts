import type { Value } from "@convscope/exchange/onnx";
import { axisFrom } from "../graph/axis.ts";
import { inputOf, type Derivative } from "./derivative.ts";
import { throughStandardized } from "./standardized.ts";

/** By the mean (output 1) and the inverse deviation (output 2) over all axes from one on; gamma and beta are as large as those. */
export const layerNormalization: Derivative = (call, [given], to) => {
  const dy = given as Value;
  const [x, gamma, beta] = [inputOf(call, 0), inputOf(call, 1), inputOf(call, 2)];
  const [, mean, rate] = call.outputs as readonly [Value, Value, Value];
  const dims = to.dims(x);
  const from = axisFrom((call.attributes["axis"] as number | undefined) ?? -1, dims.length);
  const normal = to.mul(to.sub(x, mean), rate);
  return [
    to.wants(0) ? throughStandardized(to, { normal, rate, gradient: to.mul(dy, gamma), axes: dims.flatMap((_, axis) => (axis < from ? [] : [axis])) }) : undefined,
    to.wants(1) ? to.sumTo(to.mul(dy, normal), to.dims(gamma)) : undefined,
    to.wants(2) ? to.sumTo(dy, to.dims(beta)) : undefined,
  ];
};
