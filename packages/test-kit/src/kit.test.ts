import { expect, test } from "vitest";
import { channelsFirst, channelsLast, expectClose, fromTorchAxes, permute } from "./index.ts";

test("channels move to the end and back", () => {
  const x = { shape: [1, 2, 1, 3], data: [1, 2, 3, 10, 20, 30] };
  expect([...channelsLast(x).data]).toEqual([1, 10, 2, 20, 3, 30]);
  expect([...channelsFirst(channelsLast(x)).data]).toEqual(x.data);
});

test("fromTorchAxes undoes torchAxes", () => {
  const ours = { shape: [2, 3, 4, 5], data: Array.from({ length: 120 }, (_, i) => i) };
  expect([...fromTorchAxes(permute(ours, [3, 2, 0, 1]), [3, 2, 0, 1]).data]).toEqual(ours.data);
});

test("closeness is refused for a wrong number, a missing number and NaN", () => {
  expect(() => expectClose([1, 2], [1, 2.1])).toThrow("values[1]: 2, expected 2.1");
  expect(() => expectClose([1], [1, 2])).toThrow("1 numbers, expected 2");
  expect(() => expectClose([NaN], [1])).toThrow("values[0]: NaN");
  expectClose([1 + 1e-6], [1]);
});
