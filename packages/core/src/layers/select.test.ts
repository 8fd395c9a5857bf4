import { expect, test } from "vitest";
import { outputShape, select } from "../index.ts";

test("an axis goes", () => {
  expect(outputShape(select(0), [[197, 768]])).toEqual([768]);
  expect(outputShape(select(-1), [[20, 128]])).toEqual([128]);
  expect(outputShape(select(2, { axis: -1 }), [[7, 7, 3]])).toEqual([7, 7]);
});

test("refused: a place beyond the axis, an axis that is not there, a vector", () => {
  expect(() => outputShape(select(197), [[197, 768]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: select: index must be within the axis. Received index=197 for 197 positions along axis 0 of 197×768.]`);
  expect(() => outputShape(select(0, { axis: 2 }), [[197, 768]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: select: axis must be one of the input's 2. Received axis=2 for [197, 768]. Axes count from 0 without the batch; -1 is the last.]`);
  expect(() => outputShape(select(0), [[768]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: select: the input must have at least two axes. Received a vector of 768. channelSlice keeps a part of a vector.]`);
  expect(() => select(0.5)).toThrowErrorMatchingInlineSnapshot(`[LayerError: select: index must be a whole number. Received 0.5.]`);
});
