import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { augment } from "../augment.ts";
import { brightness } from "../colour/brightness.ts";
import { invert } from "../colour/invert.ts";
import { mirror } from "../geometry/mirror.ts";
import { randomCrop } from "../geometry/randomCrop.ts";
import { verticalFlip } from "../geometry/verticalFlip.ts";
import type { ImageShape } from "../image.ts";
import { applyOperations, parseOperations, type Operation } from "../operation.ts";
import type { Sample } from "../sample.ts";
import { drawOperations, parsePipeline, type Step } from "../step.ts";
import { augMix } from "./augMix.ts";
import { autoAugment } from "./autoAugment.ts";
import { randAugment } from "./randAugment.ts";
import { someOf } from "./someOf.ts";
import { trivialAugment } from "./trivialAugment.ts";

const shape: ImageShape = [12, 16, 3];
const sample: Sample = { image: { shape, data: Uint8Array.from({ length: 576 }, (_, i) => (i * 37) % 256) }, mask: new Uint8Array(192).fill(1), boxes: Float32Array.of(2, 3, 9, 8), keypoints: Float32Array.of(5, 5) };

const draw = (step: Step, i: number): readonly Operation[] => drawOperations([step], shape, { seed: 11, path: [i] });

/** How often each word of a list comes, as a share. */
function shares(words: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1 / words.length);
  return found;
}

/** Five deviations of a share of so many draws. */
const bound = (p: number, count: number): number => 5 * Math.sqrt((p * (1 - p)) / count);

/** What an operation is called in the papers: its label without figures. */
const nameOf = ({ label = "" }: Operation): string => label.replace(/ [×−\d-].*| to .*| from .*/, "");

const policies: readonly Step[] = [randAugment(), randAugment({ count: 3, magnitude: 30, interpolation: "bilinear", fill: 128 }), trivialAugment(), autoAugment(), autoAugment({ policy: "cifar10" }), autoAugment({ policy: "svhn", border: "reflect" }), augMix(), augMix({ severity: 10, colours: false, depth: 2 })];

describe("every policy", () => {
  it.each(policies.map((step) => [step.kind, step] as const))("%s is data, keeps the shape, and what it drew can be done again", (_, step) => {
    expect(parsePipeline(JSON.parse(JSON.stringify([step])))).toEqual([step]);
    fc.assert(fc.property(fc.nat(), (seed) => {
      const { operations, ...result } = augment(sample, [step], { seed });
      expect(result.image.shape).toEqual(shape);
      expect(applyOperations(sample, parseOperations(JSON.parse(JSON.stringify(operations))))).toEqual(result);
    }), { numRuns: 50 });
  });

  it.each(policies.map((step) => [step.kind, step] as const))("%s takes grey images and floats", (_, step) => {
    for (let i = 0; i < 30; i++) {
      const { image } = augment({ image: { shape: [6, 5, 1], data: Float32Array.from({ length: 30 }, (_, at) => at / 29) } }, [step], { seed: i });
      expect(image.shape).toEqual([6, 5, 1]);
      expect(image.data.every((value) => value >= -1e-6 && value <= 1 + 1e-6)).toBe(true);
    }
  });
});

describe("randAugment", () => {
  it("takes each of 14 operations as often as the others, and turns every other one the other way", () => {
    const count = 14_000;
    const drawn = Array.from({ length: count }, (_, i) => draw(randAugment({ count: 1 }), i));
    const found = shares(drawn.map(([operation]) => (operation === undefined ? "identity" : nameOf(operation))));
    expect([...found.keys()].sort()).toMatchInlineSnapshot(`
      [
        "autocontrast",
        "brightness",
        "contrast",
        "equalize",
        "identity",
        "posterize",
        "rotate",
        "saturation",
        "sharpness",
        "shear x",
        "shear y",
        "solarize",
        "translate x",
        "translate y",
      ]
    `);
    for (const share of found.values()) expect(Math.abs(share - 1 / 14)).toBeLessThan(bound(1 / 14, count));
    const turns = drawn.flat().filter((operation) => nameOf(operation) === "rotate");
    expect(Math.abs(turns.filter(({ label }) => label?.includes("-")).length / turns.length - 0.5)).toBeLessThan(bound(0.5, turns.length));
  });

  it("is as strong as asked: bin 9 of 31 turns by 9 of 30 degrees, and colours by 0.27", () => {
    const labels = new Set(Array.from({ length: 400 }, (_, i) => draw(randAugment(), i)).flat().map(({ label }) => label));
    expect([...labels].sort()).toMatchInlineSnapshot(`
      [
        "autocontrast",
        "brightness ×0.73",
        "brightness ×1.27",
        "contrast ×0.73",
        "contrast ×1.27",
        "equalize",
        "posterize to 7 bits",
        "rotate -9°",
        "rotate 9°",
        "saturation ×0.73",
        "saturation ×1.27",
        "sharpness ×0.73",
        "sharpness ×1.27",
        "shear x -0.09",
        "shear x 0.09",
        "shear y -0.09",
        "shear y 0.09",
        "solarize from 178.5",
        "translate x -2",
        "translate x 2",
        "translate y -1",
        "translate y 1",
      ]
    `);
  });
});

