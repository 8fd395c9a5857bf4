import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { geometryOperations } from "../src/geometry/operations.ts";
import { geometrySteps } from "../src/geometry/steps.ts";
import {
  affine,
  applyOperations,
  centerCrop,
  crop,
  drawOperations,
  elastic,
  mirror,
  pad,
  parseOperations,
  parsePipeline,
  perspective,
  randomCrop,
  randomResizedCrop,
  resize,
  rotate,
  scale,
  shapeAfter,
  shear,
  translate,
  verticalFlip,
  type Image,
  type Operation,
  type Pixels,
  type Sample,
  type Step,
  type StepKind,
} from "../src/index.ts";

// Each kind once, as strong as training may have it; nearest pixels and others.
const steps: { readonly [K in keyof typeof geometrySteps]: Step } = {
  affine: affine({ degrees: 30, translate: [0.2, 0.2], scale: [0.7, 1.4], shear: 15, shearY: 10, interpolation: "bilinear" }),
  centerCrop: centerCrop({ size: [9, 14] }),
  crop: crop({ top: 2, left: -3, size: [11, 13], border: "constant" }),
  elastic: elastic({ alpha: 30, sigma: 3 }),
  mirror: mirror({ p: 1 }),
  pad: pad({ padding: [1, 2, 3, 4] }),
  perspective: perspective({ p: 1 }),
  randomCrop: randomCrop({ size: 10, padding: 3 }),
  randomResizedCrop: randomResizedCrop({ size: [12, 9], scale: [0.4, 1] }),
  resize: resize({ size: [17, 9] }),
  rotate: rotate({ degrees: 180 }),
  scale: scale({ factor: [0.6, 1.6], interpolation: "bicubic" }),
  shear: shear({ x: 20, y: 10 }),
  translate: translate({ x: 0.3, y: 0.3 }),
  verticalFlip: verticalFlip({ p: 1 }),
};

const kinds = Object.keys(steps) as (keyof typeof steps & StepKind)[];
const seeds = fc.integer({ min: 0, max: 2 ** 32 });
const sides = fc.tuple(fc.integer({ min: 10, max: 24 }), fc.integer({ min: 10, max: 24 }));

const draw = (kind: keyof typeof steps, image: Image, seed: number): readonly Operation[] => drawOperations([steps[kind]], image.shape, { seed });

const noise = (length: number, seed: number): Uint8Array => Uint8Array.from({ length }, (_, i) => Math.imul((i + seed) ^ ((i + seed) >>> 3), 0x9e3779b1) >>> 24);

it("covers every step and operation that moves pixels", () => {
  expect(kinds.slice().sort()).toEqual(Object.keys(geometrySteps).sort());
  const image = { shape: [12, 14, 1], data: new Uint8Array(168) } as const;
  expect([...new Set(kinds.flatMap((kind) => draw(kind, image, 1).map((operation) => operation.kind)))].sort()).toEqual(Object.keys(geometryOperations).sort());
});

