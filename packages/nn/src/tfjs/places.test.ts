import { expect, test } from "vitest";
import { maximumPlaces, scatter } from "./places.ts";

const along = { size: 2, stride: 2, dilation: 1, length: 4, count: 2, before: 0 };
const across = { size: 1, stride: 1, dilation: 1, length: 1, count: 1, before: 0 };

test("the place of each window's maximum, the first of equal ones", () => {
  expect([...maximumPlaces(Float32Array.from([3, 5, 7, 7]), 1, 1, [along, across])]).toEqual([1, 2]);
  expect([...maximumPlaces(Float32Array.from([-3, -5, -7, -6]), 1, 1, [along, across])]).toEqual([0, 3]);
});

test("channels have places of their own, and samples too", () => {
  expect([...maximumPlaces(Float32Array.from([1, 9, 2, 8, 3, 7, 4, 6]), 1, 2, [along, across])]).toEqual([2, 1, 6, 5]);
  expect([...maximumPlaces(Float32Array.from([1, 2, 3, 4, 8, 7, 6, 5]), 2, 1, [along, across])]).toEqual([1, 3, 4, 6]);
});

test("padding is never the maximum, and a window of padding alone has no place", () => {
  expect([...maximumPlaces(Float32Array.from([-1]), 1, 1, [{ ...along, length: 1, before: 1, count: 1 }, across])]).toEqual([0]);
  expect([...maximumPlaces(Float32Array.from([-1]), 1, 1, [{ ...along, dilation: 2, length: 1, before: 1, count: 1 }, across])]).toEqual([-1]);
});

test("what is scattered to one place adds up, and what has none is lost", () => {
  expect([...scatter([1, 2, 4, 8], Int32Array.from([2, 0, 2, -1]), 3)]).toEqual([2, 0, 5]);
});
