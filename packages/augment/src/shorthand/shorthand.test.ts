import * as fc from "fast-check";
import { expect, it } from "vitest";
import { augment } from "../augment.ts";
import { blur } from "../colour/blur.ts";
import { AugmentError } from "../error.ts";
import { normalize } from "../colour/normalize.ts";
import { mirror } from "../geometry/mirror.ts";
import { randomCrop } from "../geometry/randomCrop.ts";
import { randomResizedCrop } from "../geometry/randomResizedCrop.ts";
import type { ImageShape } from "../image.ts";
import { compose } from "../policy/compose.ts";
import { oneOf } from "../policy/oneOf.ts";
import { parsePipeline, stepKinds } from "../step.ts";
import { describePipeline } from "./describePipeline.ts";
import { parseAugment } from "./parseAugment.ts";
import { presets } from "./presets.ts";

const cifar: ImageShape = [32, 32, 3];

it("gives what is usual for the size", () => {
  expect(parseAugment("flip,crop", { shape: cifar })).toEqual({ pipeline: [mirror(), randomCrop({ size: 32, padding: 4 })] });
  expect(parseAugment(" Flip, crop ", { shape: [224, 224, 3] }).pipeline).toEqual([mirror(), randomResizedCrop({ size: 224 })]);
  expect(parseAugment("crop:2", { shape: [28, 28, 1] }).pipeline).toEqual([randomCrop({ size: 28, padding: 2 })]);
  expect(parseAugment("crop:0.25", { shape: [64, 96, 3] }).pipeline).toEqual([randomResizedCrop({ size: [64, 96], scale: [0.25, 1] })]);
});

it("takes all of it in one line", () => {
  const { pipeline, mix } = parseAugment("flip,crop,rotate,jitter,cutout,randaugment,trivialaugment,autoaugment:cifar10,mixup,cutmix", { shape: cifar });
  expect(describePipeline(pipeline)).toMatchInlineSnapshot(`
    "mirror, p 0.5
    randomCrop, size 32×32, padding 4
    rotate, degrees [-15, 15], interpolation bilinear
    colorJitter
    cutout
    randAugment
    trivialAugment
    autoAugment, policy cifar10"
  `);
  expect(mix).toEqual({ kind: "mixupOrCutmix", p: 1, mixup: 0.8, cutmix: 1, switch: 0.5 });
  expect(parseAugment("mixup", { shape: cifar }).mix).toEqual({ kind: "mixup", p: 1, alpha: 0.2 });
  expect(parseAugment("cutmix:0.5", { shape: cifar })).toEqual({ pipeline: [], mix: { kind: "cutmix", p: 1, alpha: 0.5 } });
  expect(parseAugment("mixup:0.4,cutmix", { shape: cifar }).mix).toMatchObject({ mixup: 0.4, cutmix: 1 });
});

it("takes the kinds of other steps with their own defaults", () => {
  expect(parseAugment("posterize,perspective", { shape: cifar }).pipeline).toEqual(parsePipeline(["posterize", "perspective"]));
});

it.each(Object.keys(presets))("%s keeps the shape, small and large, colour and grey, and is data", (word) => {
  for (const shape of [cifar, [28, 28, 1], [70, 66, 3]] as const) {
    const { pipeline } = parseAugment(word, { shape });
    expect(parsePipeline(JSON.parse(JSON.stringify(pipeline)))).toEqual(pipeline);
    const data = Uint8Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => (i * 31) % 256);
    for (let seed = 0; seed < 5; seed++) expect(augment({ image: { shape, data } }, pipeline, { seed }).image.shape).toEqual(shape);
  }
});

it.each(Object.entries(presets).filter(([, { argument }]) => argument !== undefined).map(([word]) => word))("%s takes its argument, and refuses what is none", (word) => {
  const argument = word === "autoaugment" ? "svhn" : "1";
  expect(parseAugment(`${word}:${argument}`, { shape: cifar }).pipeline).not.toEqual(parseAugment(word, { shape: cifar }).pipeline);
  expect(() => parseAugment(`${word}:much`, { shape: cifar })).toThrow(/Received "much"/);
});

