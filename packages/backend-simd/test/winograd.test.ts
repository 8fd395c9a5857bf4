import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { register } from "../src/index.ts";
import { agree, numbers, on, openForms } from "./agree.ts";

beforeAll(async () => {
  await openForms();
  await register({ name: "simd-plain", winograd: false });
});

const run = (kernel: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap): tf.Tensor => tf.engine().runKernel(kernel, inputs, attrs);

/** A convolution large enough for the transforms, its two gradients, and one with bias and rectifier. */
const convolutions = (x: tf.Tensor, filter: tf.Tensor, dy: tf.Tensor, bias: tf.Tensor, pad: readonly (readonly [number, number])[]): tf.Tensor[] => {
  const attrs = { strides: [1, 1], dilations: [1, 1], pad: pad.map((p) => [...p]), groups: 1, activation: "linear" };
  return [
    run("GroupedConv2D", { x, filter }, attrs),
    run("GroupedConv2D", { x, filter, bias }, { ...attrs, activation: "relu" }),
    run("GroupedConv2DBackpropInput", { dy, filter }, { ...attrs, inputShape: x.shape }),
    run("GroupedConv2DBackpropFilter", { x, dy }, { ...attrs, filterShape: filter.shape }),
  ];
};

describe("with fewer multiplications", () => {
  test("the forward pass and both gradients are those of the plain sums but for rounding", async () => {
    const channels = fc.constantFrom(16, 20, 24, 36);
    const edge = fc.integer({ min: 0, max: 2 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 14, max: 19 }), fc.integer({ min: 14, max: 19 }), channels, channels, fc.tuple(edge, edge, edge, edge), async (h, w, c, d, [t, b, l, r]) => {
        const f = (): tf.Tensor[] => convolutions(numbers([2, h, w, c]), numbers([3, 3, c, d], 3), numbers([2, h + t + b - 2, w + l + r - 2, d], 5), numbers([d], 7), [[t, b], [l, r]]);
        const [plain, ...forms] = [await on("simd-plain", f), await on("simd", f), await on("simd-3", f), await on("simd-alone", f)];
        for (const form of forms) expect(form).toEqual(forms[0]);
        plain.forEach(({ values }, i) => expect(apart(values, forms[0]?.[i]?.values ?? [])).toBeLessThan(5e-6));
        // That the other way was taken shows in the last bits.
        expect(plain).not.toEqual(forms[0]);
      }),
      { numRuns: 15 },
    );
  });

  test("its error, against sums in double precision, is at most a few times that of the plain sums", async () => {
    const [n, size, c] = [2, 16, 64];
    const [x, filter] = [normal(n * size * size * c, 1), normal(9 * c * c, 2)];
    const exact = exactly(x, filter, n, size, c);
    const f = (): tf.Tensor[] => [tf.conv2d(tf.tensor4d(x, [n, size, size, c]), tf.tensor4d(filter, [3, 3, c, c]), 1, "same")];
    const [plain, fewer] = [await on("simd-plain", f), await on("simd", f)].map(([y]) => apart(exact, y?.values ?? []));
    expect(plain).toBeGreaterThan(0);
    expect(plain).toBeLessThan(2e-6);
    expect(fewer).toBeLessThan(4e-6);
  });

  test("large enough for several blocks and bands of columns", () =>
    agree(() => [tf.conv2d(numbers([2, 12, 13, 300]) as tf.Tensor4D, numbers([3, 3, 300, 132], 3) as tf.Tensor4D, 1, "same")], { relative: 1e-4, absolute: 2e-3 }));
});

/** The largest difference, in parts of the largest value. */
const apart = (exact: ArrayLike<number>, values: ArrayLike<number>): number => {
  let [most, largest] = [0, 0];
  for (let i = 0; i < exact.length; i++) {
    most = Math.max(most, Math.abs((exact[i] ?? 0) - (values[i] ?? NaN)));
    largest = Math.max(largest, Math.abs(exact[i] ?? 0));
  }
  return most / largest;
};

/** About normally distributed: sums of twelve uniform numbers. */
const normal = (length: number, seed: number): Float32Array => {
  let state = seed;
  const uniform = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Float32Array.from({ length }, () => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b, -6));
};

/** The same convolution in loops and double precision. */
function exactly(x: Float32Array, filter: Float32Array, n: number, size: number, c: number): Float64Array {
  const y = new Float64Array(n * size * size * c);
  for (let image = 0; image < n; image++)
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        for (let p = 0; p < 3; p++)
          for (let q = 0; q < 3; q++) {
            const [h, w] = [i + p - 1, j + q - 1];
            if (h < 0 || h >= size || w < 0 || w >= size) continue;
            for (let k = 0; k < c; k++) {
              const value = x[((image * size + h) * size + w) * c + k] ?? 0;
              const row = ((p * 3 + q) * c + k) * c;
              const at = ((image * size + i) * size + j) * c;
              for (let d = 0; d < c; d++) y[at + d] = (y[at + d] ?? 0) + value * (filter[row + d] ?? 0);
            }
          }
  return y;
}
