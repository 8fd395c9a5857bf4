import fc from "fast-check";
import { expect, it } from "vitest";
import { parseOperations } from "../operation.ts";
import { affinity, inverse, mover, product, shifted, toCorners, type Matrix } from "./matrix.ts";

const identity: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];

const expectClose = (ours: readonly number[], theirs: readonly number[], digits: number): void => {
  for (const [i, value] of theirs.entries()) expect(ours[i]).toBeCloseTo(value, digits);
};

const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
const shape = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }));

it("moves and moves back", () => {
  const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
  const affinities = fc.record({ degrees: between(-360, 360), scale: between(0.1, 10), shear: fc.tuple(between(-60, 60), between(-60, 60)), translate: fc.tuple(coordinate, coordinate) });
  fc.assert(
    fc.property(affinities, shape, coordinate, coordinate, (parts, size, x, y) => {
      const matrix = affinity(parts, size);
      const back = inverse(matrix) as Matrix;
      expectClose(product(matrix, back), identity, 6);
      expectClose(mover(back)(...mover(matrix)(x, y)), [x, y], 6);
    }),
  );
});

it("turns counter-clockwise, exactly by quarters", () => {
  // The middle of the upper edge of a 4×6 image goes to the left of its centre.
  expect(mover(affinity({ degrees: 90 }, [4, 6]))(3, 0)).toEqual([1, 2]);
  expect(affinity({ degrees: -270 }, [4, 6])).toEqual(affinity({ degrees: 90 }, [4, 6]));
  expect(affinity({ degrees: 360 }, [4, 6])).toEqual(identity);
  const quarter = affinity({ degrees: 90 }, [4, 6]);
  expect(product(product(quarter, quarter), product(quarter, quarter))).toEqual(identity);
});

it("leans the top to the right and the left side down, about the middle", () => {
  const [x, y] = mover(affinity({ shear: [45, 0] }, [4, 6]))(3, 0);
  expect([x, y]).toEqual([expect.closeTo(5, 12), 0]);
  expect(mover(affinity({ shear: [0, 45] }, [4, 6]))(0, 2)).toEqual([0, expect.closeTo(5, 12)]);
  expect(mover(affinity({ shear: [45, 45], scale: 2 }, [4, 6]))(3, 2)).toEqual([3, 2]);
  expect(affinity({ translate: [2, -1] }, [4, 6])).toEqual(shifted(2, -1));
});

it("moves the corners to four others, and what lies between on straight lines", () => {
  // Up to a third, four corners never make a hollow.
  const inward = fc.double({ min: 0, max: 0.33, noNaN: true });
  fc.assert(
    fc.property(shape, fc.array(inward, { minLength: 8, maxLength: 8 }), fc.double({ min: 0, max: 1, noNaN: true }), ([height, width], parts, along) => {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = parts;
      const corners = [[a * width, b * height], [width - c * width, d * height], [width - e * width, height - f * height], [g * width, height - h * height]] as const;
      const move = mover(toCorners([height, width], corners));
      for (const [i, [x, y]] of ([[0, 0], [width, 0], [width, height], [0, height]] as const).entries()) expectClose(move(x, y), corners[i] ?? [], 8);
      const [x, y] = move(along * width, 0);
      const [[x0, y0], [x1, y1]] = corners;
      expect(((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / width / height).toBeCloseTo(0, 8);
    }),
  );
});

it("does not see what lies behind", () => {
  expect(mover([1, 0, 0, 0, 1, 0, -1, 0, 1])(2, 0)).toEqual([NaN, NaN]);
});

it("refuses a matrix without an inverse", () => {
  const parse = (matrix: unknown): unknown => parseOperations([{ kind: "warp", matrix }]);
  expect(parse([1, 0, 0, 0, 1, 0, 0, 0, 1])).toEqual([{ kind: "warp", matrix: identity, interpolation: "bilinear", border: "constant", fill: [0] }]);
  expect(() => parse([1, 2, 0, 2, 4, 0, 0, 0, 1])).toThrowErrorMatchingInlineSnapshot(`[AugmentError: operations[0] (warp): matrix must be nine numbers of at most 1000000000, row by row, of a matrix that has an inverse. Received [1,2,0,2,4,0,0,0,1].]`);
  for (const wrong of [[1, 0, 0], "identity", [1, 0, 0, 0, 1, 0, 0, 0, null], [1e-200, 0, 0, 0, 1e-200, 0, 0, 0, 1]]) expect(() => parse(wrong)).toThrow("matrix must be nine numbers");
});
