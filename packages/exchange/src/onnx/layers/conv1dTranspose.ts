import type { Conv1dTranspose } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { spread } from "../transposed.ts";

export const conv1dTranspose: Emit<Conv1dTranspose> = (layer, [x], to) => to.withFirst(spread(to, to.first(x), [layer], x.shape, layer.groups));
