import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { asBytes } from "./bytes.ts";
import { recolour } from "./recolour.ts";

/** The histogram of each channel spread, so that every level is about as frequent; floats go to the nearest of 256 levels before. */
export interface Equalized extends Labelled {
  readonly kind: "equalize";
}

/** Spread histograms. PyTorch: RandomEqualize. */
export interface Equalize extends Chance {
  readonly kind: "equalize";
}

export const equalizeOperation: OperationRow<Equalized> = recolour({}, (image) =>
  asBytes(image, (bytes) => {
    const channels = image.shape[2];
    const result = new Uint8Array(bytes.length);
    for (let c = 0; c < channels; c++) {
      const histogram = new Float64Array(256);
      for (let i = c; i < bytes.length; i += channels) (histogram[bytes[i] as number] as number)++;
      const table = spread(histogram);
      for (let i = c; i < bytes.length; i += channels) result[i] = table[bytes[i] as number] as number;
    }
    return result;
  }),
);

export const equalizeStep: StepRow<Equalize> = { fields: {}, chance: 0.5, draw: () => [{ kind: "equalize", label: "equalize" }] };

/** A step that equalizes the histogram of each channel with probability `p`, ½ unless given. */
export const equalize = (options: { readonly p?: number } = {}): Equalize => make("equalize", equalizeStep, options);

/** What every level becomes, by Pillow's rule: as many steps as pixels are darker, in steps of 1/255 of the pixels that are not of the brightest level. */
function spread(histogram: Float64Array): Uint8Array {
  const brightest = histogram.findLastIndex((count) => count > 0);
  const step = Math.floor(histogram.subarray(0, brightest).reduce((sum, count) => sum + count, 0) / 255);
  if (step === 0) return Uint8Array.from({ length: 256 }, (_, level) => level);
  let darker = Math.floor(step / 2);
  return Uint8Array.from(histogram, (count) => {
    const level = Math.min(255, Math.floor(darker / step));
    darker += count;
    return level;
  });
}
