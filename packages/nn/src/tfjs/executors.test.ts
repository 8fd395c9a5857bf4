import { kinds, type Layer, type Shape } from "@convscope/core";
import { expectClose, layersByKind } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { madeUpRun, madeUpShape } from "../../test/madeUp.ts";

describe.each(kinds)("%s", (kind) => {
  const placed: fc.Arbitrary<{ readonly layer: Layer; readonly inputs: readonly Shape[] }> = layersByKind[kind];

  test("has the shape that its rules say, numbers that are finite, and the same on both backends", async () => {
    await fc.assert(
      fc.asyncProperty(placed, fc.boolean(), fc.nat(1e6), async (sample, training, seed) => {
        const [cpu, wasm] = [await madeUpRun(sample, training, seed, "cpu"), await madeUpRun(sample, training, seed, "wasm")];
        expect(cpu["output"]?.shape).toEqual(madeUpShape(sample));
        for (const [name, { data }] of Object.entries(cpu)) {
          expect(Array.from(data).every(Number.isFinite), name).toBe(true);
          expectClose(wasm[name]?.data ?? [], data, { relative: 1e-3, absolute: 1e-3 }, name);
        }
      }),
      { numRuns: 8 },
    );
  });
});
