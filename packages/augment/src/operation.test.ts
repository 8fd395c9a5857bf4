import * as fc from "fast-check";
import { expect, it } from "vitest";
import { AugmentError } from "./error.ts";
import { applyOperations, operationKinds, parseOperations, type Operation } from "./operation.ts";
import { parseAugment } from "./shorthand/parseAugment.ts";
import type { Sample } from "./sample.ts";
import { drawOperations, parsePipeline } from "./step.ts";

const shape = [8, 6, 3] as const;
const sample: Sample = { image: { shape, data: Uint8Array.from({ length: 144 }, (_, i) => (i * 91) % 256) }, mask: new Uint8Array(48), boxes: Float32Array.of(1, 1, 4, 5), keypoints: Float32Array.of(2, 2) };

/** At least one operation of most kinds. */
const drawn: readonly Operation[] = drawOperations(
  [
    ...parseAugment("flip,crop,rotate,elastic,jitter,lighting,gray:1,blur:1,noise,cutout,erase:1,randaugment,augmix,jpeg,gamma,posterize,solarize,equalize,invert,autocontrast,sharpness,channelShuffle,channelDrop,vflip,normalize", { shape }).pipeline,
    ...parsePipeline([{ kind: "randomErase", fill: "noise" }, { kind: "resize", size: 5 }]),
  ].map((step) => ({ ...step, p: 1 })),
  shape,
  { seed: 4 },
);

it("meets every kind of operation here", () => {
  expect([...new Set(drawn.map(({ kind }) => kind))].sort()).toEqual([...operationKinds].sort());
});

it("does what was drawn, or says in words of its own why not, whatever one field is changed to", () => {
  const value: fc.Arbitrary<unknown> = fc.oneof(fc.double(), fc.integer({ min: -3, max: 300 }), fc.constantFrom<unknown>(0, -0, 1e9, -1e9, null, "", "wrap", [], [0], [1e308], [0, 0], [-1, -1], {}, true), fc.array(fc.double({ min: -1e3, max: 1e3 }), { maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(fc.property(fc.constantFrom(...drawn), fc.nat(), value, (operation, place, changed) => {
    const names = Object.keys(operation);
    const json: unknown = JSON.parse(JSON.stringify({ ...operation, [names[place % names.length] as string]: changed }));
    try {
      const { image } = applyOperations(sample, parseOperations([json]));
      expect(image.data.length).toBe(image.shape.reduce((all, n) => all * n, 1));
    } catch (error) {
      if (!(error instanceof AugmentError)) throw error;
    }
  }), { numRuns: 3_000 });
});

it("refuses samples whose parts do not fit, and what is no list of operations", () => {
  const refused = (run: () => unknown): string => {
    try { run(); } catch (error) { return String(error).replace(/Known: .*/, "Known: …"); }
    return "nothing";
  };
  const { image } = sample;
  expect([
    refused(() => applyOperations({ image: { shape: [8, 6, 0], data: image.data } }, [])),
    refused(() => applyOperations({ image: { shape: [8, 6, 1], data: image.data } }, [])),
    refused(() => applyOperations({ image, mask: new Uint8Array(7) }, [])),
    refused(() => applyOperations({ image, boxes: new Float32Array(5) }, [])),
    refused(() => applyOperations({ image, keypoints: new Float32Array(5) }, [])),
    refused(() => parseOperations("mirror")),
    refused(() => parseOperations(["mirror"])),
    refused(() => parseOperations([{ kind: "miror" }])),
    refused(() => parseOperations([{ kind: "crop", top: 0.5 }])),
  ].join("\n")).toMatchInlineSnapshot(`
    "AugmentError: sample: image.shape must be [height, width, channels], whole numbers of at least 1. Received [8, 6, 0].
    AugmentError: sample: image.data must hold 8×6×1 = 48 numbers. Received 144.
    AugmentError: sample: mask must hold a number for each of the 8×6 pixels. Received 7.
    AugmentError: sample: boxes must be [n, 4]. Received 5 numbers.
    AugmentError: sample: keypoints must be [n, 2]. Received 5 numbers.
    AugmentError: operations: must be a list of records. Received "mirror".
    AugmentError: operations[0]: must be a record with a kind. Received "mirror".
    AugmentError: operations[0]: there is no operation "miror". Did you mean "mirror"? Known: …
    AugmentError: operations[0] (crop): top must be a whole number from -65536 to 65536. Received 0.5."
  `);
});
