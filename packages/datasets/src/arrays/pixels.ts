import type { NdArray } from "@convscope/files/bytes";
import type { ImagesShape } from "../dataset.ts";
import type { DataError } from "../error.ts";

/** The numbers that stand for black and full. */
export type PixelRange = readonly [black: number, full: number];

/** Where the channels are: last, as here, or before the rows, as PyTorch has them. */
export type PixelLayout = "hwc" | "chw";

/** How pixels lie in arrays. */
export interface PixelRules {
  readonly layout: PixelLayout;
  readonly range: PixelRange;
}

export interface PixelOptions {
  /** Told by the sizes unless given: the one of 1 to 4 is the channels. Not asked for where images have no channels, `[n, H, W]`. */
  readonly layout?: PixelLayout;
  /** Told by the numbers unless given: 0 and 255, or 0 and 1. */
  readonly range?: PixelRange;
  /** `[H, W, C]` of the images, for arrays that do not keep it, `[n, H·W·C]`. */
  readonly inputShape?: readonly [height: number, width: number, channels: number];
}

type Refuse = (rule: string, wayOut: string) => DataError;

/** How the training images lie; the other parts must lie likewise, so that one dark test set is not read otherwise. */
export function pixelRules(name: string, array: NdArray, options: PixelOptions, refuse: Refuse): PixelRules {
  return { layout: options.layout ?? layoutOf(name, array.shape, options, refuse), range: options.range ?? rangeOf(name, array, refuse) };
}

const few = (size: number | undefined): boolean => size !== undefined && size >= 1 && size <= 4;

function layoutOf(name: string, shape: readonly number[], { inputShape }: PixelOptions, refuse: Refuse): PixelLayout {
  if (shape.length !== 4 || inputShape !== undefined) return "hwc";
  const [last, first] = [few(shape[3]), few(shape[1])];
  if (last !== first) return last ? "hwc" : "chw";
  throw refuse(`${name} [${shape.join(", ")}] does not tell by its sizes where the channels are: one of the second and the last must be 1 to 4, the other not`, 'Say it: { layout: "hwc" } for [n, H, W, C], { layout: "chw" } for [n, C, H, W].');
}

function rangeOf(name: string, { data }: NdArray, refuse: Refuse): PixelRange {
  // Bytes are told at the first that is more than 1; only where there are none like it all are read.
  if (data.length === 0 || (data instanceof Uint8Array && data.some((value) => value > 1))) return [0, 255];
  const [least, most] = limits(data);
  if (Number.isNaN(least)) throw refuse(`${name} holds values that are not a number`, "Replace them, with numpy.nan_to_num for example.");
  if (data instanceof Uint8Array && most === 0) return [0, 255];
  if (!(data instanceof Uint8Array) && least >= 0 && most <= 1) return [0, 1];
  if (least >= 0 && most >= 128 && most <= 255) return [0, 255];
  throw refuse(`${name} has values from ${least} to ${most}, which does not tell what black and full are: 0 to 1, or 0 to 255`, "Say it: { range: [0, 1] } for example, or [-1, 1], [0, 16]; undo a standardisation before saving.");
}

/** The least and the largest value; not a number if one is none. */
function limits(data: NdArray["data"]): readonly [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of data) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

/** Images `[n, H, W, C]` as bytes, 0 for black and 255 for full. Bytes that lie so already are not copied. */
export function readPixels(name: string, array: NdArray, rules: PixelRules, inputShape: PixelOptions["inputShape"], refuse: Refuse): { readonly shape: ImagesShape; readonly images: Uint8Array } {
  const shape = imagesShape(name, array.shape, rules.layout, inputShape, refuse);
  const scaled = toBytes(name, array.data, rules.range, refuse);
  const moved = rules.layout === "chw" && array.shape.length === 4 && inputShape === undefined;
  return { shape, images: moved ? channelsLast(scaled, shape) : scaled };
}

function imagesShape(name: string, shape: readonly number[], layout: PixelLayout, inputShape: PixelOptions["inputShape"], refuse: Refuse): ImagesShape {
  const [n = 0, a = 0, b = 0, c = 0] = shape;
  if (inputShape !== undefined) {
    const [height, width, channels] = inputShape;
    const each = shape.slice(1).reduce((product, size) => product * size, 1);
    if (shape.length === 0 || each !== height * width * channels) throw refuse(`${name} [${shape.join(", ")}] must hold ${inputShape.join("×")} values for each image`, "Correct the option inputShape.");
    return [n, height, width, channels];
  }
  const images: ImagesShape = shape.length === 3 ? [n, a, b, 1] : layout === "hwc" ? [n, a, b, c] : [n, b, c, a];
  if (shape.length < 3 || shape.length > 4) throw refuse(`${name} must be images, [n, H, W], [n, H, W, C] or [n, C, H, W]. Its shape is [${shape.join(", ")}]`, "If each row is a whole image, say how large: { inputShape: [28, 28, 1] }.");
  if (images.slice(1).some((size) => size < 1)) throw refuse(`${name} [${shape.join(", ")}] must have images of at least one pixel`, "Write the file anew.");
  return images;
}

function toBytes(name: string, data: NdArray["data"], [black, full]: PixelRange, refuse: Refuse): Uint8Array {
  if (data instanceof Uint8Array && black === 0 && full === 255) return data;
  const bytes = new Uint8Array(data.length);
  const factor = 255 / (full - black);
  for (let i = 0; i < data.length; i++) {
    const value = ((data[i] as number) - black) * factor;
    // Numbers that went through float32 may miss the ends by a rounding error.
    if (!(value > -0.01 && value < 255.01)) throw refuse(`${name} has values outside ${black} to ${full}, such as ${data[i] as number}`, "Give the range that holds them all: { range: [black, full] }.");
    bytes[i] = Math.round(value);
  }
  return bytes;
}

function channelsLast(bytes: Uint8Array, [n, height, width, channels]: ImagesShape): Uint8Array {
  const area = height * width;
  const moved = new Uint8Array(bytes.length);
  for (let image = 0; image < n; image++) {
    const start = image * area * channels;
    for (let channel = 0; channel < channels; channel++) {
      for (let pixel = 0; pixel < area; pixel++) moved[start + pixel * channels + channel] = bytes[start + channel * area + pixel] as number;
    }
  }
  return moved;
}
