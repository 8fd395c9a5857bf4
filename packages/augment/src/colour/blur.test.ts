import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyOperations, blur, parseOperations } from "../index.ts";
import { anyPicture } from "../../test/pictures.ts";

it("spreads a point as a Gaussian", () => {
  const data = new Float32Array(45);
  data[22] = 1;
  const blurred = applyOperations({ image: { shape: [5, 9, 1], data } }, [{ kind: "blur", kernelSize: [3, 5], sigma: [1, 2] }]).image.data;
  const weight = (d: number, sigma: number): number => Math.exp((-d * d) / (2 * sigma * sigma));
  const [down, across] = [1 + 2 * weight(1, 1), 1 + 2 * weight(1, 2) + 2 * weight(2, 2)];
  for (let y = 0; y < 5; y++)
    for (let x = 0; x < 9; x++) expect(blurred[9 * y + x]).toBeCloseTo(Math.abs(y - 2) > 1 || Math.abs(x - 4) > 2 ? 0 : ((weight(y - 2, 1) / down) * weight(x - 4, 2)) / across, 6);
});

it("leaves one colour as it is, and stays between the darkest and the brightest", () => {
  fc.assert(fc.property(anyPicture(), fc.constantFrom<readonly [number, number]>([1, 1], [3, 9], [25, 5]), fc.double({ min: 0.01, max: 20, noNaN: true }), (image, kernelSize, sigma) => {
    const operation = { kind: "blur", kernelSize, sigma: [sigma, sigma] } as const;
    const blurred = applyOperations({ image }, [operation]).image.data;
    expect(Math.min(...blurred)).toBeGreaterThanOrEqual(Math.min(...image.data));
    expect(Math.max(...blurred)).toBeLessThanOrEqual(Math.max(...image.data));
    const flat = { ...image, data: image.data.map(() => 77) };
    expect(applyOperations({ image: flat }, [operation])).toEqual({ image: flat });
  }));
});

it("says what a kernel and a deviation are", () => {
  expect(() => blur({ kernelSize: 4 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: blur: kernelSize must be odd and from 1 to 511: [height, width] in pixels, or one number for both. Received 4.]`);
  expect(() => blur({ sigma: 0 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: blur: sigma must be [low, high] of at least 0.01, or one number for both. Received 0.]`);
  expect(() => parseOperations([{ kind: "blur", kernelSize: 3, sigma: [1, -1] }])).toThrowErrorMatchingInlineSnapshot(`[AugmentError: operations[0] (blur): sigma must be above 0: [vertical, horizontal] in pixels, or one number for both. Received [1,-1].]`);
});
