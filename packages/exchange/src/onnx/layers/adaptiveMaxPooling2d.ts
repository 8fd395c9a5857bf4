import { adaptiveBins, type AdaptiveMaxPooling2d } from "@convscope/core";
import type { Value } from "../builder.ts";
import type { Emission, Emit } from "../emission.ts";
import { even, maxPool } from "../pool.ts";

export const adaptiveMaxPooling2d: Emit<AdaptiveMaxPooling2d> = ({ outputSize: [oh, ow] }, [x], to) => {
  const [h = 1, w = 1] = x.shape;
  const value = to.first(x);
  return to.withFirst(h % oh === 0 && w % ow === 0 ? (maxPool(to, value, [even(h, oh), even(w, ow)])[0] as Value) : largest(to, largest(to, value, 3, w, ow), 2, h, oh));
};

/** The largest of each bin along an axis of x `[N, C, H, W]`. */
const largest = (to: Emission, x: Value, axis: number, length: number, count: number): Value =>
  to.op("Concat", adaptiveBins(length, count).map(([from, end]) => to.op("ReduceMax", [to.op("Slice", [x, to.wholes([from]), to.wholes([end]), to.wholes([axis])])], { axes: [axis] })), { axis });
