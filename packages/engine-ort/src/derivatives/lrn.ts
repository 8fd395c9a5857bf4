import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import { numberOf } from "./attribute.ts";
import { pointwise, type Derivative } from "./derivative.ts";

/**
 * y = x · d^−β with d = bias + α · m(x²) and m the mean over neighbouring channels, zeros outside:
 * dx = dy · d^−β − 2αβ · x · m(dy · x · d^−β / d). As many channels are looked at before as after, so m is its own mirror.
 */
export const lrn: Derivative = pointwise(({ x, y, dy }, to, { attributes }) => {
  const dims = to.dims(x);
  const [n = 1, channels = 1, ...places] = dims;
  const [alpha, beta, bias] = ["alpha", "beta", "bias"].map((name) => numberOf(attributes[name], 1)) as [number, number, number];
  const size = numberOf(attributes["size"], 1);
  const reach = (size - 1) / 2;
  /** A pooling of maps whose rows are the channels. */
  const mean = (of: Value): Value =>
    to.reshape(to.op("AveragePool", [to.reshape(of, [n, 1, channels, product(places)])], { kernel_shape: [size, 1], pads: [reach, 0, reach, 0], count_include_pad: 1 }), dims);
  const d = to.plus(to.times(mean(to.mul(x, x)), alpha), bias);
  const answered = mean(to.div(to.mul(dy, y), d));
  return to.sub(to.mul(dy, to.op("Pow", [d, to.number(-beta)])), to.times(to.mul(x, answered), 2 * alpha * beta));
});
