import { existsSync } from "node:fs";
import { formatShape, type Shape } from "@convscope/core";
import sharp, { type Sharp } from "sharp";
import { CommandError } from "./failure.ts";
import { fileSize } from "./file.ts";

/** A picture of a shape: `[H, W, C]` bytes, 0 black and 255 white. */
export interface Picture {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly data: Uint8Array;
}

/** More pixels than a camera takes; a file that claims more is refused before it is unpacked. */
const maxPixels = 200_000_000;

/** Refuses a picture that is not there, before anything is fetched for its sake; and a pipe or a device, which may never end. */
export function checkThere(path: string): void {
  if (!existsSync(path)) throw new CommandError(`${path}: there is no such picture.`);
  fileSize(path);
}

/** Reads a picture of any format that sharp knows, upright, in one or three channels, as large as fits `[height, width]`; what stays free is filled like its border. */
export async function readPicture(path: string, shape: Shape): Promise<Picture> {
  const [height = 1, width = 1, channels = 3] = shape;
  if (shape.length !== 3 || (channels !== 1 && channels !== 3)) throw new CommandError(`${path}: a network that takes pictures has an input of height, width and 1 or 3 channels. Received ${formatShape(shape)}.`);
  return centred(await decoded(path, channels, (picture) => picture.resize(width, height, { fit: "inside" })), height, width);
}

/** Reads a picture of any format that sharp knows, upright, in red, green and blue, every pixel of it. */
export const readPixels = (path: string): Promise<Picture> => decoded(path, 3, (picture) => picture);

/** Palettes, 16 bits, CMYK and grey become bytes of sRGB or of one brightness; what is transparent becomes white. */
async function decoded(path: string, channels: 1 | 3, change: (picture: Sharp) => Sharp): Promise<Picture> {
  checkThere(path);
  try {
    const upright = change(sharp(path, { limitInputPixels: maxPixels }).autoOrient().flatten({ background: "white" }));
    const { data, info } = await (channels === 1 ? upright.greyscale() : upright.toColourspace("srgb")).raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    const bytes = new Uint8Array(info.height * info.width * channels);
    for (let i = 0; i < info.height * info.width; i++) for (let c = 0; c < channels; c++) bytes[i * channels + c] = data[i * info.channels + Math.min(c, info.channels - 1)] ?? 0;
    return { shape: [info.height, info.width, channels], data: bytes };
  } catch (error) {
    throw new CommandError(`${path}: cannot be read as a picture (${error instanceof Error ? error.message : String(error)}). PNG, JPEG, WebP, AVIF, GIF, TIFF and SVG are known.`);
  }
}

/** A picture in the middle of a larger one. */
export function centred(picture: Picture, height: number, width: number): Picture {
  const [h, w, channels] = picture.shape;
  if (h === height && w === width) return picture;
  const data = new Uint8Array(height * width * channels).fill(Math.round(borderBrightness(picture)));
  const [top, left] = [Math.floor((height - h) / 2), Math.floor((width - w) / 2)];
  for (let y = 0; y < h; y++) data.set(picture.data.subarray(y * w * channels, (y + 1) * w * channels), ((top + y) * width + left) * channels);
  return { shape: [height, width, channels], data };
}

/** The mean brightness of the outermost pixels, 0 to 255. */
export function borderBrightness({ shape: [height, width, channels], data }: Picture): number {
  let [sum, count] = [0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (y > 0 && y < height - 1 && x > 0 && x < width - 1) continue;
      for (let c = 0; c < channels; c++) sum += data[(y * width + x) * channels + c] ?? 0;
      count += channels;
    }
  return sum / count;
}
