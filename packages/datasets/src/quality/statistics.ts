import { where, type Album } from "./album.ts";
import { median } from "./finding.ts";
import type { Range, Statistics } from "./report.ts";

function range(numbers: readonly number[]): Range {
  const [least, greatest] = numbers.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  return { least, median: median(numbers), greatest };
}

/** Sizes, brightness, and mean and deviation per channel; nothing where no picture could be read. */
export function statistics(album: Album): Statistics | undefined {
  const all = where(album, () => true);
  if (all.length === 0) return undefined;
  const [width, height] = [range(all.map((i) => album.width[i] as number)), range(all.map((i) => album.height[i] as number))];
  const first = album.entries[all[0] as number]?.part;
  const training = all.filter((i) => album.entries[i]?.part === first);
  const grey = training.every((i) => album.grey[i] === 1);
  const average = (of: Float32Array, c: number): number => training.reduce((sum, i) => sum + (of[3 * i + c] as number), 0) / training.length;
  const mean = (grey ? [0] : [0, 1, 2]).map((c) => average(album.mean, c));
  return {
    width,
    height,
    oneSize: width.least === width.greatest && height.least === height.greatest,
    brightness: range(all.map((i) => album.brightness[i] as number)),
    mean,
    std: mean.map((value, c) => Math.sqrt(Math.max(0, average(album.square, c) - value ** 2))),
  };
}
