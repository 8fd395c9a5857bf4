import { randomOf, type Random } from "@convscope/nn";

/** Height and width of a picture in pixels. */
const side = 28;

/** The classes, in the order of their labels. */
export const markNames: readonly string[] = ["cross", "ring", "star"];

/** Pictures `[n, 28, 28, 1]`, each of one figure, and the class of each. */
export interface Marks {
  readonly shape: readonly [number, number, number, number];
  readonly images: Uint8Array;
  readonly labels: Int32Array;
  /** `[n, 28, 28]`: 1 where a figure covers half of a pixel or more. */
  readonly masks: Uint8Array;
  /** `[n, 4]`: xMin, yMin, xMax, yMax of the mask in pixels, edges not centres. */
  readonly boxes: Float32Array;
}

/** Whether a point belongs to a figure of radius 1 around the origin. */
type Inside = (x: number, y: number) => boolean;

const inside: readonly Inside[] = [
  (x, y) => Math.min(Math.abs(x), Math.abs(y)) < 0.24 && Math.max(Math.abs(x), Math.abs(y)) < 0.95,
  (x, y) => Math.abs(Math.hypot(x, y) - 0.72) < 0.25,
  (x, y) => Math.hypot(x, y) < starEdge(Math.atan2(y, x)),
];

/** How far the edge of a five-pointed star is in a direction: on the straight line between a point at 1 and a notch at 0.4. */
function starEdge(angle: number): number {
  const half = Math.PI / 5;
  const turn = Math.abs((((angle % (2 * half)) + 2 * half) % (2 * half)) - half);
  const [a, b] = [0.4, 1];
  return (a * b * Math.sin(half)) / (b * Math.sin(half - turn) + a * Math.sin(turn));
}

/** So many crosses, rings and stars, in turn, light on dark like drawn digits, of any place, size, angle and brightness, with noise. Each depends on the seed, the part and its place alone. */
export function drawMarks(count: number, seed: number, part: string): Marks {
  const [images, masks] = [new Uint8Array(count * side * side), new Uint8Array(count * side * side)];
  const boxes = new Float32Array(count * 4);
  const labels = Int32Array.from({ length: count }, (_, i) => i % inside.length);
  labels.forEach((label, i) => {
    const mask = masks.subarray(i * side * side, (i + 1) * side * side);
    draw(randomOf(seed, part, i), inside[label] as Inside, images.subarray(i * side * side, (i + 1) * side * side), mask);
    boxes.set(boxOf(mask), i * 4);
  });
  return { shape: [count, side, side, 1], images, labels, masks, boxes };
}

/** Four points in each pixel, so that edges are soft. */
const quarters = [[0.25, 0.25], [0.25, 0.75], [0.75, 0.25], [0.75, 0.75]] as const;

function draw(random: Random, isInside: Inside, pixels: Uint8Array, mask: Uint8Array): void {
  const between = (from: number, to: number): number => from + (to - from) * random.uniform();
  const radius = side * between(0.2, 0.45);
  const [centreX, centreY, angle] = [between(radius, side - radius), between(radius, side - radius), between(0, 2 * Math.PI)];
  const [cos, sin] = [Math.cos(angle) / radius, Math.sin(angle) / radius];
  const [ink, noise] = [between(0.5, 1), between(0.02, 0.1)];
  for (let i = 0; i < pixels.length; i++) {
    const [x, y] = [i % side, Math.floor(i / side)];
    let covered = 0;
    for (const [dx, dy] of quarters) {
      const [u, v] = [x + dx - centreX, y + dy - centreY];
      if (isInside(u * cos + v * sin, v * cos - u * sin)) covered += 1 / quarters.length;
    }
    mask[i] = covered >= 0.5 ? 1 : 0;
    pixels[i] = Math.round(255 * Math.min(1, Math.max(0, covered * ink + noise * random.normal())));
  }
}

/** Where a mask begins and ends. */
function boxOf(mask: Uint8Array): readonly number[] {
  const inside = [...mask.keys()].filter((i) => mask[i] === 1);
  const [across, down] = [inside.map((i) => i % side), inside.map((i) => Math.floor(i / side))];
  return [Math.min(...across), Math.min(...down), Math.max(...across) + 1, Math.max(...down) + 1];
}
