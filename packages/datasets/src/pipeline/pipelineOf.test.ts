import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { batches } from "../batches.ts";
import type { Split } from "../dataset.ts";
import { shapes } from "../shapes/shapes.ts";
import type { PictureBatch, Pipeline, Transform } from "./pipeline.ts";
import { pipelineOf } from "./pipelineOf.ts";

const { train } = shapes({ train: 23, test: 1, seed: 1 });

const all = async (of: AsyncIterable<PictureBatch>): Promise<PictureBatch[]> => {
  const seen: PictureBatch[] = [];
  for await (const batch of of) seen.push(batch);
  return seen;
};

/** Every level moves by a number that is drawn from all there is to draw from. */
const moved: Transform = (sample, { seed, epoch, index }) => ({ ...sample, image: { ...sample.image, data: Uint8Array.from(sample.image.data, (level) => level + seed * 7 + epoch * 31 + index) } });

describe("by hand", () => {
  const split: Split = { shape: [3, 1, 2, 1], images: Uint8Array.of(0, 255, 51, 102, 153, 204), labels: Uint8Array.of(2, 0, 1) };

  test("without an epoch: in order, as floats", async () => {
    const [first, second, none] = await all(pipelineOf(split).batches({ batchSize: 2 }));
    expect(first).toEqual({ images: { shape: [2, 1, 2, 1], data: Float32Array.of(0, 1, 0.2, 0.4) }, labels: { shape: [2], data: Int32Array.of(2, 0) }, indices: Uint32Array.of(0, 1) });
    expect([...(second?.images.data ?? [])]).toEqual([...Float32Array.of(0.6, 0.8)]);
    expect(none).toBeUndefined();
  });

  test("a transform is for epochs only, and knows seed, epoch and place", async () => {
    const pipeline = pipelineOf(split, { transform: moved, seed: 2 });
    expect((await pipeline.batch(Uint32Array.of(1), 3)).images.data).toEqual(Float32Array.of((51 + 14 + 93 + 1) / 255, (102 + 14 + 93 + 1) / 255));
    expect((await pipeline.batch(Uint32Array.of(1))).images.data).toEqual(Float32Array.of(0.2, 0.4));
  });

  test("standardised as asked", async () => {
    const { images } = await pipelineOf(split, { standardise: { mean: [0.2], std: [0.5] } }).batch(Uint32Array.of(1));
    expect(images.data[0]).toBeCloseTo(0, 6);
    expect(images.data[1]).toBeCloseTo(0.4, 6);
  });

  test("another shape: scaled until it covers it, cut around the middle", async () => {
    const { images } = await pipelineOf({ shape: [1, 1, 3, 1], images: Uint8Array.of(0, 51, 255), labels: Uint8Array.of(0) }, { shape: [1, 1, 1] }).batch(Uint32Array.of(0));
    expect(images).toEqual({ shape: [1, 1, 1, 1], data: Float32Array.of(0.2) });
  });

  test("boxes and masks come along; a box that has left its image does not", async () => {
    const gone: Transform = (sample, { index }) => (index === 0 ? { ...sample, boxes: Float32Array.of(NaN, NaN, NaN, NaN) } : sample);
    const pipeline = pipelineOf({ ...split, masks: Uint8Array.of(0, 1, 1, 0, 1, 1), boxes: Float32Array.of(1, 0, 2, 1, 0, 0, 1, 1, 0, 0, 2, 1) }, { transform: gone });
    const { boxes, boxLabels, masks } = await pipeline.batch(Uint32Array.of(0, 2), 1);
    expect(boxes).toEqual({ shape: [2, 1, 4], data: Float32Array.of(NaN, NaN, NaN, NaN, 0, 0, 2, 1) });
    expect(boxLabels).toEqual({ shape: [2, 1], data: Int32Array.of(-1, 1) });
    expect(masks).toEqual({ shape: [2, 1, 2], data: Int32Array.of(0, 1, 1, 1) });
    expect((await pipeline.batch(Uint32Array.of(0), 1)).boxes).toEqual({ shape: [1, 0, 4], data: new Float32Array() });
  });
});

test("batches as `batches` gives them, with the same seed and epoch", async () => {
  const options = { batchSize: 5, epoch: 4, dropRemainder: true };
  const expected = [...batches(train, { ...options, seed: 9 })];
  expect(expected).toHaveLength(4);
  for (const [i, { images, labels, indices }] of (await all(pipelineOf(train, { seed: 9 }).batches(options))).entries()) expect({ images, labels, indices }).toEqual(expected[i]);
});

