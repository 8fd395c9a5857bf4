import { expect, test } from "vitest";
import { formula, substitution } from "../expression.ts";
import { derive, lstm, weights } from "./index.ts";

test("an LSTM of 128 on 64 channels has 99,328 parameters, as PyTorch counts them", () => {
  const shapes = Object.values(weights(lstm(128), [[50, 64]])).map(({ shape }) => shape);
  expect(shapes).toEqual([[64, 512], [128, 512], [512], [512]]);
  const [parameters, products] = derive(lstm(128), [[50, 64]]);
  expect(parameters?.value).toBe(99_328);
  expect(parameters && [formula(parameters.expression), substitution(parameters.expression)]).toEqual(["(c + u + 2)·g·u", "(64 + 128 + 2)·4·128"]);
  expect(products && substitution(products.expression)).toBe("50·(64 + 128)·4·128");
});

test("refuses a misspelt option", () => {
  // @ts-expect-error -- the option is misspelt
  expect(() => lstm(4, { returnSequence: true })).toThrowErrorMatchingInlineSnapshot(`[LayerError: lstm: unknown option returnSequence. Did you mean "returnSequences"? Options: returnSequences, bidirectional, useBias.]`);
});
