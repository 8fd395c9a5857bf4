import { describe, expect, test } from "vitest";
import { backendOf, everyBackend } from "../../test/backends.ts";
import { layerFor, normalizations, numericNormalizations } from "../../test/goldens/normalizations.ts";

test("every case of our operators is here", () => {
  expect(numericNormalizations).toHaveLength(30);
  expect(normalizations).toHaveLength(48);
});

test("a case whose layer is not known is refused with the way out", () => {
  expect(() => layerFor("Tanhshrink", {}, { shape: [], data: [] })).toThrowErrorMatchingInlineSnapshot(`[Error: no row for Tanhshrink in layerOf: add it, in packages/nn/test/goldens/normalizations.ts.]`);
});

describe.each(everyBackend)("on %s, outputs and gradients are PyTorch's", (on) => {
  test.each([...numericNormalizations, ...normalizations])("$name", ({ check }) => check(backendOf(on)));
});
