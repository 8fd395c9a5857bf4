import { md5 } from "@convscope/files/bytes";
import { lowFrequencies } from "./frequencies.ts";
import { smallCopy, smallLength, smallSide } from "./small.ts";
import { thresholds } from "./thresholds.ts";

/** A decoded picture: `[H, W, C]`, bytes. */
export interface DecodedPicture {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly data: Uint8Array;
  /** `[height, width]` of the picture in its file, where that was larger. */
  readonly fullSize?: readonly [height: number, width: number];
}

/** Numbers that tell a picture from others: 63 of its shape, 32 of its colours. */
export const featureLength: number = 63 + smallLength - smallSide * smallSide;
/** How many of them are of its shape. */
export const shapeLength = 63;

/** What the check keeps of a picture: half a kilobyte, however large it is. */
export interface Glance {
  readonly size: readonly [height: number, width: number];
  readonly grey: boolean;
  readonly plain: boolean;
  /** `[3]` per channel on the scale 0 to 1, of grey ones the same three times. */
  readonly mean: readonly number[];
  /** `[3]` the mean of the squares. */
  readonly square: readonly number[];
  /** Of size and pixels. */
  readonly checksum: string;
  /** `[63 + 32]`: the shape as a vector of length 1, whatever brightness and contrast; then the colours, 0 for grey. */
  readonly features: Float32Array;
  /** `[4]` numbers of 16 bits: which frequencies are above the median, as a fingerprint of 64 bits. */
  readonly fingerprint: Uint16Array;
}

/**
 * Looks at a picture once. Channels: 1 grey; 3 red, green, blue, and 4 with opacity, which does not count; of others the first counts.
 *
 * @param digest the checksum of some bytes; the platform's own is faster than ours
 */
export function glance({ shape, data, fullSize }: DecodedPicture, digest: (bytes: Uint8Array) => string = md5): Glance {
  const [height, width, channels] = shape;
  const { mean, square, grey, plain } = levels(data, channels);
  const copy = smallCopy(data, shape);
  const frequencies = lowFrequencies(copy);
  const features = new Float32Array(featureLength);
  // A plain picture has no shape: what is left is noise.
  const length = plain ? Infinity : Math.hypot(...frequencies) || Infinity;
  frequencies.forEach((value, i) => (features[i] = value / length));
  for (let i = smallSide * smallSide; i < smallLength; i++) features[shapeLength + i - smallSide * smallSide] = ((copy[i] as number) - 128) / 255;
  return { size: fullSize ?? [height, width], grey, plain, mean, square, checksum: `${height}×${width}:${digest(data)}`, features, fingerprint: fingerprintOf(frequencies) };
}

interface Levels {
  readonly mean: readonly number[];
  readonly square: readonly number[];
  readonly grey: boolean;
  readonly plain: boolean;
}

function levels(data: Uint8Array, channels: number): Levels {
  const used = channels === 3 || channels === 4 ? [0, 1, 2] : [0];
  const found = used.map((c) => {
    let [sum, squares, least, most] = [0, 0, 255, 0];
    for (let at = c; at < data.length; at += channels) {
      const value = data[at] as number;
      sum += value;
      squares += value * value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const pixels = data.length / channels;
    return { mean: sum / pixels / 255, square: squares / pixels / 255 ** 2, plain: most - least <= thresholds.plainLevels };
  });
  const three = used.length === 3 ? found : [...found, ...found, ...found];
  return { mean: three.map(({ mean }) => mean), square: three.map(({ square }) => square), grey: used.length === 1 || isGrey(data, channels), plain: found.every(({ plain }) => plain) };
}

function isGrey(data: Uint8Array, channels: number): boolean {
  let coloured = 0;
  for (let at = 0; at < data.length; at += channels) {
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    if (Math.max(r, g, b) - Math.min(r, g, b) > thresholds.colourLevels) coloured++;
  }
  return coloured < thresholds.colourShare * (data.length / channels);
}

/** Frequency i sets bit ⌊i / 4⌋ of number i mod 4, so that each number has coarse and fine ones. */
function fingerprintOf(frequencies: Float64Array): Uint16Array {
  const median = [...frequencies].sort((a, b) => a - b)[frequencies.length >> 1] as number;
  const bits = new Uint16Array(4);
  frequencies.forEach((value, i) => {
    if (value > median) bits[i & 3] = (bits[i & 3] as number) | (1 << (i >> 2));
  });
  return bits;
}
