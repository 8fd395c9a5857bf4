import { bell, integer, uniform, type Random } from "../random.ts";

/** Red, green, blue, 0 … 1. */
export type Colour = readonly [number, number, number];

export function anyColour(random: Random): Colour {
  return [uniform(random), uniform(random), uniform(random)];
}

/** Paints a background into `[side, side, 3]`: between two near colours, evenly, as a slope, as stripes or as clouds. */
export function paintBackground(random: Random, pixels: Float32Array, side: number): Colour {
  const from = anyColour(random);
  const to = from.map((value) => Math.min(1, Math.max(0, value + uniform(random, -0.3, 0.3))));
  const share = patterns[integer(random, patterns.length)]?.(random, side) ?? flat();
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const t = share(x, y);
      for (let c = 0; c < 3; c++) {
        const start = from[c] as number;
        pixels[(y * side + x) * 3 + c] = start + t * ((to[c] as number) - start);
      }
    }
  }
  return [0, 1, 2].map((c) => ((from[c] as number) + (to[c] as number)) / 2) as [number, number, number];
}

/** How far a pixel is from the first colour to the second, 0 … 1. */
type Pattern = (random: Random, side: number) => (x: number, y: number) => number;

const flat = () => (): number => 0;

const slope: Pattern = (random, side) => {
  const angle = uniform(random, 0, 2 * Math.PI);
  return (x, y) => 0.5 + ((x / side - 0.5) * Math.cos(angle) + (y / side - 0.5) * Math.sin(angle)) / Math.SQRT2;
};

const stripes: Pattern = (random, side) => {
  const angle = uniform(random, 0, 2 * Math.PI);
  const waves = uniform(random, 15, 50) / side;
  return (x, y) => 0.5 + 0.5 * Math.sin((x * Math.cos(angle) + y * Math.sin(angle)) * waves);
};

/** Random values on a coarse grid, bilinear between. */
const clouds: Pattern = (random, side) => {
  const cells = 4 + integer(random, 4);
  const grid = Array.from({ length: (cells + 1) ** 2 }, () => uniform(random));
  const at = (column: number, row: number): number => grid[row * (cells + 1) + column] as number;
  return (x, y) => {
    const u = (x / side) * cells;
    const v = (y / side) * cells;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const s = u - column;
    const t = v - row;
    return (at(column, row) * (1 - s) + at(column + 1, row) * s) * (1 - t) + (at(column, row + 1) * (1 - s) + at(column + 1, row + 1) * s) * t;
  };
};

const patterns: readonly Pattern[] = [flat, slope, stripes, clouds];

/** Adds a sensor's noise to every value and rounds to bytes. */
export function expose(random: Random, values: Float32Array, noise: number, pixels: Uint8Array): void {
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = Math.round(255 * Math.min(1, Math.max(0, (values[i] as number) + bell(random, noise))));
  }
}
