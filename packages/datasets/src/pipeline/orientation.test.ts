import { expect, test } from "vitest";
import { turnedBoxes, turnedMask, turnsOf } from "./orientation.ts";

test.each([
  [1, [1, 2, 3, 4, 5, 6], [2, 3]],
  [2, [3, 2, 1, 6, 5, 4], [2, 3]],
  [3, [6, 5, 4, 3, 2, 1], [2, 3]],
  [4, [4, 5, 6, 1, 2, 3], [2, 3]],
  [5, [1, 4, 2, 5, 3, 6], [3, 2]],
  [6, [4, 1, 5, 2, 6, 3], [3, 2]],
  [7, [6, 3, 5, 2, 4, 1], [3, 2]],
  [8, [3, 6, 2, 5, 1, 4], [3, 2]],
])("orientation %i of 1 2 3 over 4 5 6, and the box around each pixel", (orientation, expected, size) => {
  const turns = turnsOf(orientation);
  const [mask, [height, width]] = turnedMask(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3], turns);
  expect([...mask]).toEqual(expected);
  expect([height, width]).toEqual(size);
  const corners = [0, 1, 2, 3, 4, 5].map((i) => [i % 3, Math.floor(i / 3), (i % 3) + 1, Math.floor(i / 3) + 1]);
  const boxes = turnedBoxes(corners, [2, 3], turns);
  for (const [i, level] of expected.entries()) expect([...boxes.subarray((level - 1) * 4, level * 4)]).toEqual([i % width, Math.floor(i / width), (i % width) + 1, Math.floor(i / width) + 1]);
});

test("what is no orientation turns nothing", () => {
  expect(turnsOf(undefined)).toEqual(turnsOf(1));
  expect(turnsOf(9)).toEqual(turnsOf(1));
});
