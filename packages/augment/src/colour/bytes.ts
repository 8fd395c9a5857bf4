import type { Plain, PlainPixels } from "./recolour.ts";

/** Changes an image as bytes. Floats are taken to the nearest of the 256 levels before. */
export function asBytes({ data }: Plain, change: (bytes: Uint8Array) => Uint8Array): PlainPixels {
  if (!(data instanceof Float32Array)) return change(data);
  // Clamped, so that what is stored is rounded.
  const nearest = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i++) nearest[i] = (data[i] as number) * 255;
  const changed = change(new Uint8Array(nearest.buffer));
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) result[i] = (changed[i] as number) / 255;
  return result;
}
