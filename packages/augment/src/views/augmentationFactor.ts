import { AugmentError } from "../error.ts";

/** How many images one image comes to. */
export interface AugmentationFactor {
  /** As AlexNet's authors count: as many offsets each way as pixels are left over. */
  readonly factor: number;
  readonly working: string;
  /** What can really be cut out: an offset more each way, as the crop may begin at the first pixel and at the last possible one. */
  readonly distinct: number;
  readonly distinctWorking: string;
}

/**
 * By how much random crops, with or without mirroring, enlarge a training set: Krizhevsky et al. 2012, section 4.1, get 2,048 from crops of 224 out of 256 and their mirror images.
 * They count 256 − 224 = 32 offsets each way; there are 33, which makes 2,178. Their network takes 227, not 224, as its layers show:
 * from 256 that leaves 29 · 29 · 2 = 1,682 by the same count.
 *
 * @param options sides in pixels, of square images and crops or as `[height, width]`
 * @throws AugmentError when the crop is larger than the image.
 */
export function augmentationFactor(options: { readonly image: number | readonly [height: number, width: number]; readonly crop: number | readonly [height: number, width: number]; readonly mirror?: boolean }): AugmentationFactor {
  const [image, crop] = [pair(options.image), pair(options.crop)];
  const sides = ["height", "width"] as const;
  for (const [i, side] of sides.entries())
    if (!(Number.isInteger(image[i]) && Number.isInteger(crop[i]) && (crop[i] as number) >= 1 && (crop[i] as number) <= (image[i] as number)))
      throw new AugmentError(`augmentationFactor: the crop's ${side} must be a whole number from 1 to the image's, ${image[i]}. Received ${crop[i]}.`);
  const mirrored = options.mirror === true ? [2] : [];
  const count = (more: 0 | 1): { product: number; text: string } => {
    const offsets = sides.map((_, i) => (image[i] as number) - (crop[i] as number) + more);
    const terms = sides.map((_, i) => `(${image[i]} − ${crop[i]}${more === 1 ? " + 1" : ""})`);
    const product = [...offsets, ...mirrored].reduce((all, n) => all * n, 1);
    return { product, text: `${[...terms, ...mirrored].join(" · ")} = ${[...offsets, ...mirrored].join(" · ")} = ${product.toLocaleString("en")}` };
  };
  const [argued, real] = [count(0), count(1)];
  return { factor: argued.product, working: argued.text, distinct: real.product, distinctWorking: real.text };
}

const pair = (side: number | readonly [number, number]): readonly [number, number] => (typeof side === "number" ? [side, side] : side);
