import type { OperationRow } from "../operationRow.ts";
import { cropOperation, type Cropped } from "./crop.ts";
import { elasticOperation, type ElasticallyMoved } from "./elastic.ts";
import { mirrorOperation, type Mirrored } from "./mirror.ts";
import { resizeOperation, type Resized } from "./resize.ts";
import { verticalFlipOperation, type VerticallyFlipped } from "./verticalFlip.ts";
import { warpOperation, type Warped } from "./warp.ts";

/** Operations that move pixels: masks, boxes and keypoints are moved with them. */
export type GeometryOperation = Cropped | ElasticallyMoved | Mirrored | Resized | VerticallyFlipped | Warped;

export const geometryOperations: { readonly [K in GeometryOperation["kind"]]: OperationRow<Extract<GeometryOperation, { kind: K }>> } = {
  crop: cropOperation,
  elastic: elasticOperation,
  mirror: mirrorOperation,
  resize: resizeOperation,
  verticalFlip: verticalFlipOperation,
  warp: warpOperation,
};
