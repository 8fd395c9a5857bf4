import { checkCount, checkOptions, checkSeed } from "../check.ts";
import type { ImagesShape } from "../dataset.ts";
import { integer, pick, randomFor, uniform, type Random } from "../random.ts";
import { expose, paintBackground, type Colour } from "./background.ts";
import { figureAt, figureNames } from "./figure.ts";
import { boxOf, paint } from "./paint.ts";

/** What can be said about the set of drawn scenes. */
export interface ScenesOptions {
  /** Training pictures; 2,000 unless given. */
  readonly train?: number;
  /** Test pictures; 400 unless given. */
  readonly test?: number;
  /** A whole number; 1 unless given. */
  readonly seed?: number;
  /** The most figures in a picture, 1 … 3; 3 unless given. */
  readonly most?: number;
}

/** One figure of a scene. */
export interface SceneFigure {
  /** Index into the set's `classes`. */
  readonly label: number;
  /** xMin, yMin, xMax, yMax in pixels, edges not centres. */
  readonly box: readonly [xMin: number, yMin: number, xMax: number, yMax: number];
  /** `red`, `green`, `blue` or `yellow`. */
  readonly colour: string;
  readonly size: "small" | "large";
}

/** Pictures `[n, H, W, 3]`, 0 … 255, and the figures of each. */
export interface SceneSplit {
  readonly shape: ImagesShape;
  readonly images: Uint8Array;
  readonly figures: readonly (readonly SceneFigure[])[];
}

/** Pictures with several things in them, as detection and captioning need them. */
export interface SceneDataset {
  readonly classes: readonly string[];
  /** `[height, width, channels]` of one picture. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  readonly train: SceneSplit;
  readonly test: SceneSplit;
}

/** Height and width in pixels: three figures find room, and small ones can still be told apart. */
const side = 64;

/** The distance from any colour to the farther of red and blue is more than ½, so that one of the four can be seen before any background. */
const palette: Readonly<Record<string, Colour>> = { red: [0.9, 0.1, 0.1], green: [0.1, 0.7, 0.2], blue: [0.1, 0.2, 0.9], yellow: [0.95, 0.85, 0.1] };

/** Radii as shares of the side; none lies between small and large. */
const radii = { small: [0.1, 0.13], large: [0.18, 0.22] } as const;

/**
 * One to three circles, squares and triangles a picture, `[n, 64, 64, 3]`: filled, of four colours and two sizes, at any angle, whole,
 * none over another, before backgrounds as `shapes` has. Of two figures one always lies clearly beside the other or clearly above it.
 * A picture depends on the seed, `most` and its place alone.
 */
export function shapeScenes(options: ScenesOptions = {}): SceneDataset {
  checkOptions("shapeScenes", options, ["train", "test", "seed", "most"]);
  const { train = 2_000, test = 400, seed = 1, most = 3 } = options;
  checkSeed("shapeScenes", seed);
  if (!Number.isInteger(most) || most < 1 || most > 3) throw new RangeError(`shapeScenes: most must be a whole number of figures from 1 to 3. Received ${most}.`);
  return {
    classes: figureNames,
    inputShape: [side, side, 3],
    train: drawScenes(checkCount("shapeScenes", "train", train), seed, 4, most),
    test: drawScenes(checkCount("shapeScenes", "test", test), seed, 5, most),
  };
}

function drawScenes(count: number, seed: number, part: number, most: number): SceneSplit {
  const images = new Uint8Array(count * side * side * 3);
  const figures = Array.from({ length: count }, (_, i) => drawScene(randomFor(seed, part, i), most, images.subarray(i * side * side * 3, (i + 1) * side * side * 3)));
  return { shape: [count, side, side, 3], images, figures };
}

function drawScene(random: Random, most: number, pixels: Uint8Array): readonly SceneFigure[] {
  const values = new Float32Array(side * side * 3);
  const behind = paintBackground(random, values, side);
  const figures = placesFor(random, 1 + integer(random, most)).map(({ x, y, radius, size }) => {
    const label = integer(random, figureNames.length);
    const [colour, shade] = pick(random, Object.entries(palette).filter(([, known]) => apart(known, behind) > 0.5));
    const mask = new Uint8Array(side * side);
    paint(figureAt(random, label, x, y, radius), shade, side, values, mask);
    return { label, box: boxOf(mask, side), colour, size };
  });
  expose(random, values, uniform(random, 0.01, 0.06), pixels);
  return figures;
}

const apart = (a: Colour, b: Colour): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

interface Place {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly size: SceneFigure["size"];
}

/** Draws all places anew until they get along: three large figures seldom do, and moving one alone could fail for ever. */
function placesFor(random: Random, count: number): readonly Place[] {
  for (;;) {
    const places = Array.from({ length: count }, () => anyPlace(random));
    if (places.every((a, i) => places.slice(0, i).every((b) => getAlong(a, b)))) return places;
  }
}

function anyPlace(random: Random): Place {
  const size = integer(random, 2) === 0 ? "small" : "large";
  const radius = side * uniform(random, ...radii[size]);
  return { x: uniform(random, radius, side - radius), y: uniform(random, radius, side - radius), radius, size };
}

/** They do not touch, and it is plain whether they lie beside each other or one above the other. */
function getAlong(a: Place, b: Place): boolean {
  const [across, down] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
  return Math.hypot(across, down) > a.radius + b.radius + 2 && Math.abs(across - down) > side / 16;
}
