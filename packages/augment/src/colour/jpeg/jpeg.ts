import { choice, interval, whole, type Range } from "../../field.ts";
import { make } from "../../make.ts";
import type { Labelled, OperationRow } from "../../operationRow.ts";
import type { Chance, StepRow } from "../../stepRow.ts";
import { asBytes } from "../bytes.ts";
import { colourOrGrey, recolour } from "../recolour.ts";
import { quantized } from "./blocks.ts";
import { doubled, halved } from "./chroma.ts";
import { joined, separated } from "./planes.ts";
import { chromaTable, lumaTable } from "./tables.ts";

/** `"4:2:0"` keeps the colour of each 2×2 pixels, `"4:4:4"` of every pixel. Brightness is always kept for every pixel. */
export type Subsampling = "4:2:0" | "4:4:4";

/** What is left of the image after it was saved as JPEG. A grey image has brightness alone. Floats go to the nearest of 256 levels before. */
export interface JpegCompressed extends Labelled {
  readonly kind: "jpeg";
  /** 1 … 100, as libjpeg counts. */
  readonly quality: number;
  readonly subsampling: Subsampling;
}

/** The artefacts of JPEG. PyTorch: v2.JPEG. */
export interface Jpeg extends Chance {
  readonly kind: "jpeg";
  readonly quality: Range;
  readonly subsampling: Subsampling;
}

const subsampling = choice<Subsampling>(["4:2:0", "4:4:4"], "4:2:0");

export const jpegOperation: OperationRow<JpegCompressed> = recolour({ quality: whole({ min: 1, max: 100 }), subsampling }, (image, { quality, subsampling }) =>
  asBytes(image, (bytes) => {
    const { shape: [height, width] } = image;
    const [luma, chroma] = [lumaTable(quality), chromaTable(quality)];
    if (colourOrGrey("jpeg", image) === "grey") return quantized({ height, width, data: bytes }, luma).data;
    const [y, cb, cr] = separated(bytes, height, width);
    if (subsampling === "4:4:4") return joined(quantized(y, luma), quantized(cb, chroma), quantized(cr, chroma));
    return joined(quantized(y, luma), doubled(quantized(halved(cb), chroma), height, width), doubled(quantized(halved(cr), chroma), height, width));
  }),
);

export const jpegStep: StepRow<Jpeg> = {
  fields: { quality: interval({ min: 1, max: 100, fallback: [30, 95] }), subsampling },
  draw({ quality: [low, high], subsampling }, random) {
    const quality = Math.round(random.uniform(low, high));
    return [{ kind: "jpeg", quality, subsampling, label: `jpeg quality ${quality}` }];
  },
};

/** A step that does to an image what saving it as JPEG does, with a quality uniform in `[low, high]`, [30, 95] unless given, and 4:2:0 unless told otherwise. */
export const jpeg = (options: { readonly quality?: number | Range; readonly subsampling?: Subsampling; readonly p?: number } = {}): Jpeg => make("jpeg", jpegStep, options);
