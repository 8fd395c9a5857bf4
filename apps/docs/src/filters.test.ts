import { filtered, kernels } from "@convscope/insight";
import { expect, test } from "vitest";
import { drawing } from "./drawings.ts";
import { divided, filteredDrawing, rangeOf, shaded, writtenKernels } from "./filters.ts";
import { textRows } from "./link.ts";

const rowsOf = (text: string): readonly (readonly number[])[] => textRows(text, 7) ?? [];

test("the written kernels are those of the package, and filter as it does", () => {
  expect(Object.fromEntries(writtenKernels.map(({ name, rows, divisor }) => [name, divided(rowsOf(rows), divisor)]))).toEqual(kernels);
  const { shape, image } = drawing("digit 3");
  for (const { name, rows, divisor } of writtenKernels) {
    const kernel = divided(rowsOf(rows), divisor);
    const ours = filteredDrawing({ shape, image }, kernel);
    const theirs = filtered({ shape, data: Float32Array.from(image) }, kernel, { edge: "zeros" });
    expect(ours.shape, name).toEqual(theirs.shape);
    ours.data.forEach((value, i) => expect(value, name).toBeCloseTo(theirs.data[i] ?? NaN, 2));
  }
});

test("a kernel with an even side adds a row and a column", () => {
  expect(filteredDrawing({ shape: [2, 2, 1], image: Uint8Array.of(1, 2, 3, 4) }, [[1, 0], [0, 0]]).shape).toEqual([3, 3, 1]);
});

test("numbers as bytes", () => {
  expect([...shaded([-10, 0, 300], "clipped")]).toEqual([0, 0, 255]);
  expect([...shaded([-10, 0, 5], "size")]).toEqual([255, 0, 128]);
  expect([...shaded([-10, 0, 10], "signed")]).toEqual([0, 128, 255]);
  expect([...shaded([0, 0], "size")]).toEqual([0, 0]);
  expect(rangeOf([-1.25, 3])).toBe("−1.2 … 3");
});
