import sharp from "sharp";
import type { Picture } from "../../picture.ts";

/** Pixels between the pictures of a mosaic, and about as many as its longer side has: twice what a figure shows, so that it is sharp. */
const [gap, side] = [4, 340];

/** Of what lies between and beyond pictures, so that those with a white or a black edge are told apart. */
export const ground = 190;

/** Pictures of one size in rows, as one picture. */
export async function mosaic(pictures: readonly Picture[], columns: number): Promise<Picture> {
  const [height, width, channels] = pictures[0]?.shape ?? [1, 1, 1];
  const wanted = side / columns / Math.max(height, width);
  // Enlarged pixels stay squares of one size.
  const scale = wanted > 1 ? Math.round(wanted) : wanted;
  const [h, w] = [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))];
  const rows = Math.ceil(pictures.length / columns);
  const [H, W] = [rows * (h + gap) - gap, columns * (w + gap) - gap];
  const data = new Uint8Array(H * W * channels).fill(ground);
  for (const [i, picture] of pictures.entries()) {
    const tile = await resized(picture, h, w);
    const [top, left] = [Math.floor(i / columns) * (h + gap), (i % columns) * (w + gap)];
    for (let y = 0; y < h; y++) data.set(tile.subarray(y * w * channels, (y + 1) * w * channels), ((top + y) * W + left) * channels);
  }
  return { shape: [H, W, channels], data };
}

async function resized({ shape: [height, width, channels], data }: Picture, h: number, w: number): Promise<Uint8Array> {
  const made = sharp(data, { raw: { width, height, channels: channels === 1 ? 1 : 3 } }).resize(w, h, { fit: "fill", kernel: h > height ? "nearest" : "lanczos3" });
  return new Uint8Array(await (channels === 1 ? made.toColourspace("b-w") : made).raw().toBuffer());
}
