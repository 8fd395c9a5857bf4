import { expect, it } from "vitest";
import { cutout, drawOperations, type Erased } from "../index.ts";

it("puts the middle of a square anywhere in the image", () => {
  const drawn = Array.from({ length: 3_200 }, (_, i) => drawOperations([cutout({ size: 16 })], [32, 40, 3], { seed: 1, path: [i] })[0] as Erased);
  const tops = drawn.map(({ top }) => top);
  const lefts = drawn.map(({ left }) => left);
  expect([Math.min(...tops), Math.max(...tops), Math.min(...lefts), Math.max(...lefts)]).toEqual([-8, 23, -8, 31]);
  // χ² of 31 degrees of freedom is above 61.1 in one of 1,000 cases.
  const counts = Array.from({ length: 32 }, (_, y) => tops.filter((top) => top === y - 8).length);
  expect(counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)).toBeLessThan(61.1);
});

it("makes several holes", () => {
  expect(drawOperations([cutout({ size: [2, 3], holes: 3, fill: 128 })], [8, 8, 3], { seed: 5 })).toMatchInlineSnapshot(`
    [
      {
        "fill": [
          128,
        ],
        "kind": "erase",
        "label": "cutout 2×3 at -1, 0",
        "left": -1,
        "size": [
          2,
          3,
        ],
        "top": 0,
      },
      {
        "fill": [
          128,
        ],
        "kind": "erase",
        "label": "cutout 2×3 at 0, 3",
        "left": 0,
        "size": [
          2,
          3,
        ],
        "top": 3,
      },
      {
        "fill": [
          128,
        ],
        "kind": "erase",
        "label": "cutout 2×3 at 5, -1",
        "left": 5,
        "size": [
          2,
          3,
        ],
        "top": -1,
      },
    ]
  `);
  expect(() => cutout({ holes: 0 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: cutout: holes must be a whole number from 1 to 100. Received 0.]`);
});
