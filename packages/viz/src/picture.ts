import { check } from "./options.ts";
import { pngDataUri } from "./png-data.ts";
import type { Pixels } from "./png-data.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";

/** Where a batch of pictures lies: `[n, H, W, C]`. */
export type ImagesShape = readonly number[];

/** Images of one size: `images` `[n, H, W, C]`, 0 … 255, C = 1 grey or 3 red, green, blue. */
export interface Images {
  readonly images: Uint8Array;
  readonly shape: ImagesShape;
}

/** Sizes of a batch, checked. */
export interface BatchSize {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The sizes of a batch, once its array has been found to fit them. */
export function batchSize(figure: string, { images, shape }: Images): BatchSize {
  const written = `[${shape.join(", ")}]`;
  check(shape.length === 4 && shape.every((size) => Number.isInteger(size) && size > 0), figure, `shape must be [n, H, W, C] with sizes of at least 1. Received ${written}.`);
  const [count = 0, height = 0, width = 0, channels = 0] = shape;
  check(channels === 1 || channels === 3 || channels === 4, figure, `images have 1, 3 or 4 channels to be shown as pictures. Received ${channels} in ${written}.`);
  const wanted = count * height * width * channels;
  check(images.length === wanted, figure, `images must hold n × H × W × C values. Received ${images.length}, and ${written} asks for ${wanted}.`);
  return { count, height, width, channels };
}

/** One image of the size that its shape `[H, W, C]` says. */
export function onePicture(figure: string, { image, shape }: { readonly image: Uint8Array; readonly shape: readonly number[] }): Pixels {
  check(shape.length === 3, figure, `shape of an image must be [H, W, C]. Received [${shape.join(", ")}].`);
  const { height, width, channels } = batchSize(figure, { images: image, shape: [1, ...shape] });
  return { height, width, channels, data: image };
}

/** Picture `index` of a batch. */
export function pixelsAt({ images }: Images, { height, width, channels }: BatchSize, index: number): Pixels {
  const length = height * width * channels;
  return { width, height, channels, data: images.subarray(index * length, (index + 1) * length) };
}

/** How many screen pixels a picture's pixel gets, so that the picture is about `wanted` wide: whole if it grows. */
export function pixelScale({ width, height }: { readonly width: number; readonly height: number }, wanted: number): number {
  const scale = wanted / Math.max(width, height);
  return scale > 1 ? Math.round(scale) : scale;
}

/** A place on the figure, pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture, its pixels left square where it grows. */
export function picture(pixels: Pixels, area: Area): Markup {
  const grows = area.width > pixels.width;
  return element("image", {
    ...area,
    preserveAspectRatio: "none",
    // Browsers read the style, other programs the attribute.
    "image-rendering": grows ? "optimizeSpeed" : undefined,
    style: grows ? "image-rendering:pixelated" : undefined,
    href: pngDataUri(pixels),
  });
}
