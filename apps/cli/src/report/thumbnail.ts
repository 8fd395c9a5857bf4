import type { Picture } from "../picture.ts";
import sharp from "sharp";

/** A picture made smaller where its longer side is longer than `side`; one that fits stays as it is, pixel for pixel. */
export async function thumbnail(picture: Picture, side: number): Promise<Picture> {
  const [height, width, channels] = picture.shape;
  if (Math.max(height, width) <= side) return picture;
  const made = sharp(picture.data, { raw: { height, width, channels: channels as 1 | 3 } }).resize(side, side, { fit: "inside" });
  const { data, info } = await (channels === 1 ? made.greyscale() : made).raw().toBuffer({ resolveWithObject: true });
  return { shape: [info.height, info.width, channels], data: new Uint8Array(data) };
}
