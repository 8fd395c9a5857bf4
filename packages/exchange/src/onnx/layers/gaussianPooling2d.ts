import { gaussianRows, poolAxes2d, type GaussianPooling2d } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { mix } from "../pool.ts";

export const gaussianPooling2d: Emit<GaussianPooling2d> = (layer, [x], to) => {
  const [h, w] = poolAxes2d(layer, x.shape[0] ?? 0, x.shape[1] ?? 0);
  return to.withFirst(mix(to, to.first(x), [gaussianRows(h, layer.sigma), gaussianRows(w, layer.sigma)]));
};
