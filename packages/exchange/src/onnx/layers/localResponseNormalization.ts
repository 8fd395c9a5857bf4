import { product, reach, type Edges, type LocalResponseNormalization } from "@convscope/core";
import type { Value } from "../builder.ts";
import { onnxPads } from "../convolution.ts";
import type { Emission, Emit } from "../emission.ts";

/** ONNX Runtime computes `LRN` of maps, over an odd number of channels and with alpha and beta above 0; all else is a mean of squares, and what is made of it. */
export const localResponseNormalization: Emit<LocalResponseNormalization> = ({ size, alpha, beta, k, mode }, [x], to) => {
  const value = x.shape.length === 1 ? to.last(x) : to.first(x);
  if (mode === "across" && size % 2 === 1 && Math.fround(alpha) > 0 && Math.fround(beta) > 0 && x.shape.length === 3)
    return to.withFirst(to.op("LRN", [value], { size, alpha: { float: alpha }, beta: { float: beta }, bias: { float: k } }));
  const squares = to.op("Mul", [value, value]);
  const means = mode === "within" ? meanOf(to, squares, [size, size], [reach(size), reach(size)]) : overChannels(to, squares, x.shape, size);
  const strength = to.op("Add", [to.op("Mul", [means, to.number(alpha)]), to.number(k)]);
  return to.withFirst(to.op("Div", [value, to.op("Pow", [strength, to.number(beta)])]));
};

const meanOf = (to: Emission, x: Value, size: readonly number[], edges: readonly Edges[]): Value => to.op("AveragePool", [x], { kernel_shape: size, pads: onnxPads(edges), count_include_pad: 1 });

/** The mean over neighbouring channels of x `[N, C, …]`: a pooling of maps whose rows are the channels. */
function overChannels(to: Emission, x: Value, shape: readonly number[], size: number): Value {
  const channels = shape.at(-1) ?? 1;
  const means = meanOf(to, to.reshape(x, [1, channels, product(shape) / channels]), [size, 1], [reach(size), [0, 0]]);
  return to.reshape(means, [channels, ...shape.slice(0, -1)]);
}
