import { dropout, spatialDropout1d, spatialDropout2d, stochasticDepth, type Layer } from "@convscope/core";
import type { Numbers } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomOf } from "../random.ts";
import { backendOf, everyBackend } from "../../test/backends.ts";
import { runLayer } from "./testing.ts";

const ones = (...shape: number[]): Numbers => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1) });
const draws = (seed: number) => (shape: readonly number[]): ArrayLike<number> => randomOf(seed, "drop", 0).uniforms(shape.reduce((a, b) => a * b, 1));
const each: readonly { readonly layer: Layer; readonly x: Numbers; readonly drawn: readonly number[] }[] = [
  { layer: dropout(0.25), x: ones(3, 4, 4, 2), drawn: [3, 4, 4, 2] },
  { layer: spatialDropout1d(0.25), x: ones(3, 5, 4), drawn: [3, 1, 4] },
  { layer: spatialDropout2d(0.25), x: ones(3, 4, 4, 2), drawn: [3, 1, 1, 2] },
  { layer: stochasticDepth(0.25), x: ones(6, 2, 2, 2), drawn: [6, 1, 1, 1] },
  { layer: stochasticDepth(0.25, { mode: "batch" }), x: ones(6, 3), drawn: [1, 1] },
];

describe.each(everyBackend)("on %s", (on) => {
  const backend = backendOf(on);

  test.each(each.map((one) => ({ name: JSON.stringify(one.layer), ...one })))("$name does nothing at inference", async ({ layer, x }) => {
    const { output, grads } = await runLayer(layer, [x], {}, { backend, uniform: draws(1) });
    expect(output.data).toEqual(x.data);
    expect(grads.inputs[0]?.data).toEqual(x.data);
  });

  test.each(each.map((one) => ({ name: JSON.stringify(one.layer), ...one })))("$name drops what its draws say, together where it draws once", async ({ layer, x, drawn }) => {
    const asked: (readonly number[])[] = [];
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const uniform = (shape: readonly number[]): ArrayLike<number> => (asked.push(shape), draws(seed)(shape));
        const { output, grads } = await runLayer(layer, [x], {}, { backend, training: true, uniform });
        const u = draws(seed)(drawn);
        // The place of a value among the draws: along an axis with one draw it stays at 0.
        const at = (i: number): number => {
          let [rest, place, step] = [i, 0, 1];
          for (let axis = x.shape.length - 1; axis >= 0; axis--) {
            const n = x.shape[axis] ?? 1;
            if (drawn[axis] !== 1) [place, step] = [place + (rest % n) * step, step * n];
            rest = Math.floor(rest / n);
          }
          return place;
        };
        const expected = Array.from(output.data, (_, i) => ((u[at(i)] ?? NaN) < 0.25 ? 0 : Math.fround(4 / 3)));
        expect([...output.data]).toEqual(expected);
        expect([...(grads.inputs[0]?.data ?? [])]).toEqual(expected);
      }),
      { numRuns: 15 },
    );
    expect(new Set(asked.map(String))).toEqual(new Set([String(drawn)]));
  });

  test("the mean stays: of 40,000 ones at rate 0.2 about 8,000 are dropped and the sum is about the same", async () => {
    const { output } = await runLayer(dropout(0.2), [ones(40, 1000)], {}, { backend, training: true, uniform: draws(7) });
    const dropped = output.data.filter((y) => y === 0).length;
    // Five standard deviations: √(40,000 · 0.2 · 0.8) = 80.
    expect(Math.abs(dropped - 8000)).toBeLessThan(400);
    expect(output.data.reduce((a, b) => a + b, 0) / 40_000).toBeCloseTo((40_000 - dropped) / 32_000, 4);
  });

  test("a rate of 1 leaves zeros, not infinities", async () => {
    const { output } = await runLayer(dropout(1), [ones(2, 3)], {}, { backend, training: true, uniform: draws(1) });
    expect([...output.data]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
