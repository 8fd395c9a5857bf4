import { expect, test } from "vitest";
import { known } from "./known.ts";

test("files of two sets that have the same names are told apart by what they hold", () => {
  expect(["6bbc9ace898e44ae57da46a324031adb", "15d484375f8d13e6eb1aabb0c3f46965", "0".repeat(32)].map(known)).toEqual(["mnist", "fashion-mnist", undefined]);
});
