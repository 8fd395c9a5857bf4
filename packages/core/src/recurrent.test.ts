import { cells, recurrentLoop, type Numbers } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { derive, gru, lstm, macs, outputShape, simpleRnn, weights, windows } from "./layers/index.ts";
import { product } from "./shape.ts";

const family = [["simpleRnn", 1, simpleRnn, cells.tanh], ["gru", 3, gru, cells.gru], ["lstm", 4, lstm, cells.lstm]] as const;
const zeros = (...shape: number[]): Numbers => ({ shape, data: new Float32Array(product(shape)) });
const size = fc.integer({ min: 1, max: 6 });

describe.each(family)("%s", (kind, gates, make, cell) => {
  test("counts as many products as plain loops make", () => {
    fc.assert(
      fc.property(size, size, size, fc.boolean(), (length, channels, units, bidirectional) => {
        const once = recurrentLoop(cell, gates, zeros(length, channels), { weight_ih: zeros(channels, gates * units), weight_hh: zeros(units, gates * units) }).macs;
        expect(macs(make(units, { bidirectional }), [[length, channels]])).toBe(bidirectional ? 2 * once : once);
      }),
      { numRuns: 25 },
    );
  });

  test("every number equals its working", () => {
    fc.assert(
      fc.property(size, size, size, fc.record({ returnSequences: fc.boolean(), bidirectional: fc.boolean(), useBias: fc.boolean() }), (length, channels, units, options) => {
        const [layer, inputs] = [make(units, options), [[length, channels]]];
        const steps = new Map(derive(layer, inputs).map(({ of, value }) => [of, value]));
        expect(steps.get("length")).toBe(options.returnSequences ? outputShape(layer, inputs)[0] : undefined);
        expect(steps.get("parameters")).toBe(Object.values(weights(layer, inputs)).reduce((sum, { shape }) => sum + product(shape), 0));
        expect(steps.get("macs")).toBe(macs(layer, inputs));
      }),
    );
  });

  test("gives the last state, or all of them, of one direction or two", () => {
    expect(outputShape(make(8), [[5, 3]])).toEqual([8]);
    expect(outputShape(make(8, { returnSequences: true }), [[5, 3]])).toEqual([5, 8]);
    expect(outputShape(make(8, { returnSequences: true, bidirectional: true }), [[5, 3]])).toEqual([5, 16]);
    expect(windows(make(8), [[5, 3]])).toEqual(["global"]);
  });

  test("has PyTorch's weights for each direction", () => {
    const names = (layer: ReturnType<typeof make>): string[] => Object.keys(weights(layer, [[5, 3]]));
    expect(names(make(8, { useBias: false }))).toEqual(["weight_ih_l0", "weight_hh_l0"]);
    expect(names(make(8, { bidirectional: true }))).toEqual(
      ["_l0", "_l0_reverse"].flatMap((end) => ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map((name) => name + end)));
    expect(weights(make(8), [[5, 3]])["weight_ih_l0"]?.shape).toEqual([3, gates * 8]);
  });

  test("refuses what it cannot read", () => {
    expect(() => outputShape(make(8), [[28, 28, 1]])).toThrow(`${kind}: input must be [length, channels]. Received [28, 28, 1].`);
    expect(() => make(0)).toThrow(`${kind}: units must be a whole number ≥ 1. Received 0.`);
  });

  test("is plain data", () => expect(JSON.parse(JSON.stringify(make(8)))).toEqual(make(8)));
});
