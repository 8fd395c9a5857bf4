import { existsSync } from "node:fs";
import type { Shape } from "@convscope/core";
import sharp from "sharp";
import { CommandError } from "./failure.ts";

/** A picture of a shape: `[H, W, C]` bytes, 0 black and 255 white. */
export interface Picture {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly data: Uint8Array;
}

/** More pixels than a camera takes; a file that claims more is refused before it is unpacked. */
const maxPixels = 200_000_000;

/** Reads a picture of any format that sharp knows, upright, resized to fill `[height, width]` and in one or three channels. */
export async function readPicture(path: string, shape: Shape): Promise<Picture> {
  const [height = 1, width = 1, channels = 3] = shape;
  if (!existsSync(path)) throw new CommandError(`${path}: there is no such picture.`);
  if (channels !== 1 && channels !== 3) throw new CommandError(`${path}: a network that takes pictures must have 1 or 3 channels. Received ${channels}.`);
  try {
    const upright = sharp(path, { limitInputPixels: maxPixels }).autoOrient().flatten({ background: "white" }).resize(width, height, { fit: "contain", background: "white" });
    const { data, info } = await (channels === 1 ? upright.greyscale() : upright.toColourspace("srgb")).raw().toBuffer({ resolveWithObject: true });
    const bytes = new Uint8Array(height * width * channels);
    for (let i = 0; i < height * width; i++) for (let c = 0; c < channels; c++) bytes[i * channels + c] = data[i * info.channels + Math.min(c, info.channels - 1)] ?? 0;
    return { shape: [height, width, channels], data: bytes };
  } catch (error) {
    throw new CommandError(`${path}: cannot be read as a picture (${error instanceof Error ? error.message : String(error)}). PNG, JPEG, WebP, AVIF, GIF, TIFF and SVG are known.`);
  }
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
