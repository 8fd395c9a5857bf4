import { poolAxes2d, type AveragePooling2d } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { averagePool } from "../pool.ts";

export const averagePooling2d: Emit<AveragePooling2d> = (layer, [x], to) => to.withFirst(averagePool(to, to.first(x), poolAxes2d(layer, x.shape[0] ?? 0, x.shape[1] ?? 0), layer.countIncludePad && layer.padding !== "same"));