it("trivialAugment takes each magnitude as often as the others", () => {
  const turns = Array.from({ length: 20_000 }, (_, i) => draw(trivialAugment({ bins: 4 }), i)).flat().flatMap(({ label }) => (label?.startsWith("rotate") === true ? [label.replace("-", "")] : []));
  const found = shares(turns);
  expect([...found.keys()].sort()).toEqual(["rotate 0°", "rotate 135°", "rotate 45°", "rotate 90°"]);
  for (const share of found.values()) expect(Math.abs(share - 0.25)).toBeLessThan(bound(0.25, turns.length));
});

it("autoAugment takes each of 25 pairs as often as the others, and their parts as often as the policy says", () => {
  const count = 20_000;
  // Sharpness is in none of SVHN's pairs, contrast in one, with probability 0.3.
  const found = Array.from({ length: count }, (_, i) => draw(autoAugment({ policy: "svhn" }), i)).flat().map(nameOf);
  expect(found).not.toContain("sharpness");
  const contrasts = found.filter((name) => name === "contrast").length / count;
  expect(Math.abs(contrasts - 0.3 / 25)).toBeLessThan(bound(0.3 / 25, count));
  // So is a shift to the side, with 0.9.
  expect(Math.abs(found.filter((name) => name === "translate x").length / count - 0.9 / 25)).toBeLessThan(bound(0.9 / 25, count));
});

