import { expect, test } from "vitest";
import { channelSlice, derive, outputShape } from "../index.ts";

test("a range of channels, or of equal parts", () => {
  expect(outputShape(channelSlice(8, 24), [[7, 7, 64]])).toEqual([7, 7, 16]);
  expect(outputShape(channelSlice(1, 3, { parts: 4 }), [[7, 7, 64]])).toEqual([7, 7, 32]);
  expect(derive(channelSlice(8, 24), [[7, 7, 64]]).map(({ of, value }) => [of, value])).toEqual([["channels", 16]]);
  expect(derive(channelSlice(1, 3, { parts: 4 }), [[7, 7, 64]]).map(({ of, value }) => [of, value])).toEqual([["channels", 32]]);
  expect(channelSlice(0, 1)).toEqual({ kind: "channelSlice", start: 0, end: 1, parts: null });
});

test("refused: empty ranges, ranges beyond the channels, parts that do not divide", () => {
  expect(() => channelSlice(3, 3)).toThrowErrorMatchingInlineSnapshot(`[LayerError: channelSlice: start must come before end. Received start=3, end=3.]`);
  expect(() => channelSlice(1, 3, { parts: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: channelSlice: start must come before end, and end be at most parts=2. Received start=1, end=3.]`);
  expect(() => outputShape(channelSlice(8, 72), [[7, 7, 64]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: channelSlice: the range must lie within the channels. Received start=8, end=72 for 64 channels.]`);
  expect(() => outputShape(channelSlice(0, 1, { parts: 3 }), [[7, 7, 64]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: channelSlice: channels must divide into parts. Received 64 channels, parts=3. Nearest that divide: 63, 66.]`);
});
