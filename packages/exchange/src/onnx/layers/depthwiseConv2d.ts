import type { DepthwiseConv2d } from "@convscope/core";
import { convolved, slides2d, slidingAttributes } from "../convolution.ts";
import type { Emit } from "../emission.ts";

/** As many groups as channels. */
export const depthwiseConv2d: Emit<DepthwiseConv2d> = (layer, [x], to) =>
  to.withFirst(convolved(to, to.first(x), to.weight("weight"), to.optional("bias"), slidingAttributes(slides2d(layer), x.shape, x.shape.at(-1) ?? 1)));
