import type { Window } from "./layer.ts";

/** The bins that share out `length` positions: bin i goes from ⌊i·n / m⌋ up to, without, ⌈(i + 1)·n / m⌉ (PyTorch's rule). */
export const adaptiveBins = (length: number, count: number): readonly (readonly [from: number, to: number])[] =>
  Array.from({ length: count }, (_, i) => [Math.floor((i * length) / count), Math.ceil(((i + 1) * length) / count)] as const);

/** Adaptive pooling as windows: of the largest bin, moving by n / m. One bin on each axis sees everything. */
export function adaptiveWindows(lengths: readonly number[], counts: readonly number[]): Window {
  if (counts.every((count) => count === 1)) return "global";
  return lengths.map((length, axis) => {
    const count = counts[axis] ?? 1;
    return { size: Math.max(...adaptiveBins(length, count).map(([from, to]) => to - from)), stride: length / count, start: 0, middle: (length / count - 1) / 2 };
  });
}
