import { input, sizeOf, type Call, type Kernel } from "../kernel.ts";
import type { TensorInfo } from "@tensorflow/tfjs-core";

/** Two rows with their surroundings must fit into scratch memory. */
const mostChannels = 2 ** 16;

/**
 * Rows of channels, and the constants. TensorFlow.js's neighbourhood reaches `depthRadius` to both sides; under names of our own,
 * `ResponseNorm` and `ResponseNormGrad`, it may reach `before` and `after`.
 */
function request({ attrs }: Call, { shape }: TensorInfo): readonly [rows: number, channels: number, before: number, after: number, bias: number, alpha: number, beta: number] {
  const channels = shape.at(-1) ?? 1;
  const number = (name: string): number => attrs[name] as number;
  const reach = (name: string): number => (attrs[name] ?? attrs["depthRadius"]) as number;
  return [shape.slice(0, -1).reduce((a, b) => a * b, 1), channels, reach("before"), reach("after"), number("bias"), number("alpha"), number("beta")];
}

/** y = x·(bias + α·Σ x²)^−β over neighbouring channels: {x} `[…, C]`. */
export const lrn: Kernel = (call) => {
  const x = input(call, "x");
  const { backend } = call;
  if (x.dtype !== "float32" || (x.shape.at(-1) ?? 1) > mostChannels) return undefined;
  const y = backend.output(x.shape);
  if (sizeOf(x) > 0) backend.exports.LRN(...request(call, x), backend.pointer(x), backend.pointer(y));
  return y;
};

/** Its gradient: {x, dy} `[…, C]`. The result, which TensorFlow.js gives too, is computed anew on the way. */
export const lrnGrad: Kernel = (call) => {
  const [x, dy] = [input(call, "x"), input(call, "dy")];
  const { backend } = call;
  if (x.dtype !== "float32" || (x.shape.at(-1) ?? 1) > mostChannels) return undefined;
  const dx = backend.output(x.shape);
  if (sizeOf(x) > 0) backend.exports.LRNGrad(...request(call, x), backend.pointer(x), backend.pointer(dy), backend.pointer(dx));
  return dx;
};
