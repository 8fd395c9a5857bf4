import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { image } from "../dataset.ts";
import { toFloat } from "../scale.ts";
import { linearAccuracy } from "../../test/linear.ts";
import { skeletons, waysToWrite } from "./skeleton.ts";
import { spline } from "./spline.ts";
import { strokes } from "./strokes.ts";

const data = strokes({ train: 6_000, test: 1_500, seed: 1 });

describe("strokes", () => {
  test("has the shape that it says, and every digit once in ten", () => {
    expect(data.train.shape).toEqual([6_000, 28, 28, 1]);
    expect(data.train.images).toHaveLength(6_000 * 784);
    for (let start = 0; start < 200; start += 10) {
      expect([...data.train.labels.subarray(start, start + 10)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  test("a sample depends on seed and place, not on how many there are", () => {
    const fewer = strokes({ train: 25, test: 10, seed: 1 });
    expect(Buffer.from(fewer.train.images).equals(data.train.images.subarray(0, 25 * 784))).toBe(true);
    expect(Buffer.from(fewer.test.images).equals(data.test.images.subarray(0, 10 * 784))).toBe(true);
    expect(image(strokes({ train: 1, test: 0, seed: 2 }).train, 0)).not.toEqual(image(data.train, 0));
  });

  test("stays as it is from version to version, or its checksum must change", () => {
    const print = (pixels: Uint8Array): string => createHash("md5").update(pixels).digest("hex");
    expect([data.checksum, print(data.train.images), print(data.test.images)]).toMatchInlineSnapshot(`
      [
        "strokes:1:1:6000:1500",
        "d6b9384e70c51771dff4cd417e82ae2d",
        "8888d36ac75288b334d9237f94d4fb2d",
      ]
    `);
  });

  test("no image comes twice, in training and test together", () => {
    const prints = new Set<string>();
    for (const split of [data.train, data.test]) {
      for (let i = 0; i < split.labels.length; i++) prints.add(createHash("md5").update(image(split, i)).digest("hex"));
    }
    expect(prints.size).toBe(7_500);
  });

  test("every image has ink, and its middle rather than its rim", () => {
    for (let i = 0; i < 500; i++) {
      const pixels = image(data.train, i);
      let rim = 0;
      let all = 0;
      pixels.forEach((value, at) => {
        const [x, y] = [at % 28, Math.floor(at / 28)];
        all += value;
        if (x === 0 || y === 0 || x === 27 || y === 27) rim += value;
      });
      expect(all).toBeGreaterThan(20 * 255);
      expect(rim).toBeLessThan(all * 0.25);
    }
  });

  test("is too hard for a linear classifier, and not noise", () => {
    const accuracy = linearAccuracy(
      { pixels: toFloat(data.train.images), labels: data.train.labels },
      { pixels: toFloat(data.test.images), labels: data.test.labels },
      { features: 784, classes: 10, epochs: 25 },
    );
    expect(accuracy).toBeGreaterThan(0.6);
    expect(accuracy).toBeLessThan(0.95);
  });

  test("refuses what it cannot draw", () => {
    expect(() => strokes({ train: -1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: strokes: train must be a whole number of samples from 0 to 10,000,000. Received -1.]`);
    expect(() => strokes({ seed: 1.5 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: strokes: seed must be a whole number. Received 1.5.]`);
    const mistyped: object = { sead: 3 };
    expect(() => strokes(mistyped)).toThrowErrorMatchingInlineSnapshot(`[RangeError: strokes: there is no option "sead". Did you mean "seed"? Known: train, test, seed.]`);
  });
});

describe("skeletons", () => {
  test("there are several ways to write each digit, all within the box", () => {
    for (let digit = 0; digit < 10; digit++) expect(waysToWrite(digit).length).toBeGreaterThanOrEqual(4);
    for (const { strokes: lines } of skeletons) {
      for (const line of lines) {
        expect(line.length % 2).toBe(0);
        expect(Math.min(...line)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...line)).toBeLessThanOrEqual(100);
      }
    }
  });
});

describe("spline", () => {
  test("passes through its points", () => {
    const line = spline([0, 0, 3, 4, 10, 0]);
    expect(line.slice(0, 2)).toEqual([0, 0]);
    expect(line.slice(12, 14)).toEqual([3, 4]);
    expect(line.slice(-2)).toEqual([10, 0]);
  });

  test("two points make a straight line, and a point written twice a corner", () => {
    const corner = spline([0, 0, 8, 0, 8, 0, 8, 8]);
    for (let i = 0; i < corner.length; i += 2) expect(Math.min(Math.abs(corner[i + 1] as number), Math.abs((corner[i] as number) - 8))).toBeLessThan(1e-9);
  });
});