test("goes on where it was left, and gives a sample the same in whatever company", async () => {
  const make = (): Pipeline => pipelineOf(train, { seed: 5, transform: moved });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.nat(40), fc.nat(5), async (batchSize, from, epoch) => {
      const whole = await all(make().batches({ batchSize, epoch }));
      expect(await all(make().batches({ batchSize, epoch, from }))).toEqual(whole.slice(from));
      const pipeline = make();
      for (const { indices, images } of whole.reverse()) {
        const last = indices.at(-1) as number;
        expect((await pipeline.batch(Uint32Array.of(last), epoch)).images.data).toEqual(images.data.slice(-pixels));
      }
    }),
    { numRuns: 20 },
  );
});

const pixels = train.shape[1] * train.shape[2] * train.shape[3];

test("some places only, each epoch in another order", async () => {
  const pipeline = pipelineOf(train, { seed: 1 });
  const order = async (epoch?: number): Promise<number[]> => (await all(pipeline.batches({ indices: [3, 5, 8, 13, 21, 1, 2], batchSize: 3, ...(epoch !== undefined && { epoch }) }))).flatMap(({ indices }) => [...indices]);
  expect(await order()).toEqual([3, 5, 8, 13, 21, 1, 2]);
  expect((await order(1)).sort((a, b) => a - b)).toEqual([1, 2, 3, 5, 8, 13, 21]);
  expect(await order(1)).not.toEqual(await order(2));
});

test("what was closed gives nothing more", async () => {
  const pipeline = pipelineOf(train);
  await pipeline.close();
  await expect(pipeline.batch(Uint32Array.of(0))).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: pipeline: it has been closed. Open another one.]`);
});

describe("refuses", () => {
  const of = (transform: Transform): Promise<unknown> => pipelineOf(train, { transform }).batch(Uint32Array.of(7), 1);

  test("a transform that ends in another shape", async () => {
    await expect(of((sample) => ({ ...sample, image: { shape: [2, 1, 1], data: new Uint8Array(2) } }))).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: image 7: the transform must end in 32×32×3. Received 2×1×1. Add a step that gives every picture this size, such as randomResizedCrop, randomCrop or resize, or open the pipeline with another shape.]`);
  });

  test("a transform that gives floats", async () => {
    await expect(of((sample) => ({ ...sample, image: { ...sample.image, data: Float32Array.from(sample.image.data) } }))).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: image 7: the transform must give bytes. Received floats. Leave out normalize and give the pipeline standardise, which the pictures of an evaluation get as well.]`);
  });

  test("a transform that gives too few numbers", async () => {
    await expect(of((sample) => ({ ...sample, image: { ...sample.image, data: new Uint8Array(2) } }))).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: image 7: the transform must give 32×32×3 numbers. Received 2.]`);
  });

  test("a transform that forgets the mask, or a box", async () => {
    await expect(of(({ mask: _, ...sample }) => sample)).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: image 7: the transform must move the mask with the picture, to 32×32. Received none.]`);
    await expect(of((sample) => ({ ...sample, boxes: new Float32Array() }))).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: image 7: the transform must keep every box in its row. Received 0 of 1.]`);
  });

  test("a transform that throws", async () => {
    await expect(of(() => { throw new RangeError("randomCrop: too small."); })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: image 7: the transform failed: randomCrop: too small.]`);
  });

  test("options and places that are none", async () => {
    expect(() => pipelineOf(train, { shape: [0, 4, 3] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: pipelineOf: shape must be [height, width, channels] with 3 channels. Received [0, 4, 3].]`);
    expect(() => pipelineOf(train, { shape: [4, 4, 7] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: pipelineOf: shape must be [height, width, channels] with 3 channels. Received [4, 4, 7].]`);
    expect(() => pipelineOf(train, { standardise: { mean: [0, 0], std: [1, 1] } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: pipelineOf: standardise.mean must have one number a channel. Received 2 for 3.]`);
    expect(() => pipelineOf({ ...train, labels: new Uint8Array(3) })).toThrowErrorMatchingInlineSnapshot(`[DataError: pipeline: labels of a split of 23×32×32×3 must hold 23 numbers. Received 3.]`);
    expect(() => pipelineOf({ shape: [0, 1, 1, 1], images: new Uint8Array(), labels: new Uint8Array() })).toThrowErrorMatchingInlineSnapshot(`[DataError: pipeline: there must be at least one image. Received none.]`);
    const pipeline = pipelineOf(train);
    expect(() => pipeline.batches({ batchSize: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: batches: batchSize must be a whole number of at least 1. Received 0.]`);
    expect(() => pipeline.batches({ from: -1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: batches: from must be a whole number of batches, at least 0. Received -1.]`);
    expect(() => pipeline.batches({ epoch: 0.5 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: batches: epoch must be a whole number, 1 for the first. Received 0.5.]`);
    expect(() => pipeline.batches({ indices: [0, 23] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: batches: every index must lie in 0 … 22. Received 23 at position 1.]`);
    await expect(pipeline.batch(new Uint32Array())).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: batch: there must be at least one place. Received none.]`);
    await expect(pipeline.batch(Uint32Array.of(23))).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: batch: every index must lie in 0 … 22. Received 23 at position 0.]`);
  });
});
