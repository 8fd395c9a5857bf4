import { input, sizeOf, type Kernel } from "../kernel.ts";

/**
 * Every row with mean 0 and variance 1, times scale and plus offset, and mean and rate = 1 / √(variance + ε) of the rows: [y, mean, rate].
 *
 * {x `[rows, length]`, scale? `[length]`, offset? `[length]`}, {epsilon}
 */
export const layerNorm: Kernel = (call) => {
  const x = input(call, "x");
  const { backend, inputs, attrs } = call;
  const [rows = 0, length = 1] = x.shape;
  const [y, mean, rate] = [backend.output(x.shape), backend.output([rows]), backend.output([rows])];
  const { scale, offset } = inputs;
  if (sizeOf(x) > 0) backend.exports.LayerNorm(rows, length, backend.pointer(x), scale ? backend.pointer(scale) : 0, offset ? backend.pointer(offset) : 0, backend.pointer(y), backend.pointer(mean), backend.pointer(rate), attrs["epsilon"] as number);
  return [y, mean, rate];
};

/**
 * Its gradients: [dx], or [dx, dscale, doffset] where {affine: true}.
 *
 * {dy `[rows, length]`, x, scale? `[length]`, mean `[rows]`, rate `[rows]`}
 */
export const layerNormGrad: Kernel = (call) => {
  const [dy, x, mean, rate] = [input(call, "dy"), input(call, "x"), input(call, "mean"), input(call, "rate")];
  const { backend, inputs, attrs } = call;
  const { exports } = backend;
  const [rows = 0, length = 1] = x.shape;
  const { scale } = inputs;
  const [dx, ofX, ofDy, ofMean, ofRate] = [backend.output(x.shape), backend.pointer(x), backend.pointer(dy), backend.pointer(mean), backend.pointer(rate)];
  if (sizeOf(x) > 0) exports.LayerNormGrad(rows, length, ofDy, ofX, scale ? backend.pointer(scale) : 0, ofMean, ofRate, backend.pointer(dx));
  if (!attrs["affine"]) return [dx];
  const [dScale, dOffset] = [backend.output([length]), backend.output([length])];
  backend.borrow(exports.layerNormBytes(rows, length), (partial) => exports.LayerNormColumns(rows, length, ofDy, ofX, ofMean, ofRate, backend.pointer(dScale), backend.pointer(dOffset), partial));
  return [dx, dScale, dOffset];
};
