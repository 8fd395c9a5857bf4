import { expect, test } from "vitest";
import { answers, bars, printedExample, sobel, tryTurns, turns } from "./turns.ts";

const { picture, kernel, printed } = printedExample;
const options = { strides: 2, padding: 1 };

test("the eight ways are different", () => {
  expect(new Set(Object.values(turns).map((lay) => JSON.stringify(lay([[1, 2, 3], [4, 5, 6], [7, 8, 9]])))).size).toBe(8);
});

test("a result that no way gives, and the one as it should be", () => {
  const [best] = tryTurns(picture, kernel, printed, options);
  expect(best).toMatchObject({ turn: "as it is, which networks compute", agree: 8, of: 9, result: [[6, 17, 3], [8, 17, 13], [6, 4, 4]] });
  expect(tryTurns(picture, kernel, best?.result ?? [], options)[0]?.agree).toBe(9);
  expect(tryTurns(picture, kernel, [[1]], options).every(({ agree }) => agree === 0)).toBe(true);
});

test("Sobel x answers to upright edges alone, and bytes lose one of its two", () => {
  expect(answers(bars.upright, sobel.x).signed[0]).toEqual([0, 800, 800, -800, -800, 0]);
  expect(answers(bars.upright, sobel.x).bytes[0]).toEqual([0, 255, 255, 0, 0, 0]);
  expect(answers(bars.upright, sobel.y).signed.flat().every((value) => value === 0)).toBe(true);
  expect(answers(bars.level, sobel.x).signed.flat().every((value) => value === 0)).toBe(true);
});
