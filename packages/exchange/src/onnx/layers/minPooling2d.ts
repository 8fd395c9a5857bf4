import { poolAxes2d, type MinPooling2d } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { maxPool } from "../pool.ts";

/** Minus the largest of what is minus the input. */
export const minPooling2d: Emit<MinPooling2d> = (layer, [x], to) =>
  to.withFirst(to.op("Neg", maxPool(to, to.op("Neg", [to.first(x)]), poolAxes2d(layer, x.shape[0] ?? 0, x.shape[1] ?? 0))));
