import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { agree, on, openForms } from "./agree.ts";

beforeAll(openForms);

const runs = { numRuns: 25 };
const dtypes = ["float32", "int32", "bool"] as const;
type Dtype = (typeof dtypes)[number];

/** Values by their places, so that each tells where it came from; bools too, as far as they can. */
function counted(shape: readonly number[], dtype: Dtype = "float32"): tf.Tensor {
  const values = Array.from({ length: tf.util.sizeFromShape([...shape]) }, (_, i) => (dtype === "bool" ? Number((i * 7919) % 3 === 0) : i - 3));
  return tf.tensor(values, [...shape], dtype);
}

const dtype = fc.constantFrom(...dtypes);
const shape = (least: number, most: number, longest: number = 6): fc.Arbitrary<number[]> => fc.array(fc.integer({ min: 0, max: longest }), { minLength: least, maxLength: most });

/** A shape, and for each axis a number drawn below `limit`. */
const withAxes = (least: number, most: number, limit: number): fc.Arbitrary<{ readonly shape: number[]; readonly numbers: number[] }> =>
  shape(least, most).chain((sizes) => fc.record({ shape: fc.constant(sizes), numbers: fc.array(fc.nat(limit), { minLength: sizes.length, maxLength: sizes.length }) }));

describe("transpose", () => {
  test("any permutation of up to six axes", () =>
    fc.assert(fc.asyncProperty(shape(0, 6, 5).chain((sizes) => fc.record({ sizes: fc.constant(sizes), perm: fc.shuffledSubarray([...sizes.keys()], { minLength: sizes.length }) })), dtype, ({ sizes, perm }, type) =>
      agree(() => [tf.transpose(counted(sizes, type), perm)]),
    ), { numRuns: 60 }));

  test("planes larger than a block, with edges", () => agree(() => [tf.transpose(counted([2, 37, 1100]), [0, 2, 1]), tf.transpose(counted([1050, 3]), [1, 0]), tf.transpose(counted([3, 2, 45]), [0, 2, 1]), tf.transpose(counted([3, 45, 2]), [0, 2, 1]), tf.transpose(counted([5, 18, 2, 21]), [3, 0, 2, 1]), tf.transpose(counted([67, 45], "bool"))]));

  test("not-a-number, infinities and the sign of zero stay", async () => {
    const [x] = await on("simd", () => [tf.transpose(tf.tensor2d([NaN, Infinity, -0, -Infinity], [2, 2]))]);
    expect([...(x?.values as Float32Array)]).toEqual([NaN, -0, Infinity, -Infinity]);
  });
});

describe("slices", () => {
  test("any block", () =>
    fc.assert(fc.asyncProperty(withAxes(1, 6, 5), dtype, ({ shape: sizes, numbers }, type) => {
      const begin = sizes.map((n, i) => Math.min(numbers[i] ?? 0, n));
      return agree(() => [tf.slice(counted(sizes, type), begin), tf.slice(counted(sizes, type), begin, sizes.map((n, i) => Math.floor((n - (begin[i] ?? 0)) / 2)))]);
    }), runs));

  test("any stride, backwards too", () =>
    fc.assert(fc.asyncProperty(withAxes(1, 4, 5), fc.array(fc.constantFrom(1, 2, 3, -1, -2), { minLength: 4, maxLength: 4 }), dtype, ({ shape: sizes, numbers }, strides, type) =>
      agree(() => [tf.stridedSlice(counted(sizes, type), numbers, sizes, strides.slice(0, sizes.length), 0, 0), tf.stridedSlice(counted(sizes, type), numbers, sizes, strides.slice(0, sizes.length), 1, 15)]),
    ), runs));

  test("new axes, lost axes and an ellipsis", () => agree(() => [tf.stridedSlice(counted([3, 4, 5]), [0, 1], [3, 2], [1, 1], 0, 0, 1, 0, 2), tf.stridedSlice(counted([3]), [0], [3], [1])]));

  // The cpu backend forgets the stride here.
  test("a new axis, a stride and a lost axis at once", async () => {
    const [y] = await on("simd", () => [tf.stridedSlice(counted([3, 4]), [0, 0, 1], [1, 3, 2], [1, 2, 1], 0, 0, 0, 1, 4)]);
    expect(y).toEqual({ shape: [1, 2], dtype: "float32", values: Float32Array.from([-2, 6]) });
  });

  test("parts, and parts that lose an axis", () => agree(() => [...tf.split(counted([4, 6]), 3, 1), ...tf.split(counted([5, 2], "int32"), [1, 0, 4], 0), ...tf.unstack(counted([2, 3, 2], "bool"), 1), ...tf.unstack(counted([3]), -1)]));
});

