import { describe, expect, test } from "vitest";
import { backendOf, everyBackend } from "../../../test/backends.ts";
import { convolutions, operations } from "../../../test/goldens/convolutions.ts";

test("26 cases are here", () => {
  expect([...new Set(convolutions.map(({ op }) => op))]).toEqual(operations);
  expect(convolutions).toHaveLength(26);
});

describe.each(everyBackend)("on %s", (on) => {
  test.each(convolutions)("$name: output and gradients are PyTorch's", ({ check }) => check(backendOf(on)));
});
