import { number, numbers } from "../field.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { luma } from "./grey.ts";
import { rounded } from "./label.ts";
import { changeChannels } from "./levels.ts";
import type { PrincipalColours } from "./principalColours.ts";
import { colourOrGrey, recolour, type Plain, type PlainPixels } from "./recolour.ts";

/** The same added to every pixel. A grey image gets the grey of it. */
export interface Lit extends Labelled {
  readonly kind: "lighting";
  /** What is added to red, green and blue, white being 1. */
  readonly shift: readonly number[];
}

/** Light as it varies in nature. AlexNet's second form of augmentation (Krizhevsky et al. 2012, section 4.1); PyTorch: Lighting in many scripts. */
export interface Lighting extends Chance, PrincipalColours {
  readonly kind: "lighting";
  /** Of the Gaussian factor that is drawn for each direction. */
  readonly deviation: number;
}

export const lightingOperation: OperationRow<Lit> = recolour({ shift: numbers({ min: -1, max: 1, length: 3 }) }, lightingUp);

// Of ImageNet's training pictures, to the four digits in which they have been handed on since the first Torch ResNets.
const imagenet: PrincipalColours = {
  values: [0.2175, 0.0188, 0.0045],
  vectors: [-0.5675, -0.5808, -0.5836, 0.7192, -0.0045, -0.6948, 0.4009, -0.814, 0.4203],
};

export const lightingStep: StepRow<Lighting> = {
  fields: { deviation: number({ min: 0, max: 100, fallback: 0.1 }), values: numbers({ min: 0, max: 1, length: 3, fallback: imagenet.values }), vectors: numbers({ min: -1, max: 1, length: 9, fallback: imagenet.vectors }) },
  draw({ deviation, values, vectors }, random) {
    // αᵢ λᵢ along each direction pᵢ.
    const steps = values.map((value) => value * deviation * random.normal());
    const shift = [0, 1, 2].map((c) => Math.max(-1, Math.min(1, steps.reduce((sum, step, i) => sum + step * (vectors[3 * i + c] as number), 0))));
    return [{ kind: "lighting", shift, label: `lighting ${shift.map(rounded).join(", ")}` }];
  },
};

/**
 * A step that moves all colours along the principal components of ImageNet's: each by its variance times a Gaussian factor of mean 0 and
 * deviation 0.1 unless given. `...principalColours(images)` puts those of other images in their place.
 */
export const lighting = (options: { readonly deviation?: number; readonly values?: readonly number[]; readonly vectors?: readonly number[]; readonly p?: number } = {}): Lighting =>
  make("lighting", lightingStep, options);

function lightingUp(image: Plain, { shift }: Lit): PlainPixels {
  const [red = 0, green = 0, blue = 0] = shift;
  const shifts = colourOrGrey("lighting", image) === "grey" ? [luma(red, green, blue)] : shift;
  return changeChannels(image, (levels, white, channel) => {
    const part = (shifts[channel] as number) * white;
    const by = white === 1 ? part : Math.round(part);
    for (let i = 0; i < levels.length; i++) levels[i] = Math.max(0, Math.min(white, (levels[i] as number) + by));
  });
}
