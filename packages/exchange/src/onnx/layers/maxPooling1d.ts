import { poolAxis1d, type MaxPooling1d } from "@convscope/core";
import type { Value } from "../builder.ts";
import type { Emit } from "../emission.ts";
import { maxPool } from "../pool.ts";

export const maxPooling1d: Emit<MaxPooling1d> = (layer, [x], to) => to.withFirst(maxPool(to, to.first(x), [poolAxis1d(layer, x.shape[0] ?? 0)])[0] as Value);
