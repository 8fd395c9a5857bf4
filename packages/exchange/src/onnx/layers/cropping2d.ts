import type { Cropping2d } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const cropping2d: Emit<Cropping2d> = ({ cropping: [[top], [left]] }, [x], to) => {
  const [height = 0, width = 0] = to.shape;
  return to.withFirst(to.op("Slice", [to.first(x), to.wholes([top, left]), to.wholes([top + height, left + width]), to.wholes([2, 3])]));
};
