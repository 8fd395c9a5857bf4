import { poolAxes2d, type L2Pooling2d } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { sumPool } from "../pool.ts";

export const l2Pooling2d: Emit<L2Pooling2d> = (layer, [x], to) => {
  const value = to.first(x);
  return to.withFirst(to.op("Sqrt", [sumPool(to, to.op("Mul", [value, value]), poolAxes2d(layer, x.shape[0] ?? 0, x.shape[1] ?? 0))]));
};
