import { poolAxes2d, type SumPooling2d } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { sumPool } from "../pool.ts";

export const sumPooling2d: Emit<SumPooling2d> = (layer, [x], to) => to.withFirst(sumPool(to, to.first(x), poolAxes2d(layer, x.shape[0] ?? 0, x.shape[1] ?? 0)));
