import type { UpSampling2d } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const upSampling2d: Emit<UpSampling2d> = ({ size, interpolation, alignCorners }, [x], to) => {
  const scales = to.constant("scales", [4], () => Float32Array.of(1, 1, ...size));
  const attributes = interpolation === "nearest"
    ? { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" }
    : { mode: "linear", coordinate_transformation_mode: alignCorners ? "align_corners" : "half_pixel" };
  return to.withFirst(to.op("Resize", [to.first(x), undefined, scales], attributes));
};
