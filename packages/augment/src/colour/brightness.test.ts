import { expect, it } from "vitest";
import { applyOperations, augment, brightness } from "../index.ts";
import { brightened } from "./brightness.ts";
import { unlikeUniform } from "../../test/pictures.ts";

const data = Uint8Array.of(0, 100, 101, 200);

it("multiplies levels, drops the fraction and stops at white", () => {
  const image = { shape: [1, 4, 1], data } as const;
  expect([...applyOperations({ image }, [brightened(1.5)]).image.data]).toEqual([0, 150, 151, 255]);
  expect([...applyOperations({ image }, [brightened(0)]).image.data]).toEqual([0, 0, 0, 0]);
  expect([...applyOperations({ image }, [brightened(1)]).image.data]).toEqual([...data]);
});

it("draws factors evenly from its range", () => {
  const image = { shape: [1, 4, 1], data } as const;
  const factors = Array.from({ length: 2_000 }, (_, i) => augment({ image }, [brightness({ factor: 0.3 })], { seed: 1, path: [i] }).operations[0] as { factor: number });
  expect(unlikeUniform(factors.map(({ factor }) => (factor - 0.7) / 0.6))).toBeLessThan(1.95);
});

it("takes a range, or the distance from 1, at most down to black", () => {
  expect(brightness().factor).toEqual([0.6, 1.4]);
  expect(brightness({ factor: [0.5, 3] }).factor).toEqual([0.5, 3]);
  expect(brightness({ factor: 2 }).factor).toEqual([0, 3]);
  expect(() => brightness({ factor: [2, 1] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: brightness: factor must be [low, high] from 0 to 1000, or one number: how far from 1. Received [2,1].]`);
});
