import { expect, test } from "vitest";
import { confusionOf, placesOf, softmaxRows, worstCell } from "./judged.ts";

const judged = { pictures: { shape: [4, 1, 1, 1] as const, images: new Uint8Array(4), labels: Uint8Array.from([0, 0, 1, 1]) }, predicted: Int32Array.from([0, 1, 1, 0]) };

test("a matrix, the pictures of a cell, and the worst cell", () => {
  expect(confusionOf(judged, 2)).toEqual([[1, 1], [1, 1]]);
  expect(placesOf(judged, 1, 0, 9)).toEqual([3]);
  expect(worstCell([[5, 1], [2, 5]])).toEqual({ truth: 1, predicted: 0 });
  expect(worstCell([[5, 0], [0, 5]])).toEqual({ truth: 0, predicted: 0 });
});

test("scores as probabilities, however large", () => {
  const [a = 0, b = 0, c = 0, d = 0] = softmaxRows([0, Math.log(3), 1000, 1000], 2);
  expect([a, b, c, d].map((value) => value.toFixed(6))).toEqual(["0.250000", "0.750000", "0.500000", "0.500000"]);
});
