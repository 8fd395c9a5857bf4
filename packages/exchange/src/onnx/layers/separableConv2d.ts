import type { SeparableConv2d } from "@convscope/core";
import { convolved, slides2d, slidingAttributes } from "../convolution.ts";
import type { Emit } from "../emission.ts";

/** Depthwise, then pointwise. */
export const separableConv2d: Emit<SeparableConv2d> = (layer, [x], to) => {
  const filtered = convolved(to, to.first(x), to.weight("depthwise.weight"), to.optional("depthwise.bias"), slidingAttributes(slides2d(layer), x.shape, x.shape.at(-1) ?? 1));
  return to.withFirst(convolved(to, filtered, to.weight("pointwise.weight"), to.optional("pointwise.bias"), {}));
};
