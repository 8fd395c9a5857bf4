import type { NdArray } from "@convscope/nn";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differentiated, expectDerivatives, type Written } from "../../test/differentiated.ts";
import { signed } from "../../test/drawn.ts";

const floats = (shape: readonly number[], ...data: readonly number[]): NdArray => ({ shape, data: Float32Array.from(data) });
const wholes = (shape: readonly number[], ...data: readonly number[]): NdArray => ({ shape, data: Int32Array.from(data) });
/** Different arrays for different names. */
const some = (name: string, ...shape: readonly number[]): NdArray => signed(shape, 1, name);
/** 1, 2, 3, … */
const counted = (...shape: readonly number[]): NdArray => floats(shape, ...Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1));
const gradientsOf = async (inputs: readonly NdArray[], write: Written, upstream: NdArray): Promise<(number[] | undefined)[]> =>
  (await differentiated(inputs, write, upstream)).gradients.map((one) => one && [...one.data]);

describe("by hand", () => {
  test("what was taken goes back to where it was", async () => {
    const every: Written = (to, x) => to.op("Slice", [x, to.wholes([0]), to.wholes([6]), to.wholes([0]), to.wholes([2])]);
    expect(await gradientsOf([counted(6)], every, floats([3], 1, 2, 3))).toEqual([[1, 0, 2, 0, 3, 0]]);
    const backwards: Written = (to, x) => to.op("Slice", [x, to.wholes([-1]), to.wholes([-(2 ** 31)]), to.wholes([0]), to.wholes([-2])]);
    const { y } = await differentiated([counted(6)], backwards);
    expect([...y.data]).toEqual([6, 4, 2]);
    expect(await gradientsOf([counted(6)], backwards, floats([3], 1, 2, 3))).toEqual([[0, 3, 0, 2, 0, 1]]);
    const nothing: Written = (to, x) => to.add(x, to.sum(to.op("Slice", [x, to.wholes([2]), to.wholes([2])]), [0]));
    expect(await gradientsOf([counted(3)], nothing, floats([3], 1, 2, 3))).toEqual([[1, 2, 3]]);
  });

  test("a word that is met twice learns twice", async () => {
    const lookUp: Written = (to, table, tokens) => to.op("Gather", [table, tokens]);
    expect(await gradientsOf([counted(4, 2), wholes([1, 3], 2, 0, 2)], lookUp, counted(1, 3, 2))).toEqual([[3, 4, 0, 0, 1 + 5, 2 + 6, 0, 0], undefined]);
    // So many that several threads are at work: none may lose what another adds.
    const [tokens, ones] = [{ shape: [6400], data: new Int32Array(6400).fill(7) }, { shape: [6400, 64], data: new Float32Array(6400 * 64).fill(1) }];
    const [learned] = await gradientsOf([counted(9, 64), tokens], lookUp, ones);
    expect(learned).toEqual(Array.from({ length: 9 * 64 }, (_, i) => (i >= 7 * 64 && i < 8 * 64 ? 6400 : 0)));
  });

  test("the first of equal maxima takes all", async () => {
    const largest: Written = (to, x) => to.op("ReduceMax", [x], { axes: [1], keepdims: 0 });
    expect(await gradientsOf([floats([2, 3], 1, 5, 5, 0, 0, 0)], largest, floats([2], 3, 4))).toEqual([[0, 3, 0, 4, 0, 0]]);
    await expect(differentiated([counted(2, 2)], (to, x) => to.op("ReduceMax", [x], { axes: [0, 1] }))).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: it/ReduceMax: ReduceMax has a derivative along one axis. Received 2 of them. Reshape these axes to one first.]`);
  });

  test("parts that nothing comes back to get zeros", async () => {
    const second: Written = (to, x) => to.ops("Split", [x, to.wholes([1, 2])], 2, { axis: 0 })[1] ?? x;
    expect(await gradientsOf([counted(3)], second, floats([2], 7, 8))).toEqual([[0, 7, 8]]);
  });

  test("nothing comes back through what is detached", async () => {
    const square: Written = (to, x) => to.mul(x, to.recorder.detached(x));
    expect(await gradientsOf([counted(3)], square, floats([3], 1, 1, 1))).toEqual([[1, 2, 3]]);
  });

  test("only a scattering that adds has a derivative", async () => {
    const put: Written = (to, x, places) => to.op("ScatterElements", [x, places, x], { axis: 0 });
    await expect(differentiated([counted(2), wholes([2], 1, 0)], put)).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: it/ScatterElements: ScatterElements has a derivative where it adds. Received reduction "none".]`);
  });
});

