import type { Conv1d } from "@convscope/core";
import { convolved, slidingAttributes } from "../convolution.ts";
import type { Emit } from "../emission.ts";

export const conv1d: Emit<Conv1d> = (layer, [x], to) =>
  to.withFirst(convolved(to, to.first(x), to.weight("weight"), to.optional("bias"), slidingAttributes([layer], x.shape, layer.groups)));
