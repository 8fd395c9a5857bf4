import { poolAxes2d, type MaxPooling2d } from "@convscope/core";
import type { Value } from "../builder.ts";
import type { Emit } from "../emission.ts";
import { maxPool } from "../pool.ts";

export const maxPooling2d: Emit<MaxPooling2d> = (layer, [x], to) => to.withFirst(maxPool(to, to.first(x), poolAxes2d(layer, x.shape[0] ?? 0, x.shape[1] ?? 0))[0] as Value);
