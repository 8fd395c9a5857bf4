import { expect, test } from "vitest";
import { substitution } from "../expression.ts";
import { derive, gru } from "./index.ts";

test("two directions of three gates", () => {
  const [length, parameters, products] = derive(gru(10, { bidirectional: true, returnSequences: true, useBias: false }), [[7, 5]]);
  expect(length?.value).toBe(7);
  expect(parameters && substitution(parameters.expression)).toBe("(5 + 10)·2·3·10");
  expect(products && substitution(products.expression)).toBe("7·(5 + 10)·2·3·10");
});

test("refuses a misspelt option", () => {
  // @ts-expect-error -- the option is misspelt
  expect(() => gru(4, { bidirectionl: true })).toThrowErrorMatchingInlineSnapshot(`[LayerError: gru: unknown option bidirectionl. Did you mean "bidirectional"? Options: returnSequences, bidirectional, useBias.]`);
});
