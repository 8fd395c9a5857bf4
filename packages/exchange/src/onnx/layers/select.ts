import type { Select } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const select: Emit<Select> = ({ index, axis }, [x], to) => {
  const along = axis < 0 ? x.shape.length + axis : axis;
  const place = index < 0 ? (x.shape[along] ?? 0) + index : index;
  // A list of one keeps the axis, which is then left out: a place by itself would be an array without axes, which few programs write.
  return to.withLast(to.reshape(to.op("Gather", [to.last(x), to.wholes([place])], { axis: along + 1 }), to.shape));
};
