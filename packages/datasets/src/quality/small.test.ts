import fc from "fast-check";
import { expect, test } from "vitest";
import { lowFrequencies } from "./frequencies.ts";
import { smallCopy, smallLength } from "./small.ts";

test("each number is the mean over its share of the picture", () => {
  // 32×32 grey: each cell is a square of 2×2, of which one pixel in four is lit.
  const picture = Uint8Array.from({ length: 32 * 32 }, (_, i) => (i % 2 === 0 && Math.floor(i / 32) % 2 === 0 ? 200 : 0));
  expect([...smallCopy(picture, [32, 32, 1])]).toEqual([...new Array<number>(256).fill(50), ...new Array<number>(32).fill(128)]);
  // 24 columns for 16 cells: a cell is one and a half of them wide, so the second of three columns is shared.
  const columns = Uint8Array.from({ length: 24 * 16 }, (_, i) => ((i % 24) % 3 === 1 ? 240 : 0));
  expect([...smallCopy(columns, [16, 24, 1]).subarray(0, 16)]).toEqual(new Array<number>(16).fill(80));
});

test("red is bright by 0.299, blueness and redness go around 128", () => {
  const red = smallCopy(Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => (i % 3 === 0 ? 200 : 0)), [16, 16, 3]);
  // ITU-R BT.601: Y = 0.299 · 200; Cb = 128 − Y / 1.772; Cr = 128 + (200 − Y) / 1.402.
  expect([red[0], red[256], red[272]]).toEqual([60, 94, 228]);
});

/** A picture of 22 rows and 30 columns that no rule of the grid fits. */
const odd = Uint8Array.from({ length: 22 * 30 }, (_, i) => (37 * Math.floor(i / 30) + 91 * (i % 30) + Math.floor(i / 30) * (i % 30)) % 256);

test("the means are those of PyTorch (1.13: avg_pool2d of the picture with each pixel repeated 16 × 16 times)", () => {
  const torch = [53, 121, 137, 103, 134, 127, 125, 184, 142, 73, 141, 122, 105, 154, 135, 141];
  expect([...smallCopy(odd, [22, 30, 1]).subarray(0, 16)]).toEqual(torch);
});

test("a copy shows the same whatever the picture's size", () => {
  const picture = fc.record({ height: fc.integer({ min: 1, max: 40 }), width: fc.integer({ min: 1, max: 40 }), times: fc.integer({ min: 2, max: 3 }), channels: fc.constantFrom(1, 3), seed: fc.nat(1000) });
  fc.assert(
    fc.property(picture, ({ height, width, times, channels, seed }) => {
      const at = (y: number, x: number, c: number): number => (seed + 37 * y + 91 * x + 53 * c + x * y) % 256;
      const drawn = (factor: number): Uint8Array => {
        const data = new Uint8Array(height * factor * width * factor * channels);
        for (let i = 0; i < data.length; i++) data[i] = at(Math.floor(Math.floor(i / channels / (width * factor)) / factor), Math.floor((Math.floor(i / channels) % (width * factor)) / factor), i % channels);
        return data;
      };
      const [small, large] = [smallCopy(drawn(1), [height, width, channels]), smallCopy(drawn(times), [height * times, width * times, channels])];
      // Sums in another order may fall on the other side of a half.
      for (let i = 0; i < smallLength; i++) expect(Math.abs((small[i] as number) - (large[i] as number))).toBeLessThanOrEqual(1);
    }),
  );
});

test("frequencies are those of PyTorch (1.13: torch.fft of the mirrored rows and columns of that small copy), the lowest first", () => {
  const torch = [-20.712, -17.17, -47.279, -31.314, -40.542];
  lowFrequencies(smallCopy(odd, [22, 30, 1])).subarray(0, 5).forEach((value, i) => expect(value).toBeCloseTo(torch[i] as number, 2));
});

test("frequencies: none in one brightness; a cosine has its own alone", () => {
  expect(lowFrequencies(new Uint8Array(smallLength).fill(77)).every((value) => Math.abs(value) < 1e-9)).toBe(true);
  // The slowest cosine from left to right, around 128: the second in order after the one from top to bottom.
  const wave = Uint8Array.from({ length: smallLength }, (_, i) => Math.round(128 + 100 * Math.cos((Math.PI * (2 * (i % 16) + 1)) / 32)));
  const [vertical = 0, horizontal = 0, ...others] = lowFrequencies(wave);
  expect(horizontal).toBeCloseTo(100 * Math.sqrt(128), -1);
  expect(Math.max(Math.abs(vertical), ...others.map(Math.abs))).toBeLessThan(5);
});
