import { expect, test } from "vitest";
import { outputShape, rbf, weights } from "../index.ts";

test("fixed codes are remembered, not learned, one per column", () => {
  expect(weights(rbf(2, { codes: ["++-", "-+-"] }), [[3]])["weight"]).toMatchObject({ shape: [3, 2], trainable: false, initial: [1, -1, 1, 1, -1, -1] });
  expect(weights(rbf(10), [[84]])["weight"]).toMatchObject({ shape: [84, 10], trainable: true });
  expect(weights(rbf(1, { codes: ["+-"], trainable: true }), [[2]])["weight"]).toMatchObject({ trainable: true, initial: [1, -1] });
});

test("refused", () => {
  expect(() => rbf(2, { trainable: false })).toThrowErrorMatchingInlineSnapshot(`[LayerError: rbf: units that do not learn must have codes. Received trainable=false and no codes. Give codes, or trainable: true.]`);
  expect(() => rbf(3, { codes: ["+", "-"] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: rbf: there must be one code for each unit. Received 2 codes, units=3.]`);
  expect(() => rbf(2, { codes: ["+", "-+"] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: rbf: codes must be equally long. Received lengths 1, 2.]`);
  expect(() => rbf(1, { codes: ["+0"] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: rbf: codes must be a list, each text of "+" and "-". Received ["+0"].]`);
  expect(() => outputShape(rbf(1, { codes: ["+-"] }), [[84]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: rbf: codes must be as long as the input. Received codes of 2, input 84. A dense layer of 2 units before it fits.]`);
  expect(() => outputShape(rbf(1), [[7, 12, 1]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: rbf: input must be one row of values. Received 7×12×1. A flatten layer can make one.]`);
});
