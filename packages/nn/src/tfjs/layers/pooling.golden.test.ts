import { describe, expect, test } from "vitest";
import { backendOf, everyBackend } from "../../../test/backends.ts";
import { numericPoolings, poolings } from "../../../test/goldens/poolings.ts";

test("every case is here", () => {
  expect(numericPoolings).toHaveLength(15);
  expect(poolings).toHaveLength(35);
});

describe.each(everyBackend)("on %s", (on) => {
  test.each([...numericPoolings, ...poolings])("$name: output and gradients are PyTorch's", ({ check }) => check(backendOf(on)));
});
