import fc from "fast-check";
import { expect, test } from "vitest";
import { loopCount } from "./loopCount.ts";

test("MNIST in batches of 32, with nothing and with a tenth held out", () => {
  expect(loopCount({ samples: 60_000, heldOut: 0, batch: 32, epochs: 3 })).toEqual({ samples: 60_000, stepsPerEpoch: 1875, lastBatch: 32, steps: 5625 });
  expect(loopCount({ samples: 60_000, heldOut: 0.1, batch: 64, epochs: 1 })).toEqual({ samples: 54_000, stepsPerEpoch: 844, lastBatch: 48, steps: 844 });
});

test("the batches of an epoch hold all samples", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 5000 }), (samples, batch) => {
    const { stepsPerEpoch, lastBatch } = loopCount({ samples, heldOut: 0, batch, epochs: 1 });
    expect((stepsPerEpoch - 1) * batch + lastBatch).toBe(samples);
    expect(lastBatch).toBeGreaterThan(0);
    expect(lastBatch).toBeLessThanOrEqual(batch);
  }));
});
