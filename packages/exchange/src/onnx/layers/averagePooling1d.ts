import { poolAxis1d, type AveragePooling1d } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { averagePool } from "../pool.ts";

export const averagePooling1d: Emit<AveragePooling1d> = (layer, [x], to) => to.withFirst(averagePool(to, to.first(x), [poolAxis1d(layer, x.shape[0] ?? 0)], layer.countIncludePad && layer.padding !== "same"));
