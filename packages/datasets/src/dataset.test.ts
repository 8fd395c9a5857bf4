import { describe, expect, test } from "vitest";
import { classCounts, first, image, size, subset } from "./dataset.ts";
import { channelStatistics, toFloat } from "./scale.ts";
import { shapes } from "./shapes/shapes.ts";

const { train } = shapes({ train: 9, test: 0, side: 16 });

describe("parts of a split", () => {
  test("first gives views of the first samples", () => {
    const three = first(train, 3);
    expect(three.shape).toEqual([3, 16, 16, 3]);
    expect(three.images.buffer).toBe(train.images.buffer);
    expect([three.images.length, three.labels.length, three.boxes?.length, three.masks?.length]).toEqual([3 * 768, 3, 12, 3 * 256]);
    expect(size(first(train, 100))).toBe(9);
  });

  test("subset copies the samples in the order asked, with boxes and masks", () => {
    const two = subset(train, [7, 2]);
    expect(image(two, 0)).toEqual(image(train, 7));
    expect([...two.labels]).toEqual([train.labels[7], train.labels[2]]);
    expect(two.boxes?.slice(4)).toEqual(train.boxes?.slice(8, 12));
    expect(two.masks?.slice(0, 256)).toEqual(train.masks?.slice(7 * 256, 8 * 256));
    expect(() => subset(train, [9])).toThrowErrorMatchingInlineSnapshot(`[RangeError: subset: every index must lie in 0 … 8. Received 9 at position 0.]`);
    expect(() => image(train, -1)).toThrowErrorMatchingInlineSnapshot(`[RangeError: image: the index must lie in 0 … 8. Received -1.]`);
  });

  test("classCounts counts", () => {
    expect([...classCounts(train, 3)]).toEqual([3, 3, 3]);
  });
});

describe("scaling", () => {
  test("standardised images have mean 0 and deviation 1 in each channel", () => {
    const statistics = channelStatistics(train);
    const floats = toFloat(train.images, statistics);
    for (let channel = 0; channel < 3; channel++) {
      const values = floats.filter((_, i) => i % 3 === channel);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)).toBeCloseTo(1, 4);
    }
  });

  test("by hand: the pixels 0 and 255 have mean ½ and deviation ½", () => {
    const split = { shape: [1, 1, 2, 1] as const, images: Uint8Array.of(0, 255), labels: Uint8Array.of(0) };
    expect(channelStatistics(split)).toEqual({ mean: [0.5], std: [0.5] });
    expect(channelStatistics(split, [0, 0])).toEqual({ mean: [0.5], std: [0.5] });
    expect(() => channelStatistics(split, [])).toThrowErrorMatchingInlineSnapshot(`[RangeError: channelStatistics: there must be at least one image. Received none.]`);
    expect(() => toFloat(split.images, { mean: [0], std: [] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: toFloat: mean and std must have one number a channel. Received 1 and 0.]`);
  });
});
