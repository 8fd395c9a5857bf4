import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import { numberOf } from "./attribute.ts";
import { inputOf, type Derivative } from "./derivative.ts";
import { throughStandardized } from "./standardized.ts";

/** x `[N, C, …]`, each map of each sample by its own mean and variance; gamma and beta `[C]`. */
export const instanceNormalization: Derivative = (call, [given], to) => {
  const x = inputOf(call, 0);
  const dims = to.dims(x);
  const [n = 1, channels = 1, ...places] = dims;
  const rows = [n, channels, product(places)];
  const [values, dy] = [to.reshape(x, rows), to.reshape(given as Value, rows)];
  const axes = [2];
  const epsilon = numberOf(call.attributes["epsilon"], 1e-5);
  const centred = to.sub(values, to.op("ReduceMean", [values], { axes }));
  const rate = to.op("Reciprocal", [to.op("Sqrt", [to.plus(to.op("ReduceMean", [to.mul(centred, centred)], { axes }), epsilon)])]);
  const normal = to.mul(centred, rate);
  return [
    to.wants(0) ? to.reshape(throughStandardized(to, { normal, rate, gradient: to.mul(dy, to.reshape(inputOf(call, 1), [channels, 1])), axes }), dims) : undefined,
    to.wants(1) ? to.channelSums(to.mul(dy, normal)) : undefined,
    to.wants(2) ? to.channelSums(dy) : undefined,
  ];
};
