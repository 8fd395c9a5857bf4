import { expect, test } from "vitest";
import { concatenate, derive, outputShape } from "../index.ts";

test("channels add up", () => {
  const inputs = [[28, 28, 64], [28, 28, 128], [28, 28, 32], [28, 28, 32]];
  expect(outputShape(concatenate(), inputs)).toEqual([28, 28, 256]);
  expect(derive(concatenate(), inputs).map(({ of, value }) => [of, value])).toEqual([["channels", 256]]);
});

test("a class token before the others", () => {
  expect(outputShape(concatenate({ axis: 0 }), [[1, 768], [196, 768]])).toEqual([197, 768]);
  expect(derive(concatenate({ axis: 0 }), [[1, 768], [196, 768]]).map(({ of, value }) => [of, value])).toEqual([["axis 0", 197]]);
});

test("refused: maps of two sizes, an axis that is not there", () => {
  expect(() => outputShape(concatenate(), [[28, 28, 64], [14, 14, 64]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: concatenate: inputs must agree on every axis but 2. Received 28×28×64 and 14×14×64. Pool, crop or pad them to one size.]`);
  expect(() => outputShape(concatenate({ axis: 3 }), [[28, 28, 64]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: concatenate: axis must be one of the input's 3. Received axis=3 for [28, 28, 64]. Axes count from 0 without the batch; -1 is the last.]`);
});
