import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colourOperations, type ColourOperation } from "../src/colour/operations.ts";
import { colourSteps, type ColourStep } from "../src/colour/steps.ts";
import { applyOperations, augment, drawOperations, parseOperations, parsePipeline, shapeAfter, type Image, type Operation, type Sample } from "../src/index.ts";
import { anyPicture, inFloats } from "./pictures.ts";

const factor = fc.double({ min: 0, max: 2, noNaN: true });
const seed = fc.nat();
const place = fc.integer({ min: -15, max: 15 });
const sides = fc.tuple(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 15 }));

/** Every operation with such options, and how many of 255 levels bytes may differ from floats: their fraction is dropped, that of a grey they are mixed with as well. */
const drawn: { readonly [K in ColourOperation["kind"]]: { readonly options: fc.Arbitrary<object>; readonly apart: number } } = {
  autocontrast: { options: fc.constant({}), apart: 1 },
  blur: { options: fc.record({ kernelSize: fc.constantFrom(1, [3, 7]), sigma: fc.double({ min: 0.01, max: 9, noNaN: true }) }), apart: 0.51 },
  brightness: { options: fc.record({ factor }), apart: 1 },
  channelDrop: { options: fc.record({ channel: fc.constant(0), fill: fc.integer({ min: 0, max: 255 }) }), apart: 0.01 },
  channelOrder: { options: fc.constant({}), apart: 0 },
  contrast: { options: fc.record({ factor }), apart: 2 },
  equalize: { options: fc.constant({}), apart: 0 },
  erase: { options: fc.record({ top: place, left: place, size: sides, fill: fc.integer({ min: 0, max: 255 }) }), apart: 0.01 },
  eraseWithNoise: { options: fc.record({ top: place, left: place, size: sides, seed }), apart: 1 },
  gamma: { options: fc.record({ gamma: factor, gain: factor }), apart: 1 },
  grayscale: { options: fc.record({ channels: fc.constantFrom(1, 3) }), apart: 1 },
  hue: { options: fc.record({ shift: fc.double({ min: -0.5, max: 0.5, noNaN: true }) }), apart: 1.01 },
  invert: { options: fc.constant({}), apart: 0.01 },
  jpeg: { options: fc.record({ quality: fc.integer({ min: 1, max: 100 }), subsampling: fc.constantFrom("4:4:4", "4:2:0") }), apart: 0 },
  lighting: { options: fc.record({ shift: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }) }), apart: 0.51 },
  noise: { options: fc.record({ distribution: fc.constantFrom("gaussian", "saltAndPepper", "speckle"), amount: fc.double({ min: 0, max: 1, noNaN: true }), seed }), apart: 0.51 },
  normalize: { options: fc.record({ mean: fc.constant([0.5]), std: fc.constant([0.25]) }), apart: 0.01 },
  posterize: { options: fc.record({ bits: fc.integer({ min: 0, max: 8 }) }), apart: 0 },
  saturation: { options: fc.record({ factor }), apart: 2 },
  sharpness: { options: fc.record({ factor }), apart: 2 },
  solarize: { options: fc.record({ threshold: fc.integer({ min: 0, max: 256 }) }), apart: 0.01 },
};

const kinds = Object.keys(drawn) as (keyof typeof drawn)[];

const read = (kind: string, options: object, { shape: [, , channels] }: Image): readonly Operation[] =>
  parseOperations([{ kind, ...options, ...(kind === "channelOrder" && { order: Array.from({ length: channels }, (_, c) => channels - 1 - c) }) }]);

it("each operation is drawn here", () => {
  expect(kinds).toEqual(Object.keys(colourOperations));
});

describe.each(kinds)("%s", (kind) => {
  const { options, apart } = drawn[kind];

  it("gives levels in range and the shape that it says, and leaves everything else alone", () => {
    fc.assert(fc.property(anyPicture(), options, (image, given) => {
      const operations = read(kind, given, image);
      const before = image.data.slice();
      const sample: Sample = { image, mask: new Uint8Array(image.shape[0] * image.shape[1]).fill(7), boxes: Float32Array.of(0, 0, 1, 1), keypoints: Float32Array.of(0.5, 0.5) };
      const after = applyOperations(sample, operations);
      expect(after.image.shape).toEqual(shapeAfter(operations[0] as Operation, image.shape));
      expect(after.image.data.length).toBe(after.image.shape.reduce((product, size) => product * size));
      expect(after).toMatchObject({ mask: sample.mask, boxes: sample.boxes, keypoints: sample.keypoints });
      expect(image.data).toEqual(before);
      if (kind === "normalize") return;
      expect(after.image.data).toBeInstanceOf(Uint8Array);
      for (const level of applyOperations({ image: inFloats(image) }, operations).image.data) expect(level >= 0 && level <= 1).toBe(true);
    }), { numRuns: 40 });
  });

  it("gives bytes, clamped bytes and floats the same, but for what bytes cannot say", () => {
    fc.assert(fc.property(anyPicture(), options, (image, given) => {
      const operations = read(kind, given, image);
      const inBytes = applyOperations({ image }, operations).image.data;
      const clamped = applyOperations({ image: { ...image, data: Uint8ClampedArray.from(image.data) } }, operations).image.data;
      expect([...clamped]).toEqual([...inBytes]);
      const file = Buffer.from(image.data);
      expect(applyOperations({ image: { ...image, data: file } }, operations).image.data).toEqual(inBytes);
      expect([...file]).toEqual([...image.data]);
      expect(clamped).toBeInstanceOf(kind === "normalize" ? Float32Array : Uint8ClampedArray);
      const white = kind === "normalize" ? 1 : 255;
      const asFloats = applyOperations({ image: inFloats(image) }, operations).image.data;
      let furthest = 0;
      for (let i = 0; i < inBytes.length; i++) furthest = Math.max(furthest, Math.abs((inBytes[i] as number) / white - (asFloats[i] as number)));
      expect(furthest * 255).toBeLessThanOrEqual(apart + 1e-3);
    }), { numRuns: 40 });
  });
});

const steps = Object.keys(colourSteps) as ColourStep["kind"][];

it.each(steps)("the step %s can be written by its name alone, drawn, kept as JSON and repeated", (kind) => {
  fc.assert(fc.property(anyPicture(), fc.nat(), (image, seed) => {
    const pipeline = parsePipeline([{ kind, p: 1 }]);
    expect(parsePipeline(JSON.parse(JSON.stringify(pipeline)))).toEqual(pipeline);
    const { image: after, operations } = augment({ image }, pipeline, { seed });
    const kept = parseOperations(JSON.parse(JSON.stringify(operations)));
    expect(kept).toEqual(operations);
    expect(applyOperations({ image }, kept).image).toEqual(after);
  }), { numRuns: 20 });
});

it.each(steps)("the step %s is taken as often as it says", (kind) => {
  const pipeline = parsePipeline([{ kind, p: 0.25 }]);
  const taken = Array.from({ length: 2_000 }, (_, i) => drawOperations(pipeline, [64, 64, 3], { seed: 5, path: [i] })).filter((operations) => operations.length > 0);
  expect(taken.length / 2_000).toBeCloseTo(0.25, 1);
});
