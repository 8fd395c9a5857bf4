import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correlationSteps, flipped, matrixOf, poolingSteps, rowsOf, transposed, type Matrix } from "./matrix.ts";

describe("examples from lectures", () => {
  test.each([
    ["1 1 1 0 0 / 0 1 1 1 0 / 0 0 1 1 1 / 0 0 1 1 0 / 0 1 1 0 0", "1 0 1 / 0 1 0 / 1 0 1", "4 3 4 / 2 4 3 / 2 3 4"],
    ["3 3 2 1 0 / 0 0 1 3 1 / 3 1 2 2 3 / 2 0 0 2 2 / 2 0 0 0 1", "0 1 2 / 2 2 0 / 0 1 2", "12 12 17 / 10 17 19 / 9 6 14"],
  ])("%s", (matrix, kernel, result) => expect(rowsOf(correlationSteps(matrixOf(matrix), matrixOf(kernel)), 3)).toEqual(matrixOf(result)));

  test.each([
    ["5 1 3 4 / 8 2 9 2 / 1 3 0 1 / 2 2 2 0", "max", "8 9 / 3 2"],
    ["1 1 2 4 / 5 6 7 8 / 3 2 1 0 / 1 2 3 4", "max", "6 8 / 3 4"],
    ["6 6 6 6 / 4 5 5 4 / 2 4 4 2 / 2 4 4 2", "max", "6 6 / 4 4"],
    ["6 6 6 6 / 4 5 5 4 / 2 4 4 2 / 2 4 4 2", "average", "5.25 5.25 / 3 3"],
    ["6 6 6 6 / 4 5 5 4 / 2 4 4 2 / 2 4 4 2", "sum", "21 21 / 12 12"],
    ["6 6 6 6 / 4 5 5 4 / 2 4 4 2 / 2 4 4 2", "min", "4 4 / 2 2"],
  ] as const)("%s %s", (matrix, how, result) => expect(rowsOf(poolingSteps(matrixOf(matrix), how, 2), 2)).toEqual(matrixOf(result)));
});

test("flipping the picture and the kernel flips the result", () => {
  const matrix = (n: number): fc.Arbitrary<Matrix> => fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n }), { minLength: n, maxLength: n });
  fc.assert(fc.property(matrix(5), matrix(3), (x, k) => {
    const result = rowsOf(correlationSteps(x, k), 3).flat();
    expect(rowsOf(correlationSteps(flipped(x), flipped(k)), 3).flat()).toEqual(result.toReversed());
    expect(transposed(rowsOf(correlationSteps(transposed(x), transposed(k)), 3)).flat()).toEqual(result);
  }));
});
