import fc from "fast-check";
import { expect, test } from "vitest";
import { frequenciesOf } from "./frequencies.ts";

test("a picture comes back from its waves, and its length is theirs (Parseval)", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })), (height, width, numbers) => {
      const values = Float64Array.from(numbers.take(height * width));
      const waves = frequenciesOf(height, width);
      const amplitudes = waves.amplitudes(values);
      const back = waves.values(amplitudes);
      const energy = (of: Float64Array): number => of.reduce((sum, value) => sum + value * value, 0);
      values.forEach((value, i) => expect(back[i]).toBeCloseTo(value, 10));
      expect(energy(amplitudes)).toBeCloseTo(energy(values), 10);
    }),
  );
});

test("one wave across is one amplitude, of its frequency", () => {
  const [height, width] = [6, 8];
  const waves = frequenciesOf(height, width);
  const amplitudes = waves.amplitudes(Float64Array.from({ length: height * width }, (_, at) => Math.cos((2 * Math.PI * 3 * (at % width)) / width)));
  const heard = [...amplitudes.entries()].filter(([, value]) => Math.abs(value) > 1e-9);
  expect(heard.map(([at]) => waves.frequency[at])).toEqual([3 / 8]);
  expect(heard[0]?.[1]).toBeCloseTo(Math.sqrt(height * width / 2), 10);
});
