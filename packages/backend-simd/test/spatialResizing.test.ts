import { expectClose } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { agree, forms, numbers, on, openForms } from "./agree.ts";

beforeAll(openForms);

const length = fc.integer({ min: 1, max: 9 });
const resizing = fc.record({
  shape: fc.tuple(fc.integer({ min: 1, max: 2 }), length, length, fc.constantFrom(1, 3, 4, 5, 8, 18)),
  size: fc.tuple(length, length),
  corners: fc.constantFrom({ alignCorners: false, halfPixelCenters: false }, { alignCorners: true, halfPixelCenters: false }, { alignCorners: false, halfPixelCenters: true }),
});

const run = (kernel: string, inputs: { readonly [name: string]: tf.Tensor }, attrs: object): tf.Tensor => tf.engine().runKernel(kernel, { ...inputs }, { ...attrs } as tf.NamedAttrMap);

describe.each(["ResizeBilinear", "ResizeNearestNeighbor"])("%s", (kernel) => {
  test("to any size", () => fc.assert(fc.asyncProperty(resizing, ({ shape, size, corners }) => agree(() => [run(kernel, { images: numbers(shape) }, { ...corners, size })])), { numRuns: 40 }));

  test("its gradient, where the cpu backend knows it", () =>
    fc.assert(fc.asyncProperty(resizing, fc.boolean(), ({ shape: [, side, , c], size: [h, w] }, alignCorners) => {
      // Of several images the cpu backend looks for dy where those of x begin, and on a single pixel between aligned corners it never ends.
      const attrs = { alignCorners: alignCorners && side > 1, halfPixelCenters: false, size: [h, w] };
      return agree(() => [run(`${kernel}Grad`, { dy: numbers([1, h, w, c], 2), images: numbers([1, side, side, c]) }, attrs)]);
    }), { numRuns: 40 }));

  test("its gradient is its adjoint, also for pixels that have centres and maps that are not square", () =>
    fc.assert(fc.asyncProperty(resizing, async ({ shape, size, corners }) => {
      const attrs = { ...corners, size };
      for (const form of forms) {
        const [there, back] = await on(form, () => {
          const [x, dy] = [numbers(shape), numbers([shape[0], ...size, shape[3]], 3)];
          return [tf.sum(tf.mul(run(kernel, { images: x }, attrs), dy)), tf.sum(tf.mul(x, run(`${kernel}Grad`, { dy, images: x }, attrs)))];
        });
        expectClose(back?.values ?? [], there?.values ?? [], { absolute: 1e-4 });
      }
    }), { numRuns: 40 }));

  test("of several chunks", () => agree(() => [run(kernel, { images: numbers([2, 40, 24, 20]) }, { alignCorners: false, halfPixelCenters: true, size: [31, 50] }), run(`${kernel}Grad`, { dy: numbers([1, 40, 33, 24]), images: numbers([1, 60, 60, 24]) }, { alignCorners: true, halfPixelCenters: false, size: [40, 33] })]));
});

test("doubled by hand", async () => {
  const [y] = await on("simd", () => [tf.image.resizeBilinear(tf.tensor4d([1, 3], [1, 1, 2, 1]), [1, 4], false, true)]);
  expect([...(y?.values as Float32Array)]).toEqual([1, 1.5, 2.5, 3]);
});

test("infinities stay where nearest neighbours are copied", async () => {
  const [y] = await on("simd", () => [tf.image.resizeNearestNeighbor(tf.tensor4d([Infinity, NaN], [1, 1, 2, 1]), [1, 4])]);
  expect([...(y?.values as Float32Array)]).toEqual([Infinity, Infinity, NaN, NaN]);
});

describe("boxes of images", () => {
  const corner = fc.float({ min: Math.fround(-0.3), max: Math.fround(1.3), noNaN: true });
  test("any, beyond the edges too", () =>
    fc.assert(fc.asyncProperty(fc.array(fc.tuple(corner, corner, corner, corner, fc.nat(2)), { minLength: 1, maxLength: 4 }), fc.tuple(length, length), fc.constantFrom(1, 3, 6), fc.constantFrom("bilinear" as const, "nearest" as const), (boxes, size, channels, method) =>
      agree(() => [
        tf.image.cropAndResize(numbers([2, 6, 5, channels]) as tf.Tensor4D, tf.tensor2d(boxes.map((box) => box.slice(0, 4))), tf.tensor1d(boxes.map((box) => box[4]), "int32"), size, method, 7),
      ]),
    ), { numRuns: 60 }));
});
