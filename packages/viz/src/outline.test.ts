import fc from "fast-check";
import { expect, it } from "vitest";
import { outline } from "./outline.ts";

it("goes around a pixel, a bar and a hole", () => {
  expect(outline([1], 1, 1)).toEqual([[[0, 0], [1, 0], [1, 1], [0, 1]]]);
  expect(outline([0, 1, 1, 0], 1, 4)).toEqual([[[1, 0], [3, 0], [3, 1], [1, 1]]]);
  expect(outline([1, 1, 1, 1, 0, 1, 1, 1, 1], 3, 3)).toHaveLength(2);
  expect(outline([0, 0], 1, 2)).toEqual([]);
});

it("encloses as many pixels as the mask has", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1), { minLength: 42, maxLength: 42 }), (mask) => {
      const area = outline(mask, 6, 7).reduce((sum, line) => {
        return sum + line.reduce((part, [x, y], i) => {
          const [nextX, nextY] = line[(i + 1) % line.length] ?? [x, y];
          return part + (x * nextY - nextX * y) / 2;
        }, 0);
      }, 0);
      expect(area).toBe(mask.reduce((sum, inside) => sum + inside, 0));
    }),
  );
});
