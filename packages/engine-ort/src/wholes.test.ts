import fc from "fast-check";
import { expect, test } from "vitest";
import { wholes } from "./wholes.ts";

test("by hand", () => expect([...wholes(Int32Array.of(0, 7, -1, 2147483647, -2147483648))]).toEqual([0n, 7n, -1n, 2147483647n, -2147483648n]));

test("every whole number that a double holds comes out as it is", () => {
  fc.assert(fc.property(fc.array(fc.maxSafeInteger()), (data) => {
    expect([...wholes(data)]).toEqual(data.map(BigInt));
  }));
});
