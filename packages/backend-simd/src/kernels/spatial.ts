import type { Kernel } from "../kernel.ts";
import { avgPool, avgPoolGrad } from "./AvgPool.ts";
import { concat, pack } from "./Concat.ts";
import { cropAndResize } from "./CropAndResize.ts";
import { gatherNd, gatherV2 } from "./GatherV2.ts";
import { expandDims, identity, reshape } from "./Identity.ts";
import { maxPool, maxPoolGrad, maxPoolWithArgmax } from "./MaxPool.ts";
import { oneHot } from "./OneHot.ts";
import { mirrorPad, padV2 } from "./PadV2.ts";
import { linSpace, range } from "./Range.ts";
import { interpolateGrad, resizeBilinear, resizeBilinearGrad, resizeNearestNeighbor, resizeNearestNeighborGrad } from "./ResizeBilinear.ts";
import { flipLeftRight, reverse } from "./Reverse.ts";
import { roiMaxPool, roiMaxPoolGrad } from "./RoiMaxPool.ts";
import { scatterNd, tensorScatterUpdate } from "./ScatterNd.ts";
import { slice, splitV, stridedSlice, unpack } from "./Slice.ts";
import { batchToSpaceND, depthToSpace, spaceToBatchND } from "./SpaceToBatchND.ts";
import { broadcastTo, tile } from "./Tile.ts";
import { transpose } from "./Transpose.ts";
import { windowMaximum, windowMaximumGrad, windowMaximumPick } from "./WindowMaximum.ts";
import { windowMean, windowMeanGrad } from "./WindowMean.ts";

/** Pooling, and what moves values about. */
export const spatial: { readonly [name: string]: Kernel } = {
  AvgPool: avgPool,
  AvgPoolGrad: avgPoolGrad,
  BatchToSpaceND: batchToSpaceND,
  BroadcastTo: broadcastTo,
  Concat: concat,
  CropAndResize: cropAndResize,
  DepthToSpace: depthToSpace,
  ExpandDims: expandDims,
  FlipLeftRight: flipLeftRight,
  GatherNd: gatherNd,
  GatherV2: gatherV2,
  Identity: identity,
  Interpolate: resizeBilinear,
  InterpolateGrad: interpolateGrad,
  LinSpace: linSpace,
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGrad,
  MaxPoolWithArgmax: maxPoolWithArgmax,
  MirrorPad: mirrorPad,
  OneHot: oneHot,
  Pack: pack,
  PadV2: padV2,
  Range: range,
  Reshape: reshape,
  ResizeBilinear: resizeBilinear,
  ResizeBilinearGrad: resizeBilinearGrad,
  ResizeNearestNeighbor: resizeNearestNeighbor,
  ResizeNearestNeighborGrad: resizeNearestNeighborGrad,
  Reverse: reverse,
  RoiMaxPool: roiMaxPool,
  RoiMaxPoolGrad: roiMaxPoolGrad,
  ScatterNd: scatterNd,
  Slice: slice,
  SpaceToBatchND: spaceToBatchND,
  SplitV: splitV,
  StridedSlice: stridedSlice,
  TensorScatterUpdate: tensorScatterUpdate,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
  WindowMaximum: windowMaximum,
  WindowMaximumGrad: windowMaximumGrad,
  WindowMaximumPick: windowMaximumPick,
  WindowMean: windowMean,
  WindowMeanGrad: windowMeanGrad,
};
