import { expect, test } from "vitest";
import { formula, substitution } from "../expression.ts";
import { derive, macs, simpleRnn, weights } from "./index.ts";

test("four states on three channels, five steps", () => {
  const inputs = [[5, 3]];
  // Each step multiplies 3 inputs and 4 states, for each of the 4 states.
  expect(macs(simpleRnn(4), inputs)).toBe(5 * (3 + 4) * 4);
  expect(Object.values(weights(simpleRnn(4), inputs)).map(({ shape }) => shape)).toEqual([[3, 4], [4, 4], [4], [4]]);
  const [parameters, products] = derive(simpleRnn(4), inputs);
  expect(parameters && [formula(parameters.expression), substitution(parameters.expression)]).toEqual(["(c + u + 2)·u", "(3 + 4 + 2)·4"]);
  expect(products && [formula(products.expression), substitution(products.expression)]).toEqual(["t·(c + u)·u", "5·(3 + 4)·4"]);
});

test("refuses unknown options and activations", () => {
  // @ts-expect-error -- the option is misspelt
  expect(() => simpleRnn(4, { activaton: "tanh" })).toThrowErrorMatchingInlineSnapshot(`[LayerError: simpleRnn: unknown option activaton. Did you mean "activation"? Options: activation, returnSequences, bidirectional, useBias.]`);
  // @ts-expect-error -- PyTorch's RNN has two activations
  expect(() => simpleRnn(4, { activation: "sigmoid" })).toThrowErrorMatchingInlineSnapshot(`[LayerError: simpleRnn: activation must be "tanh" or "relu". Received "sigmoid".]`);
});
