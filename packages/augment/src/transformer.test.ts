import { expect, it } from "vitest";
import { augment } from "./augment.ts";
import type { Sample } from "./sample.ts";
import { parsePipeline } from "./step.ts";
import { transformer } from "./transformer.ts";

const sample: Sample = { image: { shape: [6, 6, 1], data: Uint8Array.from({ length: 36 }, (_, i) => i) } };

it("draws by seed, epoch and place, as augment does with that path", () => {
  const json = ["mirror", { kind: "randomCrop", size: 4 }, { kind: "noise", amount: 0.2 }];
  const transform = transformer(json);
  for (const epoch of [1, 2])
    for (const index of [0, 5]) {
      const { operations: _, ...expected } = augment(sample, parsePipeline(json), { seed: 3, path: [epoch, index] });
      expect(transform(sample, { seed: 3, epoch, index })).toEqual(expected);
    }
});

it("refuses options that are no pipeline when it is made, not when it is used", () => {
  expect(() => transformer({ flip: true })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: pipeline: must be a list of steps. Received {"flip":true}.]`);
});
