import { expect, it } from "vitest";
import { drawOperations, randomErase, type Erased, type ImageShape, type Operation } from "../index.ts";
import { unlikeUniform } from "../../test/pictures.ts";

const shape: ImageShape = [1_000, 800, 3];
const drawn = (options: Parameters<typeof randomErase>[0], count: number, of: ImageShape = shape): readonly (readonly Operation[])[] =>
  Array.from({ length: count }, (_, i) => drawOperations([randomErase(options)], of, { seed: 2, path: [i] }));

it("draws the area and the logarithm of the ratio evenly, and the place inside", () => {
  const all = drawn({ p: 1, scale: [0.02, 0.2], ratio: [0.5, 2] }, 2_000).map(([operation]) => operation as Erased);
  const areas = all.map(({ size: [height, width] }) => (height * width) / 800_000);
  const ratios = all.map(({ size: [height, width] }) => Math.log(height / width));
  expect(unlikeUniform(areas.map((area) => (area - 0.02) / 0.18))).toBeLessThan(1.95);
  expect(unlikeUniform(ratios.map((ratio) => (ratio + Math.LN2) / (2 * Math.LN2)))).toBeLessThan(1.95);
  expect(unlikeUniform(all.map(({ top, size: [height] }) => (top + 0.5) / (1_001 - height)))).toBeLessThan(1.95);
  expect(all.every(({ top, left, size: [height, width] }) => top >= 0 && left >= 0 && top + height <= 1_000 && left + width <= 800)).toBe(true);
});

it("is taken every other time", () => {
  const taken = drawn({}, 2_000).filter(({ length }) => length === 1).length;
  expect(Math.abs(taken - 1_000)).toBeLessThan(110);
});

it("does nothing where no rectangle fits", () => {
  expect(drawn({ p: 1, scale: 1, ratio: 1 }, 20).flat()).toEqual([]);
  expect(drawn({ p: 1 }, 20, [1, 1, 3]).flat()).toEqual([]);
});

it("fills with levels or with noise", () => {
  expect(drawn({ p: 1, fill: "noise" }, 1)[0]?.[0]?.kind).toBe("eraseWithNoise");
  expect(drawn({ p: 1, fill: [1, 2, 3] }, 1)[0]?.[0]).toMatchObject({ kind: "erase", fill: [1, 2, 3] });
  expect(() => randomErase({ fill: "random" as "noise" })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: randomErase: fill must be a level from 0 to 255, or a list of one for each channel, or "noise". Received "random".]`);
});
