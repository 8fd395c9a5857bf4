import type { OperationRow } from "../operationRow.ts";
import { cropOperation, type Cropped } from "./crop.ts";
import { mirrorOperation, type Mirrored } from "./mirror.ts";

/** Operations that move pixels: masks, boxes and keypoints are moved with them. */
export type GeometryOperation = Mirrored | Cropped;

export const geometryOperations: { readonly [K in GeometryOperation["kind"]]: OperationRow<Extract<GeometryOperation, { kind: K }>> } = {
  mirror: mirrorOperation,
  crop: cropOperation,
};
