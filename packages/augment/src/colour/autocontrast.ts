import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { changeChannels } from "./levels.ts";
import { recolour, type Plain, type PlainPixels } from "./recolour.ts";

/** The levels of each channel stretched, so that the darkest becomes black and the brightest white. */
export interface Autocontrasted extends Labelled {
  readonly kind: "autocontrast";
}

/** Stretched levels. PyTorch: RandomAutocontrast. */
export interface Autocontrast extends Chance {
  readonly kind: "autocontrast";
}

export const autocontrastOperation: OperationRow<Autocontrasted> = recolour({}, stretching);

export const autocontrastStep: StepRow<Autocontrast> = { fields: {}, chance: 0.5, draw: () => [{ kind: "autocontrast", label: "autocontrast" }] };

/** A step that stretches the levels of each channel with probability `p`, ½ unless given. A channel of one level stays as it is. */
export const autocontrast = (options: { readonly p?: number } = {}): Autocontrast => make("autocontrast", autocontrastStep, options);

const { fround } = Math;

function stretching(image: Plain): PlainPixels {
  const { shape: [, , channels], data } = image;
  return changeChannels(image, (levels, white, channel) => {
    let [darkest, brightest] = [Infinity, -Infinity];
    for (let i = channel; i < data.length; i += channels) {
      darkest = Math.min(darkest, data[i] as number);
      brightest = Math.max(brightest, data[i] as number);
    }
    if (!(brightest > darkest)) return;
    const scale = fround(white / fround(brightest - darkest));
    for (let i = 0; i < levels.length; i++) levels[i] = Math.max(0, Math.min(white, fround(fround((levels[i] as number) - darkest) * scale)));
  });
}