describe("as small changes have it", () => {
  test.each<[string, readonly NdArray[], Written]>([
    ["MatMul of matrices", [some("a", 2, 3), some("b", 3, 4)], (to, a, b) => to.op("MatMul", [a, b])],
    ["MatMul of batches", [some("a", 2, 2, 3), some("b", 2, 3, 2)], (to, a, b) => to.op("MatMul", [a, b])],
    ["MatMul of batches by one matrix", [some("a", 2, 2, 2, 3), some("b", 3, 2)], (to, a, b) => to.op("MatMul", [a, b])],
    ["MatMul of a matrix by batches", [some("a", 2, 3), some("b", 2, 3, 2)], (to, a, b) => to.op("MatMul", [a, b])],
    ["MatMul of batches that repeat", [some("a", 2, 1, 2, 3), some("b", 3, 3, 1)], (to, a, b) => to.op("MatMul", [a, b])],
    ["Concat, an axis from the end", [some("a", 2, 1), some("b", 2, 3), some("c", 2, 2)], (to, ...all) => to.op("Concat", all, { axis: -1 })],
    ["Split in equal parts", [some("x", 4, 2)], (to, x) => { const [a = x, b = x] = to.ops("Split", [x], 2, { axis: 0 }); return to.mul(a, b); }],
    ["Slice of several axes", [some("x", 4, 5, 3)], (to, x) => to.op("Slice", [x, to.wholes([1, -1]), to.wholes([9, -5]), to.wholes([-3, 1]), to.wholes([2, -3])])],
    ["Pad", [some("x", 2, 3)], (to, x) => to.op("Pad", [x, to.wholes([1, 0, 2, 3]), to.number(5)])],
    ["Gather along an axis", [some("x", 2, 3, 2), wholes([2, 2], 0, 2, 2, 1)], (to, x, places) => to.op("Gather", [x, places], { axis: 1 })],
    ["Gather of constant places", [some("x", 2, 3)], (to, x) => to.op("Gather", [x, to.wholes([2, 0, 2])], { axis: -1 })],
    ["Gather of one place, from the end", [some("x", 3, 2)], (to, x) => to.op("Gather", [x, to.wholes([-2])], { axis: 0 })],
    ["Expand", [some("x", 3, 1)], (to, x) => to.op("Expand", [x, to.wholes([2, 1, 4])])],
    ["Tile", [some("x", 2, 3)], (to, x) => to.op("Tile", [x, to.wholes([2, 3])])],
    ["ReduceSum of all", [some("x", 2, 3)], (to, x) => to.op("ReduceSum", [x], { keepdims: 0 })],
    ["ReduceSum of an axis", [some("x", 2, 3, 2)], (to, x) => to.sum(x, [-2], false)],
    ["ReduceMean", [some("x", 2, 3, 2)], (to, x) => to.op("ReduceMean", [x], { axes: [0, 2], keepdims: 0 })],
    ["ReduceMax, the axis kept", [some("x", 2, 4, 2)], (to, x) => to.op("ReduceMax", [x], { axes: [-2] })],
    ["ScatterElements", [some("x", 2, 3), wholes([2, 2], 0, 0, 2, 1), some("updates", 2, 2)], (to, x, places, updates) => to.op("ScatterElements", [x, places, updates], { axis: 1, reduction: "add" })],
    ["Resize, nearest", [some("x", 1, 2, 2, 3)], (to, x) => to.op("Resize", [x, undefined, to.floats([4], () => Float32Array.of(1, 1, 3, 2))], { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" })],
    ["Resize, linear", [some("x", 2, 1, 2, 3)], (to, x) => to.op("Resize", [x, undefined, to.floats([4], () => Float32Array.of(1, 1, 4, 3))], { mode: "linear", coordinate_transformation_mode: "half_pixel" })],
    ["Resize, linear, corners aligned", [some("x", 1, 2, 3, 1)], (to, x) => to.op("Resize", [x, undefined, to.floats([4], () => Float32Array.of(1, 1, 2, 4))], { mode: "linear", coordinate_transformation_mode: "align_corners" })],
  ])("%s", async (_, inputs, write) => {
    await expectDerivatives(inputs, write);
  });

  test("Slice from, to and by anything", async () => {
    const place = fc.integer({ min: -9, max: 9 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), place, place, fc.constantFrom(-3, -2, -1, 1, 2, 3), async (length, start, end, step) => {
        // What is left may be nothing: the sum is a value all the same.
        await expectDerivatives([some("x", length)], (to, x) => to.add(to.sum(x, [0]), to.sum(to.op("Slice", [x, to.wholes([start]), to.wholes([end]), to.wholes([0]), to.wholes([step])]), [0])));
      }),
      { numRuns: 60 },
    );
  });
});
