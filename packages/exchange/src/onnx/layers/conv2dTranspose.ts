import { unslideAlong, type Conv2dTranspose } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { spread } from "../transposed.ts";

export const conv2dTranspose: Emit<Conv2dTranspose> = (layer, [x], to) => to.withFirst(spread(to, to.first(x), [unslideAlong(layer, 0), unslideAlong(layer, 1)], x.shape, layer.groups));
