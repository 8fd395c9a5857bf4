import { poolAxes2d, type MaxUnpooling2d } from "@convscope/core";
import type { Value } from "../builder.ts";
import type { Emit } from "../emission.ts";
import { maxPool } from "../pool.ts";

/** Adds each value to where the maximum of its window was, in a row of all places of all samples. */
export const maxUnpooling2d: Emit<MaxUnpooling2d> = (layer, [x, pooled = x], to) => {
  const [height = 0, width = 0, channels = 0] = pooled.shape;
  const maps = to.first(pooled);
  const [, places] = maxPool(to, maps, poolAxes2d(layer, height, width), 2) as readonly [Value, Value];
  const row = to.wholes([-1]);
  const zeros = to.op("ConstantOfShape", [to.op("Shape", [to.op("Reshape", [maps, row])])]);
  const sums = to.op("ScatterElements", [zeros, to.op("Reshape", [places, row]), to.op("Reshape", [to.first(x), row])], { axis: 0, reduction: "add" });
  return to.withFirst(to.reshape(sums, [channels, height, width]));
};
