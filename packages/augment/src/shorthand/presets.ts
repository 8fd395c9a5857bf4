import { AugmentError } from "../error.ts";
import { colorJitter } from "../colour/colorJitter.ts";
import { blur } from "../colour/blur.ts";
import { cutout } from "../colour/cutout.ts";
import { grayscale } from "../colour/grayscale.ts";
import { lighting } from "../colour/lighting.ts";
import { noise } from "../colour/noise.ts";
import { randomErase } from "../colour/randomErase.ts";
import { shown } from "../field.ts";
import { elastic } from "../geometry/elastic.ts";
import { mirror } from "../geometry/mirror.ts";
import { randomCrop } from "../geometry/randomCrop.ts";
import { randomResizedCrop } from "../geometry/randomResizedCrop.ts";
import { rotate } from "../geometry/rotate.ts";
import { scale } from "../geometry/scale.ts";
import { shear } from "../geometry/shear.ts";
import { translate } from "../geometry/translate.ts";
import { verticalFlip } from "../geometry/verticalFlip.ts";
import type { ImageShape } from "../image.ts";
import { augMix } from "../policy/augMix.ts";
import { autoAugment } from "../policy/autoAugment.ts";
import { randAugment } from "../policy/randAugment.ts";
import { trivialAugment } from "../policy/trivialAugment.ts";
import { parsePipeline, type Step } from "../step.ts";

/** What a word stands for. */
export interface Preset {
  /** For people: what is done, with its figures. */
  readonly is: string;
  /** What may follow the word after a colon, for people; none: nothing may. */
  readonly argument?: string;
  /** For images of this shape, as the network takes them. */
  readonly step: (shape: ImageShape, argument: string | undefined) => Step;
}

/** Below so many pixels images are treated as CIFAR's, from there on as ImageNet's. */
const largeFrom = 64;

const isSmall = ([height, width]: ImageShape): boolean => Math.min(height, width) < largeFrom;

/** A number after the colon, or the one that goes without saying. */
export function figure(word: string, argument: string | undefined, otherwise: number): number {
  const value = argument === undefined ? otherwise : argument.trim() === "" ? NaN : Number(argument);
  if (!Number.isFinite(value)) throw new AugmentError(`augment: what follows "${word}:" must be a number. Received ${shown(argument)}.`);
  return value;
}

/** Words for steps, with what is usual for each. */
export const presets: Readonly<Record<string, Preset>> = {
  flip: { is: "left and right exchanged every other time", step: () => mirror() },
  vflip: { is: "above and below exchanged every other time", step: () => verticalFlip() },
  crop: {
    is: `below ${largeFrom} pixels: black around it, an eighth of the side, and a part of the old size (CIFAR: 4 pixels of 32); else a part of 8 to 100 % of the area, resized`,
    argument: "the pixels around it, or the smallest part of the area",
    step: (shape, argument) => {
      const [height, width] = shape;
      return isSmall(shape)
        ? randomCrop({ size: [height, width], padding: figure("crop", argument, Math.round(Math.min(height, width) / 8)) })
        : randomResizedCrop({ size: [height, width], scale: [figure("crop", argument, 0.08), 1] });
    },
  },
  rotate: { is: "turned by up to 15° either way", argument: "degrees", step: (_, argument) => rotate({ degrees: figure("rotate", argument, 15), interpolation: "bilinear" }) },
  shear: { is: "made to lean by up to 10° either way", argument: "degrees", step: (_, argument) => shear({ x: figure("shear", argument, 10), interpolation: "bilinear" }) },
  translate: { is: "shifted by up to a tenth of its sides", argument: "the part of the sides", step: (_, argument) => ((part) => translate({ x: part, y: part }))(figure("translate", argument, 0.1)) },
  zoom: { is: "seen from up to 20 % nearer or further", argument: "how much, as a part of 1", step: (_, argument) => scale({ factor: figure("zoom", argument, 0.2), interpolation: "bilinear" }) },
  elastic: { is: "bent smoothly", step: () => elastic() },
  jitter: {
    is: "brightness, contrast and saturation by up to 40 %, hue by up to a tenth of the circle; of grey images only the first two",
    argument: "how much, as a part of 1, of which hue gets a quarter",
    step: ([, , channels], argument) => {
      const amount = figure("jitter", argument, 0.4);
      return colorJitter({ brightness: amount, contrast: amount, saturation: channels === 1 ? 0 : amount, hue: channels === 1 ? 0 : amount / 4 });
    },
  },
  lighting: { is: "colours moved along ImageNet's principal components, as for AlexNet", step: () => lighting() },
  gray: { is: "without its colours, once in ten", argument: "how often, 0 to 1", step: ([, , channels], argument) => grayscale({ channels: channels === 1 ? 1 : 3, p: figure("gray", argument, 0.1) }) },
  blur: { is: "blurred by 0.1 to 2 pixels every other time", argument: "how often, 0 to 1", step: (_, argument) => blur({ p: figure("blur", argument, 0.5) }) },
  noise: { is: "Gaussian noise of up to 10 % of white", argument: "how much, as a part of white", step: (_, argument) => noise({ amount: [0, figure("noise", argument, 0.1)] }) },
  cutout: {
    is: "a black square of half the shorter side (CIFAR-10: 16 pixels)",
    argument: "its side in pixels",
    step: ([height, width], argument) => cutout({ size: figure("cutout", argument, Math.max(1, Math.round(Math.min(height, width) / 2))) }),
  },
  erase: { is: "a black rectangle of 2 to 33 % of the area, every other time", argument: "how often, 0 to 1", step: (_, argument) => randomErase({ p: figure("erase", argument, 0.5) }) },
  randaugment: { is: "two of RandAugment's operations of magnitude 9 of 31", argument: "the magnitude, 0 to 30", step: (_, argument) => randAugment({ magnitude: figure("randaugment", argument, 9) }) },
  trivialaugment: { is: "one operation, as strong as chance has it", step: () => trivialAugment() },
  autoaugment: {
    is: `a pair of operations of a learned policy: cifar10's below ${largeFrom} pixels, else imagenet's`,
    argument: "imagenet, cifar10 or svhn",
    step: (shape, argument) => (argument === undefined ? autoAugment({ policy: isSmall(shape) ? "cifar10" : "imagenet" }) : (parsePipeline([{ kind: "autoAugment", policy: argument }])[0] as Step)),
  },
  augmix: { is: "three chains of weak operations mixed with the image", argument: "the severity, 1 to 10", step: (_, argument) => augMix({ severity: figure("augmix", argument, 3) }) },
};