describe("joining", () => {
  test("along any axis, of any sizes", () =>
    fc.assert(fc.asyncProperty(shape(1, 5, 4), fc.nat(4), fc.array(fc.nat(5), { minLength: 1, maxLength: 7 }), dtype, (sizes, where, lengths, type) => {
      const axis = where % sizes.length;
      return agree(() => [tf.concat(lengths.map((length) => counted(sizes.map((n, i) => (i === axis ? length : n)), type)), axis)]);
    }), runs));

  test("stacked", () => agree(() => [tf.stack([counted([2, 3]), counted([2, 3])], 0), tf.stack([counted([2, 3]), counted([2, 3])], 1), tf.stack([counted([2, 3], "bool"), counted([2, 3], "bool")], 2), tf.stack([counted([4])], 1), tf.stack([tf.scalar(1), tf.scalar(2)])]));
});

describe("repeating", () => {
  test("tiles", () => fc.assert(fc.asyncProperty(withAxes(1, 4, 3), dtype, ({ shape: sizes, numbers }, type) => agree(() => [tf.tile(counted(sizes, type), numbers)])), runs));

  test("broadcasting, as an operation and as the kernel that nothing calls yet", async () => {
    await agree(() => [tf.broadcastTo(counted([2, 1, 3]), [4, 2, 5, 3]), tf.broadcastTo(tf.scalar(2), [2, 2])]);
    const [y] = await on("simd", () => [tf.engine().runKernel("BroadcastTo", { x: counted([2, 1, 2]) }, { shape: [2, 2, 2, 2] }) as tf.Tensor]);
    expect(y?.shape).toEqual([2, 2, 2, 2]);
    expect([...(y?.values as Float32Array)]).toEqual([-3, -2, -3, -2, -1, 0, -1, 0, -3, -2, -3, -2, -1, 0, -1, 0]);
    await tf.setBackend("simd");
    expect(() => tf.engine().runKernel("BroadcastTo", { x: tf.zeros([3]) }, { shape: [2] })).toThrowErrorMatchingInlineSnapshot(`[Error: broadcastTo: every axis must have size 1 or that of the result. Received [3] for [2].]`);
  });
});

describe("padding", () => {
  test("any value around any axes", () =>
    fc.assert(fc.asyncProperty(withAxes(1, 4, 8), dtype, fc.constantFrom(0, 1, -2.5, -Infinity, NaN), ({ shape: sizes, numbers }, type, value) => {
      const paddings = numbers.map((n): [number, number] => [n % 3, Math.floor(n / 3)]);
      return agree(() => [tf.pad(counted(sizes, type), paddings, type === "float32" ? value : 1)]);
    }), runs));

  test("mirrored", () =>
    fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 3, max: 6 }), { minLength: 1, maxLength: 4 }), fc.array(fc.nat(8), { minLength: 4, maxLength: 4 }), fc.constantFrom("reflect" as const, "symmetric" as const), dtype, (sizes, numbers, mode, type) =>
      agree(() => [tf.mirrorPad(counted(sizes, type), sizes.map((_, i) => [(numbers[i] ?? 0) % 3, Math.floor((numbers[i] ?? 0) / 3)] as [number, number]), mode)]),
    ), runs));
});

describe("backwards", () => {
  test("along any axes", () =>
    fc.assert(fc.asyncProperty(shape(1, 5, 5).chain((sizes) => fc.record({ sizes: fc.constant(sizes), axes: fc.subarray([...sizes.keys()]) })), dtype, ({ sizes, axes }, type) => agree(() => [tf.reverse(counted(sizes, type), axes)])), runs));

  test("images, and a number", () => agree(() => [tf.image.flipLeftRight(counted([2, 3, 4, 2]) as tf.Tensor4D), tf.reverse(tf.scalar(5))]));
});