it("says what it does not know", () => {
  const refused = (text: string, shape: ImageShape = cifar): string => {
    try { parseAugment(text, { shape }); } catch (error) { return String(error); }
    return "nothing";
  };
  expect(["flipp", "toString", "flip:2", "mirror:2", "randaugment:", "randaugment:40", "crop:-1", "mixup,mixup:1", "mixup:x", "resize", "", ",,"].map((text) => refused(text)).join("\n")).toMatchInlineSnapshot(`
    "AugmentError: augment: there is no "flipp". Did you mean "flip"? Known: flip, vflip, crop, rotate, shear, translate, zoom, elastic, jitter, lighting, gray, blur, noise, cutout, erase, randaugment, trivialaugment, autoaugment, augmix, mixup, cutmix, and every kind of step.
    AugmentError: augment: there is no "toString". Known: flip, vflip, crop, rotate, shear, translate, zoom, elastic, jitter, lighting, gray, blur, noise, cutout, erase, randaugment, trivialaugment, autoaugment, augmix, mixup, cutmix, and every kind of step.
    AugmentError: augment: nothing may follow "flip". Received "2".
    AugmentError: augment: nothing may follow "mirror". Received "2".
    AugmentError: augment: what follows "randaugment:" must be a number. Received "".
    AugmentError: randAugment: magnitude must be less than bins, 31. Received 40.
    AugmentError: randomCrop: padding must be a whole number from 0 to 65536. Received -1.
    AugmentError: augment: "mixup" may be given once. Received "mixup,mixup:1".
    AugmentError: augment: what follows "mixup:" must be a number. Received "x".
    AugmentError: pipeline[0] (resize): size must be [height, width] in pixels from 1 to 65536, or one number for the shorter side. Received none.
    AugmentError: augment: must be 1 to 100 words with commas between, such as "flip,crop". Received 0.
    AugmentError: augment: must be 1 to 100 words with commas between, such as "flip,crop". Received 0."
  `);
  // What is shown of a word, and the time it takes to look for one like it, have bounds.
  expect(["x".repeat(200_000), `mixup:${"9".repeat(2_000)}x`].map((text) => refused(text)).join("\n").replaceAll(/Known: .*/g, "Known: …")).toMatchInlineSnapshot(`
    "AugmentError: augment: there is no "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…. Known: …
    AugmentError: augment: what follows "mixup:" must be a number. Received "9999999999999999999999999999999999999999999999999999999999999999999999999999…."
  `);
  expect(refused("flip", [32, 32] as never)).toMatchInlineSnapshot(`"AugmentError: augment: shape must be [height, width, channels], whole numbers of at least 1. Received [32, 32]."`);
});

it("describes a pipeline: what is as it would be by itself is left out, steps in steps are indented", () => {
  const pipeline = [compose([mirror({ p: 1 }), oneOf([blur({ kernelSize: [3, 5] }), randomCrop({ size: [8, 9], fill: [1, 2, 3] })], { p: 0.25 })]), normalize({ mean: [0.5], std: [0.1, 0.2, 0.3] })];
  expect(describePipeline(pipeline)).toMatchInlineSnapshot(`
    "compose
      mirror
      oneOf, p 0.25
        blur, kernelSize 3×5
        randomCrop, size 8×9, fill [1, 2, 3]
    normalize, mean 0.5, std [0.1, 0.2, 0.3]"
  `);
  expect(describePipeline([])).toBe("");
});

it("takes any text for what it is: an augmentation, or an error of its own", () => {
  const word = fc.constantFrom(...Object.keys(presets), ...stepKinds, "mixup", "cutmix", "constructor", "");
  const text = fc.array(fc.oneof(fc.string(), word, fc.tuple(word, fc.oneof(fc.string(), fc.double().map(String))).map((pair) => pair.join(":")))).map((words) => words.join(","));
  fc.assert(fc.property(text, fc.constantFrom<ImageShape>(cifar, [1, 1, 1], [80, 70, 3]), (words, shape) => {
    try {
      expect(Array.isArray(parseAugment(words, { shape }).pipeline)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(AugmentError);
    }
  }), { numRuns: 2_000 });
});
