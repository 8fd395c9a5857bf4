import type { Concatenate } from "@convscope/core";
import { axisIn, type Emit, type Laid } from "../emission.ts";

export const concatenate: Emit<Concatenate> = ({ axis }, [first, ...others], to) => {
  // Rows of flattened maps, one after the other, are in no order of maps.
  const { values, lead } = to.alike([to.ordered(first), ...others.map((x) => to.ordered(x))] as [Laid, ...Laid[]]);
  return to.like(lead, to.op("Concat", values, { axis: axisIn(lead, axis < 0 ? first.shape.length + axis : axis) }));
};
