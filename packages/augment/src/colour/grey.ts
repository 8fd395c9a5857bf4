import type { Plain } from "./recolour.ts";

const { fround } = Math;
const [red, green, blue] = [fround(0.2989), fround(0.587), fround(0.114)] as const;

/** How bright a colour looks: the luma of ITU-R BT.601, with torchvision's digits and its rounding to float32. */
export const luma = (r: number, g: number, b: number): number => fround(fround(fround(red * r) + fround(green * g)) + fround(blue * b));

/** The grey of every pixel, `[H, W]`; of bytes without the fraction. The image has three channels, or is grey already. */
export function greyOf({ shape: [height, width, channels], data }: Plain): Plain["data"] {
  if (channels === 1) return data;
  const pixels = height * width;
  const grey = data instanceof Float32Array ? new Float32Array(pixels) : new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) grey[i] = luma(data[3 * i] as number, data[3 * i + 1] as number, data[3 * i + 2] as number);
  return grey;
}
