import { describe, expect, test } from "vitest";
import { image } from "../dataset.ts";
import { shapes } from "./shapes.ts";

const data = shapes({ train: 300, test: 60, seed: 4 });
const { images, labels, boxes = new Float32Array(), masks = new Uint8Array() } = data.train;
const area = 32 * 32;

describe("shapes", () => {
  test("has the shapes that it says, and every class once in three", () => {
    expect(data.classes).toEqual(["circle", "square", "triangle"]);
    expect([images.length, labels.length, boxes.length, masks.length]).toEqual([300 * area * 3, 300, 1200, 300 * area]);
    for (let start = 0; start < 300; start += 3) expect([...labels.subarray(start, start + 3)].sort()).toEqual([0, 1, 2]);
  });

  test("boxes are the tightest around their masks, inside the image", () => {
    for (let i = 0; i < 300; i++) {
      const [xMin = 0, yMin = 0, xMax = 0, yMax = 0] = boxes.subarray(4 * i, 4 * i + 4);
      const columns = new Set<number>();
      const rows = new Set<number>();
      masks.subarray(i * area, (i + 1) * area).forEach((inside, at) => {
        if (inside === 0) return;
        columns.add(at % 32);
        rows.add(Math.floor(at / 32));
      });
      expect([xMin, yMin, xMax, yMax]).toEqual([Math.min(...columns), Math.min(...rows), Math.max(...columns) + 1, Math.max(...rows) + 1]);
      expect(Math.min(xMin, yMin, 32 - xMax, 32 - yMax)).toBeGreaterThanOrEqual(0);
      expect(xMax - xMin).toBeGreaterThanOrEqual(5);
    }
  });

  test("a mask fills the share of its box that its class allows: a circle π/4, a square at least ½, a triangle at most ½ and a little", () => {
    for (let i = 0; i < 300; i++) {
      const [xMin = 0, yMin = 0, xMax = 0, yMax = 0] = boxes.subarray(4 * i, 4 * i + 4);
      const inside = masks.subarray(i * area, (i + 1) * area).reduce((sum, value) => sum + value, 0);
      const share = inside / ((xMax - xMin) * (yMax - yMin));
      if (labels[i] === 0) expect(Math.abs(share - Math.PI / 4)).toBeLessThan(0.15);
      if (labels[i] === 1) expect(share).toBeGreaterThan(0.4);
      if (labels[i] === 2) expect(share).toBeLessThan(0.62);
    }
  });

  test("the figure can be told from what lies behind", () => {
    for (let i = 0; i < 60; i++) {
      const pixels = image(data.train, i);
      const values = [...pixels];
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(60);
    }
  });

  test("a sample depends on seed, side and place", () => {
    const fewer = shapes({ train: 4, test: 0, seed: 4 });
    expect(Buffer.from(fewer.train.images).equals(images.subarray(0, 4 * area * 3))).toBe(true);
    expect(fewer.train.boxes).toEqual(boxes.slice(0, 16));
    expect(shapes({ train: 1, test: 0, seed: 5 }).train.images).not.toEqual(fewer.train.images.slice(0, area * 3));
    expect(shapes({ train: 1, test: 0, side: 64 }).train.shape).toEqual([1, 64, 64, 3]);
  });

  test("refuses sizes at which a figure cannot be seen", () => {
    expect(() => shapes({ side: 8 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: shapes: side must be a whole number of pixels from 16 to 256. Received 8.]`);
  });
});
