import fc from "fast-check";
import { expect, it } from "vitest";
import { augment } from "../augment.ts";
import { applyOperations } from "../operation.ts";
import { elastic, type ElasticallyMoved } from "./elastic.ts";
import { followBoxes, followKeypoints } from "./follow.ts";

const size = 40;
const shape = [size, size, 2] as const;
// Each pixel says where it lies: across in the first channel, down in the second, in fortieths.
const ramp = Float32Array.from({ length: size * size * 2 }, (_, i) => (i % 2 === 0 ? ((i >> 1) % size) + 0.5 : Math.floor((i >> 1) / size) + 0.5) / size);
const image = { shape, data: ramp };

const bend = (seed: number, alpha: number): ElasticallyMoved => ({ kind: "elastic", alpha, sigma: 4, seed, interpolation: "bilinear", border: "constant", fill: [0] });

it("leaves everything as it is with no strength", () => {
  const sample = { image, mask: Int32Array.from({ length: size * size }, (_, i) => i), boxes: Float32Array.of(3, 4, 10, 12), keypoints: Float32Array.of(3.25, 4.75) };
  expect(applyOperations(sample, [bend(1, 0)])).toEqual(sample);
});

it("is another bend each time, and the same one from the same record", () => {
  const pixels = (seed: number): unknown => augment({ image }, [elastic()], { seed }).operations;
  expect(pixels(1)).toMatchInlineSnapshot(`
    [
      {
        "alpha": 50,
        "border": "constant",
        "fill": [
          0,
        ],
        "interpolation": "bilinear",
        "kind": "elastic",
        "label": "elastic α 50, σ 5",
        "seed": 530568639,
        "sigma": 5,
      },
    ]
  `);
  expect(pixels(2)).not.toEqual(pixels(1));
  expect(applyOperations({ image }, [bend(7, 60)])).toEqual(applyOperations({ image }, [bend(7, 60)]));
  expect(applyOperations({ image }, [bend(8, 60)])).not.toEqual(applyOperations({ image }, [bend(7, 60)]));
});

it("moves by half of alpha times noise whose deviation is 1 / (σ √(12 π)), neighbours alike", () => {
  const moved: number[] = [];
  for (let seed = 0; seed < 24; seed++) {
    const { data } = applyOperations({ image }, [bend(seed, 50)]).image;
    // Away from the borders, where the mirrored noise is stronger.
    for (let y = 12; y < 28; y++) for (let x = 12; x < 28; x++) for (let c = 0; c < 2; c++) moved.push(size * ((data[2 * (y * size + x) + c] as number) - (ramp[2 * (y * size + x) + c] as number)));
  }
  const deviation = Math.sqrt(moved.reduce((sum, by) => sum + by * by, 0) / moved.length);
  // Each field has about 16² / (4π σ²) independent places in either direction: 61 in all, so that the deviation is met within 1 / √122 = 9 %.
  const expected = 25 / (4 * Math.sqrt(12 * Math.PI));
  expect(Math.abs(deviation / expected - 1)).toBeLessThan(0.27);
  for (let i = 2; i < 32; i++) expect(Math.abs((moved[i] as number) - (moved[i - 2] as number))).toBeLessThan(1.5);
});

it("moves points with the picture: where one goes, the picture shows where it was, within a quarter of a pixel at the usual strength", () => {
  const inner = fc.double({ min: 10, max: 30, noNaN: true });
  fc.assert(
    fc.property(fc.nat(), inner, inner, (seed, x, y) => {
      const { image: bent, keypoints } = applyOperations({ image, keypoints: Float32Array.of(x, y) }, [{ ...bend(seed, 50), sigma: 5 }]);
      const [toX = NaN, toY = NaN] = keypoints ?? [];
      const [left, top] = [Math.floor(toX - 0.5), Math.floor(toY - 0.5)];
      const [right, below] = [toX - 0.5 - left, toY - 0.5 - top];
      const shown = (c: number): number => {
        const at = (column: number, row: number): number => size * (bent.data[2 * (row * size + column) + c] as number);
        return (at(left, top) * (1 - right) + at(left + 1, top) * right) * (1 - below) + (at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right) * below;
      };
      expect(Math.hypot(shown(0) - x, shown(1) - y)).toBeLessThan(0.25);
    }),
  );
});

it("follows a fold and what has left", () => {
  // Four pixels in a row, which show the places 1.5, 0.5, 0.5 and 9.5.
  const places = { xs: Float64Array.of(1.5, 0.5, 0.5, 9.5), ys: Float64Array.of(0.5, 0.5, 0.5, 0.5) };
  expect(followBoxes(Float32Array.of(0, 0, 1, 1, 1, 0, 2, 1, 4, 0, 5, 1), places, [1, 4, 1])).toEqual(Float32Array.of(1, 0, 3, 1, 0, 0, 1, 1, NaN, NaN, NaN, NaN));
  expect(followKeypoints(Float32Array.of(1.5, 0.25, 5, 0.5, 9.25, 0.5, 9.5, 1.75), places, [1, 4, 1])).toEqual(Float32Array.of(0.5, 0.25, NaN, NaN, 3.25, 0.5, NaN, NaN));
});
