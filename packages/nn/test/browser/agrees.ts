import { expectClose } from "@convscope/test-kit";
import { expect } from "vitest";
import type { Stepped } from "./steps.ts";

/** Losses and weights are those of another backend, but for rounding. */
export function expectAgreement(found: Stepped, expected: Stepped): void {
  expectClose(found.losses, expected.losses, { relative: 1e-4 }, "losses");
  expect(Object.keys(found.weights)).toEqual(Object.keys(expected.weights));
  for (const [name, weight] of Object.entries(found.weights)) expectClose(weight, expected.weights[name] ?? [], { absolute: 2e-5, relative: 1e-4 }, name);
}
