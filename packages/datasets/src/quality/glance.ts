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

/** Looks at a picture once. Channels: 1 grey; 3 red, green, blue; of others the first counts. */
export function glance({ shape, data, fullSize }: DecodedPicture): Glance {
  const [height, width, channels] = shape;
  const { mean, square, grey, plain } = levels(data, channels);
  const copy = smallCopy(data, shape);
  const frequencies = lowFrequencies(copy);
  const features = new Float32Array(featureLength);
  // A plain picture has no shape: what is left is noise.
  const length = plain ? Infinity : Math.hypot(...frequencies) || Infinity;
  frequencies.forEach((value, i) => (features[i] = value / length));
  for (let i = smallSide * smallSide; i < smallLength; i++) features[shapeLength + i - smallSide * smallSide] = ((copy[i] as number) - 128) / 255;
  return { size: fullSize ?? [height, width], grey, plain, mean, square, checksum: `${height}×${width}:${md5(data)}`, features, fingerprint: fingerprintOf(frequencies) };
}

interface Levels {
  readonly mean: readonly number[];
  readonly square: readonly number[];
  readonly grey: boolean;
  readonly plain: boolean;
}

function levels(data: Uint8Array, channels: number): Levels {
  const used = channels >= 3 ? 3 : 1;
  const pixels = data.length / channels;
  const [sums, squares, least, most] = [new Float64Array(used), new Float64Array(used), new Uint8Array(used).fill(255), new Uint8Array(used)];
  let coloured = 0;
  for (let at = 0; at < data.length; at += channels) {
    let [low, high] = [255, 0];
    for (let c = 0; c < used; c++) {
      const value = data[at + c] as number;
      sums[c] = (sums[c] as number) + value;
      squares[c] = (squares[c] as number) + value * value;
      if (value < (least[c] as number)) least[c] = value;
      if (value > (most[c] as number)) most[c] = value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > thresholds.colourLevels) coloured++;
  }
  const three = (values: Float64Array, scale: number): number[] => [0, 1, 2].map((c) => (values[used === 3 ? c : 0] as number) / pixels / scale);
  return {
    mean: three(sums, 255),
    square: three(squares, 255 * 255),
    grey: coloured < thresholds.colourShare * pixels,
    plain: least.every((value, c) => (most[c] as number) - value <= thresholds.plainLevels),
  };
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
