import type { Field } from "../field.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Sample } from "../sample.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { greyOf } from "./grey.ts";
import { colourOrGrey, plain, withPixels } from "./recolour.ts";

/** The grey of each pixel, in one channel or three times. */
export interface Grayscaled extends Labelled {
  readonly kind: "grayscale";
  readonly channels: 1 | 3;
}

/** Grey instead of colour. PyTorch: Grayscale; RandomGrayscale with `p: 0.1`. */
export interface Grayscale extends Chance {
  readonly kind: "grayscale";
  readonly channels: 1 | 3;
}

const channels: Field<1 | 3> = { rule: "1 or 3", fallback: 3, parse: (value) => (value === 1 || value === 3 ? value : undefined) };

export const grayscaleOperation: OperationRow<Grayscaled> = { fields: { channels }, shape: ({ channels }, [height, width]) => [height, width, channels], apply: grayscaleSample };

export const grayscaleStep: StepRow<Grayscale> = { fields: { channels }, draw: ({ channels }) => [{ kind: "grayscale", channels, label: "grayscale" }] };

/** A step that takes the colour out. It keeps three channels unless told to leave one. */
export const grayscale = (options: { readonly channels?: 1 | 3; readonly p?: number } = {}): Grayscale => make("grayscale", grayscaleStep, options);

function grayscaleSample(sample: Sample, { channels }: Grayscaled): Sample {
  const image = plain(sample.image);
  colourOrGrey("grayscale", image);
  const [height, width] = image.shape;
  const grey = greyOf(image);
  if (channels === 1) return { ...sample, image: withPixels(sample.image, grey, [height, width, 1]) };
  const three = image.data instanceof Float32Array ? new Float32Array(3 * grey.length) : new Uint8Array(3 * grey.length);
  for (let i = 0; i < three.length; i++) three[i] = grey[Math.floor(i / 3)] as number;
  return { ...sample, image: withPixels(sample.image, three, [height, width, 3]) };
}
