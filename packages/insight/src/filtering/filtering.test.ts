import type { NdArray } from "@convscope/nn";
import fc from "fast-check";
import { expect, test } from "vitest";
import { filtered, gaussianKernel, kernelOf, kernels, magnitude, matchTemplate, turned, type Kernel } from "./index.ts";

const picture = (rows: Kernel): NdArray => ({ shape: [rows.length, rows[0]?.length ?? 0, 1], data: Float32Array.from(rows.flat()) });
const rowsOf = ({ shape: [height = 0, width = 0], data }: NdArray): number[][] => Array.from({ length: height }, (_, y) => Array.from(data.subarray(y * width, (y + 1) * width)));

test("the two worked examples of every course", () => {
  const cross: Kernel = [[1, 0, 1], [0, 1, 0], [1, 0, 1]];
  const first = picture([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]);
  expect(rowsOf(filtered(first, cross, { edge: "valid" }))).toEqual([[4, 3, 4], [2, 4, 3], [2, 3, 4]]);
  const second = picture([[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]);
  expect(rowsOf(filtered(second, [[0, 1, 2], [2, 2, 0], [0, 1, 2]], { edge: "valid" }))).toEqual([[12, 12, 17], [10, 17, 19], [9, 6, 14]]);
});

test("the moving average of a block of 90s with a hole, and a lone 90", () => {
  const rows = Array.from({ length: 10 }, (_, y) => Array.from({ length: 10 }, (__, x) => (y >= 2 && y <= 6 && x >= 3 && x <= 7 && !(y === 5 && x === 4)) || (y === 8 && x === 2) ? 90 : 0));
  const found = rowsOf(filtered(picture(rows), kernels.mean, { edge: "valid" })).map((row) => row.map((value) => Math.round(value * 1000) / 1000));
  expect(found).toEqual([
    [0, 10, 20, 30, 30, 30, 20, 10], [0, 20, 40, 60, 60, 60, 40, 20], [0, 30, 60, 90, 90, 90, 60, 30], [0, 30, 50, 80, 80, 90, 60, 30],
    [0, 30, 50, 80, 80, 90, 60, 30], [0, 20, 30, 50, 50, 60, 40, 20], [10, 20, 30, 30, 30, 30, 20, 10], [10, 10, 10, 0, 0, 0, 0, 0],
  ]);
});

const signs = (rows: readonly string[]): NdArray => picture(rows.map((row) => Array.from(row, (sign) => (sign === "#" ? 1 : -1))));

test("the loopy pattern of a 9: one ninth here, exactly one where the loop is", () => {
  const nine = signs(["-###-", "-#-#-", "-###-", "---#-", "---#-", "--#--", "-#---"]);
  const { map, row, column, value } = matchTemplate(nine, signs(["###", "#-#", "###"]), { by: "products" });
  expect(rowsOf({ ...map, shape: [...map.shape, 1] }).map((line) => line.map((one) => Math.round(one * 9)))).toEqual([[-1, 9, -1], [-5, 1, -3], [-3, 3, -3], [-5, -1, -5], [-3, -5, -3]]);
  expect({ row, column, value }).toEqual({ row: 0, column: 1, value: 1 });
});

test("a falling line in the X: exactly one along the falling stroke, seven ninths at its ends", () => {
  const cross = signs(["---------", "-#-----#-", "--#---#--", "---#-#---", "----#----", "---#-#---", "--#---#--", "-#-----#-", "---------"]);
  const { map, row, column, value } = matchTemplate(cross, signs(["#--", "-#-", "--#"]), { by: "products" });
  expect(map.shape).toEqual([7, 7]);
  expect(rowsOf({ ...map, shape: [...map.shape, 1] }).map((line) => line.map((one) => Math.round(one * 9)))).toEqual([
    [7, -1, 1, 3, 5, -1, 3], [-1, 9, -1, 3, -1, 1, -1], [1, -1, 9, -3, 1, -1, 5], [3, 3, -3, 5, -3, 3, 3], [5, -1, 1, -3, 9, -1, 1], [-1, 1, -1, 3, -1, 9, -1], [3, -1, 5, 3, 1, -1, 7],
  ]);
  map.data.forEach((one) => expect(one * 9).toBeCloseTo(Math.round(one * 9), 5));
  expect({ row, column, value }).toEqual({ row: 1, column: 1, value: 1 });
});

test("normalised correlation finds a part of a picture whatever its brightness and contrast; all of one colour fits nothing", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 4 }), fc.double({ min: 0.1, max: 4, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }), fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (top, left, contrast, light, values) => {
      const whole: NdArray = { shape: [9, 8, 2], data: Uint8Array.from(values.take(144)) };
      const data = Float32Array.from({ length: 4 * 4 * 2 }, (_, at) => contrast * (whole.data[((top + Math.floor(at / 8)) * 8 + left) * 2 + (at % 8)] ?? 0) + light);
      fc.pre(new Set(data).size > 1);
      const found = matchTemplate(whole, { shape: [4, 4, 2], data });
      expect(found.value).toBeCloseTo(1, 4);
      expect(Math.abs((found.map.data[top * 5 + left] ?? 0) - 1)).toBeLessThan(1e-4);
      for (const value of found.map.data) expect(Math.abs(value)).toBeLessThan(1 + 1e-5);
    }),
  );
  const flat = matchTemplate({ shape: [3, 3, 1], data: new Float32Array(9).fill(7) }, { shape: [2, 2, 1], data: Float32Array.of(1, 2, 3, 4) });
  expect([...flat.map.data]).toEqual([0, 0, 0, 0]);
});

