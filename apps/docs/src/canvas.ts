import type { Drawing } from "./drawings.ts";

/** What a canvas can draw, with its own size. */
export interface Source {
  readonly image: CanvasImageSource;
  readonly width: number;
  readonly height: number;
}

/** The largest size with the same sides' ratio whose longer side is `most`, and no larger than the source. */
export function fitting({ width, height }: { readonly width: number; readonly height: number }, most: number): readonly [height: number, width: number] {
  const scale = Math.min(1, most / Math.max(width, height, 1));
  return [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))];
}

/** The middle of a picture, as much of it as has the ratio of the wanted sides. */
export function middleOf({ width, height }: { readonly width: number; readonly height: number }, toHeight: number, toWidth: number): readonly [x: number, y: number, width: number, height: number] {
  const scale = Math.min(width / toWidth, height / toHeight);
  const [w, h] = [toWidth * scale, toHeight * scale];
  return [(width - w) / 2, (height - h) / 2, w, h];
}

/** The colours of RGBA bytes, `[H, W, 3]`. */
export function withoutAlpha(rgba: ArrayLike<number>, height: number, width: number): Drawing {
  return { shape: [height, width, 3], image: Uint8Array.from({ length: height * width * 3 }, (_, i) => rgba[4 * Math.floor(i / 3) + (i % 3)] ?? 0) };
}

/** RGBA bytes of a picture with one channel or three. */
export function withAlpha({ shape: [height, width, channels], image }: Drawing): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(height * width * 4).fill(255);
  for (let i = 0; i < height * width; i++) for (let c = 0; c < 3; c++) rgba[4 * i + c] = image[i * channels + Math.min(c, channels - 1)] ?? 0;
  return rgba;
}

/** A source drawn into so many pixels, cut at the sides where their ratio differs. Only in a browser. */
export function pixelsOf(source: Source, height: number, width: number): Drawing {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser has no canvas to read a picture with.");
  context.drawImage(source.image, ...middleOf(source, height, width), 0, 0, width, height);
  return withoutAlpha(context.getImageData(0, 0, width, height).data, height, width);
}

/** A chosen file as a source. @throws Error where it is no picture that this browser reads. */
export async function sourceOf(file: File): Promise<Source> {
  try {
    const image = await createImageBitmap(file);
    return { image, width: image.width, height: image.height };
  } catch {
    throw new Error(`This browser cannot read ${file.name} as a picture. Choose a PNG, JPEG, WebP or GIF file.`);
  }
}
