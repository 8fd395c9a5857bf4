import type { Conv2d } from "@convscope/core";
import { convolved, slides2d, slidingAttributes } from "../convolution.ts";
import type { Emit } from "../emission.ts";

export const conv2d: Emit<Conv2d> = (layer, [x], to) =>
  to.withFirst(convolved(to, to.first(x), to.weight("weight"), to.optional("bias"), slidingAttributes(slides2d(layer), x.shape, layer.groups)));