describe.each(kinds)("%s", (kind) => {
  it("is data: it comes back from JSON, and so does what was drawn, and does the same again", () => {
    expect(parsePipeline(JSON.parse(JSON.stringify([steps[kind]])))).toEqual([steps[kind]]);
    fc.assert(
      fc.property(seeds, sides, (seed, [height, width]) => {
        const image = { shape: [height, width, 2] as const, data: noise(height * width * 2, seed) };
        const drawn = draw(kind, image, seed);
        expect(drawn.every(({ label }) => label !== undefined)).toBe(true);
        const again = parseOperations(JSON.parse(JSON.stringify(drawn)));
        expect(again).toEqual(drawn);
        expect(applyOperations({ image }, again)).toEqual(applyOperations({ image }, drawn));
        expect(drawn.reduce((shape, operation) => shapeAfter(operation, shape), image.shape as Image["shape"])).toEqual(applyOperations({ image }, drawn).image.shape);
      }),
      { numRuns: 20 },
    );
  });

  it("gives bytes, clamped bytes and floats alike, and leaves what it was given as it was", () => {
    fc.assert(
      fc.property(seeds, sides, (seed, [height, width]) => {
        const shape = [height, width, 3] as const;
        const bytes = noise(height * width * 3, seed);
        const before = bytes.slice();
        const drawn = draw(kind, { shape, data: bytes }, seed);
        const moved = (data: Pixels): Pixels => applyOperations({ image: { shape, data } }, drawn).image.data;
        const [plain, clamped, floats] = [moved(bytes), moved(new Uint8ClampedArray(bytes)), moved(Float32Array.from(bytes, (level) => level / 255))];
        expect(bytes).toEqual(before);
        expect([plain.constructor, clamped.constructor, floats.constructor]).toEqual([Uint8Array, Uint8ClampedArray, Float32Array]);
        expect([...clamped]).toEqual([...plain]);
        // Resized bytes are rounded twice; where a cubic overshoots, bytes are cut and floats are not.
        const apart = Float64Array.from(plain, (level, i) => Math.abs(level - Math.min(255, Math.max(0, 255 * (floats[i] as number)))));
        expect(Math.max(...apart)).toBeLessThan(1.01);
      }),
      { numRuns: 20 },
    );
  });

  it("moves masks and boxes alike: what is left of a thing lies in its box, within a pixel", () => {
    fc.assert(
      fc.property(seeds, sides, fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), fc.integer({ min: 1, max: 9 }), (seed, [height, width], [across, down], side) => {
        const [left, top] = [Math.floor(across * (width - 1)), Math.floor(down * (height - 1))];
        const [right, bottom] = [Math.min(width, left + side), Math.min(height, top + side)];
        const image = { shape: [height, width, 1] as const, data: new Uint8Array(height * width) };
        const mask = Uint8Array.from({ length: height * width }, (_, i) => Number(i % width >= left && i % width < right && Math.floor(i / width) >= top && Math.floor(i / width) < bottom));
        const after = applyOperations({ image, mask, boxes: Float32Array.of(left, top, right, bottom) }, draw(kind, image, seed));
        const [x0 = NaN, y0 = NaN, x1 = NaN, y1 = NaN] = after.boxes ?? [];
        const wide = after.image.shape[1];
        const outside = [...(after.mask ?? [])].filter((one, i) => {
          const [x, y] = [i % wide, Math.floor(i / wide)];
          return one !== 0 && !(x >= x0 - 1 && x + 1 <= x1 + 1 && y >= y0 - 1 && y + 1 <= y1 + 1);
        });
        expect(outside).toEqual([]);
      }),
    );
  });

  it("moves pixels and points alike: a point goes where the picture shows what was at it", () => {
    fc.assert(
      fc.property(seeds, sides, (seed, [height, width]) => {
        const { image, places } = ramp(height, width);
        const drawn = draw(kind, image, seed);
        const shown = places(applyOperations({ image }, drawn).image);
        const sample: Sample = { image, keypoints: Float32Array.from(shown.flatMap(({ from }) => from)) };
        const { keypoints = new Float32Array() } = applyOperations(sample, drawn);
        const apart = shown.map(({ at }, i) => Math.hypot((keypoints[2 * i] as number) - at[0], (keypoints[2 * i + 1] as number) - at[1]));
        // Nearest pixels show a place up to half a pixel beside in each direction, which is moved too. The sums of a widened filter are not quite symmetric.
        expect(Math.max(0, ...apart)).toBeLessThan(drawn.some((operation) => "interpolation" in operation && operation.interpolation === "nearest") ? 1 : 0.15);
      }),
      { numRuns: 30 },
    );
  });
});

/** A picture of which each pixel says where it lies, and how much it is there. */
function ramp(height: number, width: number): { readonly image: Image; readonly places: (image: Image) => { readonly from: readonly [number, number]; readonly at: readonly [number, number] }[] } {
  const data = Float32Array.from({ length: height * width * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return [x + 0.5, y + 0.5, 1][i % 3] as number;
  });
  return {
    image: { shape: [height, width, 3], data },
    // Only where the picture fills the pixel, and away from the borders before and after, where what lies beyond has a part in it.
    places: ({ shape: [rows, columns], data: seen }) =>
      Array.from({ length: seen.length / 3 }, (_, i) => ({ from: [seen[3 * i] as number, seen[3 * i + 1] as number] as const, part: seen[3 * i + 2] as number, at: [(i % columns) + 0.5, Math.floor(i / columns) + 0.5] as const })).filter(
        ({ from, at, part }) => Math.abs(part - 1) < 1e-5 && within(from, width, height) && within(at, columns, rows),
      ),
  };
}

const within = ([x, y]: readonly [number, number], width: number, height: number): boolean => x > 3 && y > 3 && x < width - 3 && y < height - 3;
