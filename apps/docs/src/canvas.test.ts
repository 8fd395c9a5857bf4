import { expect, test } from "vitest";
import { fitting, middleOf, withAlpha, withoutAlpha } from "./canvas.ts";

test("sizes that fit", () => {
  expect(fitting({ width: 4000, height: 3000 }, 320)).toEqual([240, 320]);
  expect(fitting({ width: 100, height: 50 }, 320)).toEqual([50, 100]);
  expect(fitting({ width: 10_000, height: 1 }, 320)).toEqual([1, 320]);
});

test("the middle is cut out", () => {
  expect(middleOf({ width: 400, height: 300 }, 100, 100)).toEqual([50, 0, 300, 300]);
  expect(middleOf({ width: 100, height: 300 }, 50, 100)).toEqual([0, 125, 100, 50]);
});

test("colours with and without alpha", () => {
  const picture = { shape: [1, 2, 3], image: Uint8Array.of(1, 2, 3, 4, 5, 6) } as const;
  expect([...withAlpha(picture)]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
  expect(withoutAlpha(withAlpha(picture), 1, 2)).toEqual(picture);
  expect([...withAlpha({ shape: [1, 1, 1], image: Uint8Array.of(9) })]).toEqual([9, 9, 9, 255]);
});