describe("augMix", () => {
  it("mixes the image and its chains by their weights", () => {
    const image = { shape: [1, 2, 1] as const, data: Uint8Array.of(0, 100) };
    const flipped: Operation = { kind: "mirror" };
    const inverted: Operation = { kind: "invert" };
    // 0.5 · [0, 100] + 0.3 · [100, 0] + 0.2 · [155, 255]
    expect([...applyOperations({ image }, [{ kind: "augMix", weights: [0.5, 0.3, 0.2], chains: [[flipped], [inverted, flipped]] }]).image.data]).toEqual([61, 101]);
  });

  it("has weights that sum to 1, the image's own of Beta(α, α), the chains' alike", () => {
    const count = 4_000;
    const weights = Array.from({ length: count }, (_, i) => draw(augMix({ alpha: 2, width: 4, depth: 1 }), i)).flatMap(([operation]) => (operation?.kind === "augMix" ? [operation.weights] : []));
    for (const of of weights) expect(of.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    const mean = (k: number): number => weights.reduce((sum, of) => sum + (of[k] as number), 0) / count;
    // Any weight deviates by less than a half.
    expect(Math.abs(mean(0) - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(count));
    for (const k of [1, 2, 3, 4]) expect(Math.abs(mean(k) - 0.125)).toBeLessThan((5 * 0.25) / Math.sqrt(count));
    const variance = weights.reduce((sum, of) => sum + ((of[0] as number) - 0.5) ** 2, 0) / count;
    expect(Math.abs(variance - 1 / 20)).toBeLessThan((5 * 0.25) / Math.sqrt(count));
  });

  it("leaves masks, boxes and keypoints to the image itself", () => {
    const { mask, boxes, keypoints } = augment(sample, [augMix()], { seed: 1 });
    expect({ mask, boxes, keypoints }).toEqual({ mask: sample.mask, boxes: sample.boxes, keypoints: sample.keypoints });
  });
});

describe("someOf", () => {
  it("takes so many of its steps, none twice, in their order", () => {
    const steps = [mirror({ p: 1 }), verticalFlip({ p: 1 }), invert({ p: 1 }), brightness({ factor: [0.5, 0.5] })];
    const kinds = steps.map(({ kind }) => kind);
    const count = 12_000;
    const drawn = Array.from({ length: count }, (_, i) => draw(someOf(steps, { count: 2 }), i).map(({ kind }) => kind));
    for (const taken of drawn) expect(taken).toEqual(kinds.filter((kind) => taken.includes(kind as Operation["kind"])));
    const found = shares(drawn.map((taken) => taken.join()));
    expect(found.size).toBe(6);
    for (const share of found.values()) expect(Math.abs(share - 1 / 6)).toBeLessThan(bound(1 / 6, count));
    const several = shares(Array.from({ length: count }, (_, i) => String(draw(someOf(steps, { count: [0, 7] }), i).length)));
    // Four steps are all there are: they stand for 4, 5, 6 and 7.
    for (const [size, p] of [["0", 1 / 8], ["3", 1 / 8], ["4", 1 / 2]] as const) expect(Math.abs((several.get(size) ?? 0) - p)).toBeLessThan(bound(p, count));
  });

  it("draws later steps for the shape that the earlier ones leave", () => {
    const small = someOf([randomCrop({ size: 8 }), randomCrop({ size: 8 })], { count: 2 });
    expect(draw(small, 1).at(-1)?.label).toBe("crop 8×8 at 0, 0");
  });
});

it("refuses what cannot be", () => {
  const refused = (run: () => unknown): string => {
    try { run(); } catch (error) { return String(error); }
    return "nothing";
  };
  const nested = (depth: number): Operation => (depth === 0 ? { kind: "mirror" } : { kind: "augMix", weights: [0.5, 0.5], chains: [[nested(depth - 1)]] });
  expect([
    refused(() => draw(randAugment({ magnitude: 31 }), 0)),
    refused(() => randAugment({ bins: 1 })),
    refused(() => parsePipeline([{ kind: "autoAugment", policy: "cifar100" }])),
    refused(() => parsePipeline(["randAugmnt"])),
    refused(() => parsePipeline([{ kind: "randAugment", n: 2 }])),
    refused(() => someOf([], { count: 1 })),
    refused(() => someOf([mirror()], { count: [2, 1] })),
    refused(() => someOf([mirror()], { count: 0.5 })),
    refused(() => augMix({ depth: [1.5, 2] })),
    refused(() => parseOperations([{ kind: "augMix", weights: [1], chains: [[{ kind: "mirrored" }]] }])),
    refused(() => parseOperations([{ kind: "augMix", weights: [1], chains: { length: 1 } }])),
    refused(() => parseOperations([nested(9)])),
    refused(() => applyOperations(sample, [{ kind: "augMix", weights: [1], chains: [[]] }])),
    refused(() => applyOperations(sample, [{ kind: "augMix", weights: [0.5, 0.5], chains: [[{ kind: "crop", top: 0, left: 0, size: [2, 2], border: "constant", fill: [0] }]] }])),
  ].join("\n")).toMatchInlineSnapshot(`
    "AugmentError: randAugment: magnitude must be less than bins, 31. Received 31.
    AugmentError: randAugment: bins must be a whole number from 2 to 1000. Received 1.
    AugmentError: pipeline[0] (autoAugment): policy must be one of "imagenet", "cifar10", "svhn". Received "cifar100".
    AugmentError: pipeline[0]: there is no step "randAugmnt". Did you mean "randAugment"? Known: affine, centerCrop, crop, elastic, mirror, pad, perspective, randomCrop, randomResizedCrop, resize, rotate, scale, shear, translate, verticalFlip, autocontrast, blur, brightness, channelDrop, channelShuffle, colorJitter, contrast, cutout, equalize, gamma, grayscale, hue, invert, jpeg, lighting, noise, normalize, posterize, randomErase, saturation, sharpness, solarize, augMix, autoAugment, compose, oneOf, randAugment, someOf, trivialAugment.
    AugmentError: pipeline[0] (randAugment): there is no option "n". Options: count, magnitude, bins, interpolation, border, fill.
    AugmentError: someOf: steps must be a list of steps. Received [].
    AugmentError: someOf: count must be a whole number from 0 to 1000, or [least, most]. Received [2,1].
    AugmentError: someOf: count must be a whole number from 0 to 1000, or [least, most]. Received 0.5.
    AugmentError: augMix: depth must be a whole number from 1 to 100, or [least, most]. Received [1.5,2].
    AugmentError: operations[0] (augMix): there is no operation "mirrored". Did you mean "mirror"? Known: crop, elastic, mirror, resize, verticalFlip, warp, autocontrast, blur, brightness, channelDrop, channelOrder, contrast, equalize, erase, eraseWithNoise, gamma, grayscale, hue, invert, jpeg, lighting, noise, normalize, posterize, saturation, sharpness, solarize, augMix.
    AugmentError: operations[0] (augMix): chains must be a list of at most 100 lists of operations. Received {"length":1}.
    AugmentError: operations[0] (augMix) (augMix) (augMix) (augMix) (augMix) (augMix) (augMix) (augMix) (augMix): operations may lie in operations at most 8 deep.
    AugmentError: augMix: there must be a weight for the image and for each of the 1 chains. Received 1.
    AugmentError: augMix: a chain must keep the image's shape and kind of numbers. Received [2,2,3] for [12,16,3]."
  `);
});
