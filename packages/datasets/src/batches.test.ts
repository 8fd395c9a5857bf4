import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { batches } from "./batches.ts";
import type { Split } from "./dataset.ts";

/** Five images of 1 × 2 pixels: 0 1, 2 3, … with labels 0, 1, 2, 0, 1. */
const tiny: Split = { shape: [5, 1, 2, 1], images: Uint8Array.from({ length: 10 }, (_, i) => i), labels: Uint8Array.of(0, 1, 2, 0, 1) };

describe("batches", () => {
  test("scales to 0 … 1 and ends with what is left", () => {
    const all = [...batches(tiny, { batchSize: 2 })];
    expect(all.map(({ images }) => images.shape)).toEqual([[2, 1, 2, 1], [2, 1, 2, 1], [1, 1, 2, 1]]);
    expect(all[1]?.images.data).toEqual(Float32Array.of(4 / 255, 5 / 255, 6 / 255, 7 / 255));
    expect(all[1]?.labels).toEqual({ shape: [2], data: Int32Array.of(2, 0) });
    expect([...batches(tiny, { batchSize: 2, dropRemainder: true })]).toHaveLength(2);
  });

  test("takes only the places that are asked for, standardised", () => {
    const [batch] = batches(tiny, { indices: [4, 0], standardise: { mean: [1 / 255], std: [2 / 255] } });
    expect([...(batch?.images.data ?? [])].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([3.5, 4, -0.5, 0]);
    expect(batch?.indices).toEqual(Uint32Array.of(4, 0));
  });

  test("an epoch gives every sample once, with its own label, in an order of its own", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(), fc.nat(99), (batchSize, seed, epoch) => {
        const all = [...batches(tiny, { batchSize, seed, epoch })];
        expect(all.flatMap(({ indices }) => [...indices]).sort()).toEqual([0, 1, 2, 3, 4]);
        for (const { images, labels, indices } of all) {
          indices.forEach((place, i) => {
            expect(labels.data[i]).toBe(tiny.labels[place]);
            expect(images.data[2 * i]).toBe(Math.fround((2 * place) / 255));
          });
        }
        expect([...batches(tiny, { batchSize, seed, epoch })]).toEqual(all);
      }),
    );
    const order = (epoch: number): string => [...batches(tiny, { batchSize: 5, seed: 1, epoch })].flatMap(({ indices }) => [...indices]).join();
    expect(new Set(Array.from({ length: 10 }, (_, epoch) => order(epoch))).size).toBeGreaterThan(5);
  });

  test("refuses what it cannot do", () => {
    expect(() => [...batches(tiny, { batchSize: 0 })]).toThrowErrorMatchingInlineSnapshot(`[RangeError: batches: batchSize must be a whole number of at least 1. Received 0.]`);
    expect(() => [...batches(tiny, { indices: [5] })]).toThrowErrorMatchingInlineSnapshot(`[RangeError: image: the index must lie in 0 … 4. Received 5.]`);
    const mistyped: object = { batchsize: 3 };
    expect(() => [...batches(tiny, mistyped)]).toThrowErrorMatchingInlineSnapshot(`[RangeError: batches: there is no option "batchsize". Did you mean "batchSize"? Known: batchSize, seed, epoch, indices, dropRemainder, standardise.]`);
  });
});