test("edges: a picture of one colour stays as it is under an average but for zeros beyond it", () => {
  const flat: NdArray = { shape: [4, 5, 3], data: new Float32Array(60).fill(6) };
  for (const edge of ["nearest", "mirror"] as const) filtered(flat, gaussianKernel(1.2), { edge }).data.forEach((value) => expect(value).toBeCloseTo(6, 4));
  expect(filtered(flat, kernels.mean, { edge: "zeros" }).data[0]).toBeCloseTo((6 * 4) / 9, 5);
  expect(filtered(flat, kernels.mean, { edge: "valid" }).shape).toEqual([2, 3, 3]);
  expect(rowsOf(filtered(picture([[1, 2, 3]]), [[1, 0, 0, 0, 0]], { edge: "mirror" }))).toEqual([[3, 2, 1]]);
  expect(rowsOf(filtered(picture([[1, 2, 3]]), [[1, 0, 0, 0, 0]], { edge: "nearest" }))).toEqual([[1, 1, 1]]);
});

test("convolution is cross-correlation with the kernel turned, and a shifted picture gives a shifted answer", () => {
  const rows = [[0, 0, 0, 0, 0, 0], [0, 1, 2, 0, 0, 0], [0, 3, 5, 0, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]];
  const kernel: Kernel = [[1, 2, 0], [-1, 4, 3], [0, 0, 7]];
  expect(filtered(picture(rows), kernel, { flip: true })).toEqual(filtered(picture(rows), turned(kernel)));
  const answer = rowsOf(filtered(picture(rows), kernel, { edge: "zeros" }));
  const shifted = rowsOf(filtered(picture(rows.map((row) => [0, ...row.slice(0, -1)])), kernel, { edge: "zeros" }));
  expect(shifted.map((row) => row.slice(1))).toEqual(answer.map((row) => row.slice(0, -1)));
});

test("Sobel's two derivatives of a ramp, and how steep it is", () => {
  const ramp = picture(Array.from({ length: 5 }, (_, y) => Array.from({ length: 5 }, (__, x) => 3 * x + 4 * y)));
  const [x, y] = [filtered(ramp, kernels["sobel-x"], { edge: "valid" }), filtered(ramp, kernels["sobel-y"], { edge: "valid" })];
  expect([...x.data]).toEqual(new Array(9).fill(24));
  expect([...y.data]).toEqual(new Array(9).fill(32));
  expect([...magnitude(x, y).data]).toEqual(new Array(9).fill(40));
});

test("what cannot be done is said", () => {
  expect(() => kernelOf("sobelx")).toThrowErrorMatchingInlineSnapshot(`[RangeError: kernel: there is no kernel "sobelx". Did you mean "sobel-x" or "sobel-y"? Kernels: identity, mean, gaussian, sobel-x, sobel-y, prewitt-x, prewitt-y, edges, laplacian, sharpen, emboss.]`);
  expect(() => filtered(picture([[1, 2], [3, 4]]), kernels.mean, { edge: "valid" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: filtered: the kernel must fit into the picture where its edges are not filled. Received a kernel of 3×3, a picture of 2×2. Choose another edge: zeros, nearest, mirror.]`);
  expect(() => filtered(picture([[1]]), [[1, 2], [3]])).toThrowErrorMatchingInlineSnapshot(`[RangeError: kernel: must be rows of equally many finite numbers, 1 … 101 of each. Received 2 rows of 2, 1 numbers.]`);
  expect(() => gaussianKernel(0)).toThrowErrorMatchingInlineSnapshot(`[RangeError: gaussianKernel: the deviation must be a number > 0 and ≤ 50 pixels. Received 0.]`);
  expect(() => matchTemplate(picture([[1]]), picture([[1, 2]]))).toThrowErrorMatchingInlineSnapshot(`[RangeError: matchTemplate: a template [h, w, C] must fit into a picture [H, W, C]. Received 1×2×1 and 1×1×1.]`);
});
