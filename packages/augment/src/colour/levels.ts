import { emptyLike, type Plain, type PlainPixels } from "./recolour.ts";

/**
 * Changes levels in place, whose white is 255 or 1. It must leave them between 0 and white; of bytes the fraction is dropped afterwards.
 */
export type ChangeLevels = (levels: Float32Array, white: number, channel: number) => void;

/** Changes an image level by level, whatever the channel. Bytes have only 256 levels, so that a table says what each becomes. */
export function changeLevels({ shape: [height, width, channels], data }: Plain, change: ChangeLevels): PlainPixels {
  return changeChannels({ shape: [height, width * channels, 1], data }, change);
}

/** The same, in another way for every channel. */
export function changeChannels({ shape: [, , channels], data }: Plain, change: ChangeLevels): PlainPixels {
  const result = emptyLike(data);
  for (let c = 0; c < channels; c++) {
    if (data instanceof Float32Array) {
      const levels = new Float32Array(data.length / channels);
      for (let i = 0; i < levels.length; i++) levels[i] = data[i * channels + c] as number;
      change(levels, 1, c);
      for (let i = 0; i < levels.length; i++) result[i * channels + c] = levels[i] as number;
    } else {
      const levels = Float32Array.from({ length: 256 }, (_, level) => level);
      change(levels, 255, c);
      const table = Uint8Array.from(levels);
      for (let i = c; i < data.length; i += channels) result[i] = table[data[i] as number] as number;
    }
  }
  return result;
}