describe("by indices", () => {
  const indices = (shape: readonly number[], below: number, seed: number): tf.Tensor => tf.tensor(Array.from({ length: tf.util.sizeFromShape([...shape]) }, (_, i) => ((i + 1) * (seed + 7)) % below), [...shape], "int32");

  test("gathered along any axis", () =>
    fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }), shape(1, 2, 4), fc.nat(3), fc.nat(50), dtype, (sizes, places, where, seed, type) => {
      const axis = where % sizes.length;
      return agree(() => [tf.gather(counted(sizes, type), indices(places, sizes[axis] ?? 1, seed), axis)]);
    }), runs));

  test("gathered in each batch", () => agree(() => [tf.gather(counted([2, 3, 4, 2]), indices([2, 5], 3, 1), 1, 1), tf.gather(counted([2, 3, 4]), indices([2, 2], 4, 3), 2, 1)]));

  test("slices by several indices", () =>
    fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 }), fc.nat(50), dtype, (sizes, deep, count, seed, type) => {
      const depth = Math.min(deep, sizes.length);
      const flat = Array.from({ length: count * depth }, (_, i) => ((i + 1) * (seed + 3)) % (sizes[i % depth] ?? 1));
      const at = (): tf.Tensor => tf.tensor(flat, [count, depth], "int32");
      const updates = (): tf.Tensor => counted([count, ...sizes.slice(depth)], type);
      return agree(() => [
        tf.gatherND(counted(sizes, type), at()),
        ...(type === "bool" ? [] : [tf.scatterND(at(), updates(), sizes)]),
        tf.tensorScatterUpdate(counted(sizes, type), at(), updates()),
      ]);
    }), runs));

  test("one hot", () => agree(() => [tf.oneHot(tf.tensor1d([0, 3, -1, 7, 2], "int32"), 4), tf.oneHot(indices([3, 5], 20, 1), 20, 2, -1, "float32"), tf.oneHot(indices([4], 3, 1), 3, 1, 0, "int32"), tf.oneHot(indices([9], 33, 4), 33, 1, 0, "bool")]));

  test("indices beyond the end are refused", async () => {
    await tf.setBackend("simd");
    const x = tf.zeros([3, 2]);
    expect(() => tf.gather(x, tf.tensor1d([0, 3], "int32"))).toThrowErrorMatchingInlineSnapshot(`[Error: gather: indices must be from 0 to 2. Received 3 at place 1.]`);
    expect(() => tf.gatherND(x, tf.tensor2d([[0, 1], [4, 0]], undefined, "int32"))).toThrowErrorMatchingInlineSnapshot(`[Error: indices must lie within the tensor. Received [4, 0] for [3, 2].]`);
    expect(() => tf.scatterND(tf.tensor2d([[-1]], undefined, "int32"), tf.ones([1, 2]), [3, 2])).toThrowErrorMatchingInlineSnapshot(`[Error: indices must lie within the tensor. Received [-1] for [3, 2].]`);
  });
});

test("space and batch, depth and space", () =>
  agree(() => [
    tf.spaceToBatchND(counted([2, 4, 5, 3]), [2, 3], [[0, 0], [1, 0]]),
    tf.spaceToBatchND(counted([1, 3, 2], "int32"), [2], [[1, 2]]),
    tf.batchToSpaceND(counted([12, 2, 2, 3]), [2, 3], [[0, 1], [2, 1]]),
    tf.depthToSpace(counted([2, 3, 2, 8]) as tf.Tensor4D, 2, "NHWC"),
  ]));

test("what stays in its order is not copied, but for an update", async () => {
  await tf.setBackend("simd");
  tf.tidy(() => {
    const x = counted([1, 4, 6]);
    const before = tf.memory().numDataBuffers;
    const same = [tf.transpose(x, [1, 0, 2]), tf.slice(x, [0, 0, 0]), tf.tile(x, [1, 1, 1]), tf.stridedSlice(x, [0, 0, 0], [1, 4, 6], [2, 1, 1])];
    expect(tf.memory().numDataBuffers).toBe(before);
    expect(same.map((y) => [...y.dataSync()])).toEqual(same.map(() => [...x.dataSync()]));
    tf.tensorScatterUpdate(x, tf.tensor2d([[0]], undefined, "int32"), tf.zeros([1, 4, 6]));
    expect(x.dataSync()[0]).toBe(-3);
  });
});

test("ranges", () => agree(() => [tf.range(0, 5), tf.range(5, 0), tf.range(0, 1, 0.1), tf.range(3, -3, -2, "int32"), tf.range(1, 1), tf.range(5, 0, 2), tf.linspace(0, 1, 11), tf.linspace(3, -3, 1)]));

test("aliases: identity, reshape and a new axis", () => agree(() => [tf.clone(counted([2, 3])), tf.reshape(counted([2, 3]), [3, -1]), tf.expandDims(counted([2, 3]), 1), tf.expandDims(counted([2, 3], "bool"), -1)]));

test("more axes than the kernel knows", () => {
  const many = [2, 1, 3, 2, 2, 3, 2, 2];
  return agree(() => [tf.engine().runKernel("Transpose", { x: tf.reshape(counted([288]), many) }, { perm: [7, 0, 5, 1, 3, 2, 6, 4] }) as tf.Tensor]);
});

test("strings and complex numbers are left to the cpu backend", () =>
  agree(() => [tf.concat([tf.tensor1d(["a"]), tf.tensor1d(["b"])]), tf.slice(tf.tensor1d(["a", "b"]), 1)], { fallBack: ["Concat", "Slice"] }));
