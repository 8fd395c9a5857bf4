import { describe, expect, test } from "vitest";
import { backendOf, everyBackend } from "../../test/backends.ts";
import { normalizations, numericNormalizations } from "../../test/goldens/normalizations.ts";

test("every case of our operators is here", () => {
  expect(numericNormalizations).toHaveLength(30);
  expect(normalizations).toHaveLength(48);
});

describe.each(everyBackend)("on %s, outputs and gradients are PyTorch's", (on) => {
  test.each([...numericNormalizations, ...normalizations])("$name", ({ check }) => check(backendOf(on)));
});
