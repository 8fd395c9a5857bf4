import type { StepRow } from "../stepRow.ts";
import { autocontrastStep, type Autocontrast } from "./autocontrast.ts";
import { blurStep, type Blur } from "./blur.ts";
import { brightnessStep, type Brightness } from "./brightness.ts";
import { channelDropStep, type ChannelDrop } from "./channelDrop.ts";
import { channelShuffleStep, type ChannelShuffle } from "./channelShuffle.ts";
import { colorJitterStep, type ColorJitter } from "./colorJitter.ts";
import { contrastStep, type Contrast } from "./contrast.ts";
import { cutoutStep, type Cutout } from "./cutout.ts";
import { equalizeStep, type Equalize } from "./equalize.ts";
import { gammaStep, type Gamma } from "./gamma.ts";
import { grayscaleStep, type Grayscale } from "./grayscale.ts";
import { hueStep, type Hue } from "./hue.ts";
import { invertStep, type Invert } from "./invert.ts";
import { jpegStep, type Jpeg } from "./jpeg/jpeg.ts";
import { lightingStep, type Lighting } from "./lighting.ts";
import { noiseStep, type Noise } from "./noise.ts";
import { normalizeStep, type Normalize } from "./normalize.ts";
import { posterizeStep, type Posterize } from "./posterize.ts";
import { randomEraseStep, type RandomErase } from "./randomErase.ts";
import { saturationStep, type Saturation } from "./saturation.ts";
import { sharpnessStep, type Sharpness } from "./sharpness.ts";
import { solarizeStep, type Solarize } from "./solarize.ts";

/** Steps that change colours. */
export type ColourStep =
  | Autocontrast
  | Blur
  | Brightness
  | ChannelDrop
  | ChannelShuffle
  | ColorJitter
  | Contrast
  | Cutout
  | Equalize
  | Gamma
  | Grayscale
  | Hue
  | Invert
  | Jpeg
  | Lighting
  | Noise
  | Normalize
  | Posterize
  | RandomErase
  | Saturation
  | Sharpness
  | Solarize;

export const colourSteps: { readonly [K in ColourStep["kind"]]: StepRow<Extract<ColourStep, { kind: K }>> } = {
  autocontrast: autocontrastStep,
  blur: blurStep,
  brightness: brightnessStep,
  channelDrop: channelDropStep,
  channelShuffle: channelShuffleStep,
  colorJitter: colorJitterStep,
  contrast: contrastStep,
  cutout: cutoutStep,
  equalize: equalizeStep,
  gamma: gammaStep,
  grayscale: grayscaleStep,
  hue: hueStep,
  invert: invertStep,
  jpeg: jpegStep,
  lighting: lightingStep,
  noise: noiseStep,
  normalize: normalizeStep,
  posterize: posterizeStep,
  randomErase: randomEraseStep,
  saturation: saturationStep,
  sharpness: sharpnessStep,
  solarize: solarizeStep,
};
