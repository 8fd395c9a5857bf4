import { drawMixings, drawMosaic, drawOperations, mosaic, parseAugment, parseMix, parseMixings, parseMosaic, parseMosaicked, parseOperations, parsePipeline, stepKinds } from "@convscope/augment";
import { AugmentError } from "../../../packages/augment/src/error.ts";
import { misspelt, reshaped } from "../misspell.mjs";
import { utf8 } from "../seeds.mjs";

/** @typedef {import("../random.mjs").Random} Random */

const shape = /** @type {const} */ ([32, 32, 3]);

/** @param {unknown} value */
const json = (value) => utf8(JSON.stringify(value));

/** Text that is no JSON never gets as far as to us. @param {Uint8Array} bytes @returns {unknown} */
function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new AugmentError("made: this is no JSON.");
  }
}

/** Of JSON, which is worth more than text that is none. @param {readonly Uint8Array[]} good @param {Random} random */
const otherJson = (good, random) => (random.chance(0.8) ? reshaped(good, random) : misspelt(good, random));

/** @param {RegExp} subject @param {() => readonly Uint8Array[]} made @param {(bytes: Uint8Array) => unknown} read @param {(good: readonly Uint8Array[], random: Random) => Uint8Array} [change] */
const ready = (subject, made, read, change = otherJson) => async () => {
  const good = made();
  return { good, vary: (/** @type {Random} */ random) => change(good, random), subject, read: async (/** @type {Uint8Array} */ bytes) => read(bytes) };
};

/** Kinds that must be told something. */
const told = [
  { kind: "affine", degrees: 10, translate: [0.1, 0.1], scale: 0.2, shear: 5 }, { kind: "centerCrop", size: 20 }, { kind: "crop", top: 1, left: 2, size: [20, 30] }, { kind: "pad", padding: [1, 2, 3, 4], border: "reflect" },
  { kind: "randomCrop", size: 32, padding: 4 }, { kind: "randomResizedCrop", size: 24, scale: [0.1, 1] }, { kind: "resize", size: [20, 30], interpolation: "bicubic" }, { kind: "rotate", degrees: [-20, 30] }, { kind: "scale", factor: 0.2 },
  { kind: "compose", steps: ["mirror", { kind: "rotate", degrees: 20 }] }, { kind: "oneOf", steps: ["mirror", { kind: "compose", steps: ["invert", "blur"], p: 0.5 }] }, { kind: "someOf", steps: ["mirror", "verticalFlip", "invert"], count: [1, 2] },
];
const toldKinds = told.map(({ kind }) => kind);

/** Steps of every kind with all their options, and several together. */
function pipelines() {
  const single = parsePipeline([...stepKinds.filter((kind) => !toldKinds.includes(kind)), ...told.filter(({ kind }) => stepKinds.some((known) => known === kind))]);
  return [...single.map((step) => [step]), single.slice(0, 8)];
}

const drawn = () => pipelines().flatMap((pipeline) => [1, 2].map((seed) => drawOperations(pipeline, shape, { seed }))).filter((operations) => operations.length > 0);
const mixes = ["mixup", "cutmix", "mixupOrCutmix", { kind: "mixup", alpha: 0.4, p: 0.5 }];
const batch = /** @type {const} */ ([4, 32, 32, 3]);

/** @type {import("../parsers.mjs").Parsers} */
export const augmentation = {
  parsePipeline: ready(/^made|pipeline|[a-zA-Z]+: /, () => pipelines().map(json), (bytes) => drawOperations(parsePipeline(parsed(bytes)), shape, { seed: 1 })),
  parseOperations: ready(/^made|operations/, () => drawn().map(json), (bytes) => parseOperations(parsed(bytes))),
  parseMix: ready(/^made|mix/, () => mixes.map(json), (bytes) => drawMixings(parseMix(parsed(bytes)), batch, { seed: 1 })),
  parseMixings: ready(/^made|mix/, () => mixes.map((mix) => json(drawMixings(parseMix(mix), batch, { seed: 2 }))), (bytes) => parseMixings(parsed(bytes))),
  parseMosaic: ready(/^made|mosaic/, () => [json(mosaic({ size: 64 })), json({ kind: "mosaic", size: [10, 20], centre: 0.1, fill: [1, 2, 3] })], (bytes) => drawMosaic(parseMosaic(parsed(bytes)), { seed: 1 })),
  parseMosaicked: ready(/^made|mosaic/, () => [1, 2].map((seed) => json(drawMosaic(mosaic({ size: [64, 48] }), { seed }))), (bytes) => parseMosaicked(parsed(bytes))),
  parseAugment: ready(/augment|pipeline|: /, () => ["flip,crop,randaugment:7,mixup", "crop:3, rotate:20,jitter:0.2,gray:0.5,blur,noise:0.1,cutout:8,erase,cutmix:0.5", "autoaugment:svhn,augmix:5,shear,translate,zoom,elastic,lighting,vflip,trivialaugment"].map(utf8), (bytes) => parseAugment(new TextDecoder().decode(bytes), { shape }), misspelt),
};
