import type { OperationRow } from "../operationRow.ts";
import { autocontrastOperation, type Autocontrasted } from "./autocontrast.ts";
import { blurOperation, type Blurred } from "./blur.ts";
import { brightnessOperation, type Brightened } from "./brightness.ts";
import { channelDropOperation, type ChannelDropped } from "./channelDrop.ts";
import { channelOrderOperation, type ChannelsOrdered } from "./channelShuffle.ts";
import { contrastOperation, type Contrasted } from "./contrast.ts";
import { equalizeOperation, type Equalized } from "./equalize.ts";
import { eraseOperation, eraseWithNoiseOperation, type Erased, type ErasedWithNoise } from "./erase.ts";
import { gammaOperation, type GammaCorrected } from "./gamma.ts";
import { grayscaleOperation, type Grayscaled } from "./grayscale.ts";
import { hueOperation, type HueShifted } from "./hue.ts";
import { invertOperation, type Inverted } from "./invert.ts";
import { jpegOperation, type JpegCompressed } from "./jpeg/jpeg.ts";
import { lightingOperation, type Lit } from "./lighting.ts";
import { noiseOperation, type Noisy } from "./noise.ts";
import { normalizeOperation, type Normalized } from "./normalize.ts";
import { posterizeOperation, type Posterized } from "./posterize.ts";
import { saturationOperation, type Saturated } from "./saturation.ts";
import { sharpnessOperation, type Sharpened } from "./sharpness.ts";
import { solarizeOperation, type Solarized } from "./solarize.ts";

/** Operations that change the numbers of pixels and leave them where they are: masks, boxes and keypoints stay. */
export type ColourOperation =
  | Autocontrasted
  | Blurred
  | Brightened
  | ChannelDropped
  | ChannelsOrdered
  | Contrasted
  | Equalized
  | Erased
  | ErasedWithNoise
  | GammaCorrected
  | Grayscaled
  | HueShifted
  | Inverted
  | JpegCompressed
  | Lit
  | Noisy
  | Normalized
  | Posterized
  | Saturated
  | Sharpened
  | Solarized;

export const colourOperations: { readonly [K in ColourOperation["kind"]]: OperationRow<Extract<ColourOperation, { kind: K }>> } = {
  autocontrast: autocontrastOperation,
  blur: blurOperation,
  brightness: brightnessOperation,
  channelDrop: channelDropOperation,
  channelOrder: channelOrderOperation,
  contrast: contrastOperation,
  equalize: equalizeOperation,
  erase: eraseOperation,
  eraseWithNoise: eraseWithNoiseOperation,
  gamma: gammaOperation,
  grayscale: grayscaleOperation,
  hue: hueOperation,
  invert: invertOperation,
  jpeg: jpegOperation,
  lighting: lightingOperation,
  noise: noiseOperation,
  normalize: normalizeOperation,
  posterize: posterizeOperation,
  saturation: saturationOperation,
  sharpness: sharpnessOperation,
  solarize: solarizeOperation,
};
