import type { StepRow } from "../stepRow.ts";
import { affineStep, type Affine } from "./affine.ts";
import { centerCropStep, type CenterCrop } from "./centerCrop.ts";
import { cropStep, type Crop } from "./crop.ts";
import { elasticStep, type Elastic } from "./elastic.ts";
import { mirrorStep, type Mirror } from "./mirror.ts";
import { padStep, type Pad } from "./pad.ts";
import { perspectiveStep, type Perspective } from "./perspective.ts";
import { randomCropStep, type RandomCrop } from "./randomCrop.ts";
import { randomResizedCropStep, type RandomResizedCrop } from "./randomResizedCrop.ts";
import { resizeStep, type Resize } from "./resize.ts";
import { rotateStep, type Rotate } from "./rotate.ts";
import { scaleStep, type Scale } from "./scale.ts";
import { shearStep, type Shear } from "./shear.ts";
import { translateStep, type Translate } from "./translate.ts";
import { verticalFlipStep, type VerticalFlip } from "./verticalFlip.ts";

/** Steps that move pixels. */
export type GeometryStep = Affine | CenterCrop | Crop | Elastic | Mirror | Pad | Perspective | RandomCrop | RandomResizedCrop | Resize | Rotate | Scale | Shear | Translate | VerticalFlip;

export const geometrySteps: { readonly [K in GeometryStep["kind"]]: StepRow<Extract<GeometryStep, { kind: K }>> } = {
  affine: affineStep,
  centerCrop: centerCropStep,
  crop: cropStep,
  elastic: elasticStep,
  mirror: mirrorStep,
  pad: padStep,
  perspective: perspectiveStep,
  randomCrop: randomCropStep,
  randomResizedCrop: randomResizedCropStep,
  resize: resizeStep,
  rotate: rotateStep,
  scale: scaleStep,
  shear: shearStep,
  translate: translateStep,
  verticalFlip: verticalFlipStep,
};
