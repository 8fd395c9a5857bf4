import fc from "fast-check";
import { expect, test } from "vitest";
import { boxIou, boxOffsets, keptBoxes, movedBox, type Box } from "./index.ts";

const box = fc.tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 })).map(([x, y, width, height]): Box => [x, y, x + width, y + height]);

test("two squares of 4 that share 1 have 1 / 7; those that touch share nothing, and a box without area nothing either", () => {
  expect(boxIou([0, 0, 2, 2], [1, 1, 3, 3])).toBe(1 / 7);
  expect(boxIou([0, 0, 2, 2], [2, 0, 4, 2])).toBe(0);
  expect(boxIou([2, 2, 1, 1], [0, 0, 4, 4])).toBe(0);
});

test("the share of whole pixels that both hold", () => {
  fc.assert(fc.property(box, box, (a, b) => {
    const inside = ([left, top, right, bottom]: Box, x: number, y: number): boolean => x >= left && x < right && y >= top && y < bottom;
    let [both, either] = [0, 0];
    for (let y = 0; y < 40; y++)
      for (let x = 0; x < 40; x++) {
        both += Number(inside(a, x, y) && inside(b, x, y));
        either += Number(inside(a, x, y) || inside(b, x, y));
      }
    expect(boxIou(a, b)).toBeCloseTo(both / either, 12);
  }));
});

test("offsets by hand: a box twice as wide whose middle is a quarter of the proposal's width further", () => {
  expect(boxOffsets([0, 0, 8, 4], [-2, 0, 14, 4])).toEqual([0.25, 0, Math.log(2), 0]);
});

test("a proposal moved by the offsets to a box is that box", () => {
  fc.assert(fc.property(box, box, (from, to) => {
    movedBox(from, boxOffsets(from, to)).forEach((side, i) => {
      expect(side).toBeCloseTo(to[i] ?? NaN, 9);
    });
  }));
});

test("of three boxes in a row, each half over the next, the best goes first: the outer ones stay where the middle one is worst, the middle one where it is best", () => {
  const row = [[0, 0, 4, 1], [1, 0, 5, 1], [2, 0, 6, 1]];
  expect(keptBoxes(row, [0.9, 0.5, 0.7], 0.5)).toEqual([0, 2]);
  expect(keptBoxes(row, [0.5, 0.9, 0.7], 0.5)).toEqual([1]);
  expect(keptBoxes(row, [0.5, 0.5, 0.5], 0.7)).toEqual([0, 1, 2]);
});

test("those kept overlap by no more than allowed, and each one dropped overlaps a better one that is kept", () => {
  fc.assert(fc.property(fc.array(fc.tuple(box, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 12 }), fc.double({ min: 0, max: 1, noNaN: true }), (list, overlap) => {
    const [boxes, scores] = [list.map(([of]) => of), list.map(([, score]) => score)];
    const kept = keptBoxes(boxes, scores, overlap);
    boxes.forEach((of, i) => {
      const over = kept.filter((k) => k !== i && boxIou(boxes[k] ?? [], of) > overlap);
      if (kept.includes(i)) expect(over).toEqual([]);
      else expect(over.some((k) => (scores[k] ?? 0) >= (scores[i] ?? 0))).toBe(true);
    });
  }));
});

test("refuses a score too few", () => {
  expect(() => keptBoxes([[0, 0, 1, 1]], [], 0.5)).toThrowErrorMatchingInlineSnapshot(`[RangeError: keptBoxes: there must be one score for each box. Received 0 for 1.]`);
});
