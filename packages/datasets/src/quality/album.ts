import type { Part } from "../catalogue/catalogue.ts";
import { featureLength, type Glance } from "./glance.ts";
import type { PicturePlace } from "./report.ts";

/** What is known of a picture without looking at it. */
export interface Entry {
  readonly part: Part;
  /** Its place in the part. */
  readonly index: number;
  readonly label: number;
  readonly file?: string | undefined;
}

/** All pictures of a data set, part after part, each as what a glance kept of it: lists of `n`, for all pictures in one order. */
export interface Album {
  readonly classes: readonly string[];
  readonly entries: readonly Entry[];
  /** `[n]` 1 for pictures that could be read; all that follows is 0 or empty for the others. */
  readonly read: Uint8Array;
  /** `[n]` pixels. */
  readonly height: Uint32Array;
  readonly width: Uint32Array;
  /** `[n]` 1 for grey ones, and for those of one colour. */
  readonly grey: Uint8Array;
  readonly plain: Uint8Array;
  /** `[n]` 0 to 1. */
  readonly brightness: Float32Array;
  /** `[n, 3]` mean and mean of the squares of each channel, 0 to 1. */
  readonly mean: Float32Array;
  readonly square: Float32Array;
  /** `[n]` */
  readonly checksum: string[];
  /** `[n, 95]`, see `Glance`. */
  readonly features: Float32Array;
  /** `[n, 4]` */
  readonly fingerprint: Uint16Array;
}

/** An album with nothing in it yet. */
export function emptyAlbum(classes: readonly string[], entries: readonly Entry[]): Album {
  const n = entries.length;
  return {
    classes, entries, read: new Uint8Array(n), height: new Uint32Array(n), width: new Uint32Array(n), grey: new Uint8Array(n), plain: new Uint8Array(n), brightness: new Float32Array(n),
    mean: new Float32Array(n * 3), square: new Float32Array(n * 3), checksum: new Array<string>(n).fill(""), features: new Float32Array(n * featureLength), fingerprint: new Uint16Array(n * 4),
  };
}

/** Puts what was seen of picture `i` into the album. */
export function paste(album: Album, i: number, { size: [height, width], grey, plain, mean, square, checksum, features, fingerprint }: Glance): void {
  const [red = 0, green = 0, blue = 0] = mean;
  album.read[i] = 1;
  album.height[i] = height;
  album.width[i] = width;
  album.grey[i] = Number(grey);
  album.plain[i] = Number(plain);
  album.brightness[i] = 0.299 * red + 0.587 * green + 0.114 * blue;
  album.mean.set(mean, 3 * i);
  album.square.set(square, 3 * i);
  album.checksum[i] = checksum;
  album.features.set(features, i * featureLength);
  album.fingerprint.set(fingerprint, 4 * i);
}

/** The places in the album of the pictures that could be read and of which something holds. */
export function where(album: Album, holds: (i: number) => boolean): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < album.read.length; i++) if (album.read[i] === 1 && holds(i)) found.push(i);
  return found;
}

/** Where picture `i` is, for the report. */
export function placeOf({ entries, classes }: Album, i: number): PicturePlace {
  const { part, index, label, file } = entries[i] as Entry;
  const name = classes[label];
  return { part, index, ...(file !== undefined && { file }), ...(name !== undefined && { class: name }) };
}
