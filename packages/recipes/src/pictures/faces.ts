import { randomOf, type Random } from "@convscope/nn";

/** Height and width of a picture in pixels. */
const side = 32;

/** The classes, in the order of their labels. */
export const petNames: readonly string[] = ["cat", "dog"];

/** Pictures `[n, 32, 32, 3]`, and whether each is of a dog. */
export interface Faces {
  readonly shape: readonly [number, number, number, number];
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** So many drawn faces of cats and dogs in turn. Each depends on the seed, the part and its place alone. */
export function drawFaces(count: number, seed: number, part: string): Faces {
  const area = side * side * 3;
  const images = new Uint8Array(count * area);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % petNames.length);
  labels.forEach((label, i) => draw(randomOf(seed, "face", part, i), label === 1, images.subarray(i * area, (i + 1) * area)));
  return { shape: [count, side, side, 3], images, labels };
}

/** A part of a face in a colour; coordinates have the head at the origin with radius 1, y downwards. */
interface Patch {
  readonly inside: (x: number, y: number) => boolean;
  readonly colour: readonly number[];
}

const ellipse = (centreX: number, centreY: number, width: number, height: number) => (x: number, y: number): boolean => ((x - centreX) / width) ** 2 + ((y - centreY) / height) ** 2 < 1;

/** On both sides of the face. */
const twice = (inside: Patch["inside"]): Patch["inside"] => (x, y) => inside(Math.abs(x), y);

/** A cat's ears are corners that stand up, a dog's are flaps that hang at the sides; the dog has a longer snout. All else is as either likes. */
function draw(random: Random, isDog: boolean, pixels: Uint8Array): void {
  const between = (from: number, to: number): number => from + (to - from) * random.uniform();
  const light = between(0.45, 0.95);
  const fur = [light, light * between(0.7, 1), light * between(0.45, 0.9)];
  const shade = between(0.4, 0.8);
  const ears = fur.map((value) => value * shade);
  const dark = [0.08, 0.06, 0.06];
  const behind = background(between, fur);
  const [spread, tip, snout] = [between(0.6, 0.85), between(1.25, 1.6), between(0.3, 0.5)];
  const ear = isDog
    ? ellipse(between(0.85, 1.05), between(0.05, 0.35), between(0.28, 0.4), between(0.6, 0.8))
    : (x: number, y: number): boolean => y < -0.3 && y > -tip && Math.abs(x - spread) < (0.45 * (y + tip)) / (tip - 0.3);
  const patches: readonly Patch[] = [
    { inside: twice(ear), colour: ears },
    { inside: ellipse(0, 0, 1, between(0.8, 1)), colour: fur },
    ...(isDog ? [{ inside: twice(ear), colour: ears }] : []),
    { inside: ellipse(0, 0.4, snout, isDog ? between(0.4, 0.5) : between(0.2, 0.3)), colour: fur.map((value) => Math.min(1, value + 0.25)) },
    { inside: twice(ellipse(between(0.3, 0.45), -0.2, 0.14, 0.14)), colour: dark },
    { inside: ellipse(0, 0.25, 0.16, 0.12), colour: dark },
  ];
  const radius = side * between(0.22, 0.3);
  const [centreX, centreY, angle] = [between(1.4 * radius, side - 1.4 * radius), between(1.5 * radius, side - 1.2 * radius), between(-0.35, 0.35)];
  const [cos, sin] = [Math.cos(angle) / radius, Math.sin(angle) / radius];
  const noise = between(0.01, 0.05);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [u, v] = [x + 0.5 - centreX, y + 0.5 - centreY];
      const seen = patches.findLast(({ inside }) => inside(u * cos + v * sin, v * cos - u * sin))?.colour ?? behind;
      for (let c = 0; c < 3; c++) pixels[(y * side + x) * 3 + c] = Math.round(255 * Math.min(1, Math.max(0, (seen[c] ?? 0) + noise * random.normal())));
    }
}

/** Any colour that can be told from the fur: more than 0.6 away from it in the cube of red, green and blue. */
function background(between: (from: number, to: number) => number, fur: readonly number[]): readonly number[] {
  for (;;) {
    const colour = [between(0, 1), between(0, 1), between(0, 1)];
    if (Math.hypot(...colour.map((value, i) => value - (fur[i] ?? 0))) > 0.6) return colour;
  }
}
